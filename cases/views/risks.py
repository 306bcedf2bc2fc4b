from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.filling import fill_in, latest_draft
from cases.forms import NewRiskForm, RiskForm, WithdrawRiskForm
from cases.intake import RISK
from cases.models import Level
from cases.pages import about, address, case_page, crumbs, read_case
from cases.risks import DRAWN, chart_of, in_words, present_risk
from cases.writers import name_writers
from work.asking import change, confirm, posted
from work.pages import cursor

ORDER = ("-on", "-created_at", "id")
PASSED_ON = 3


def way(case):
    """The way to a page under the risk of a case."""
    return crumbs(case, (pgettext("page of a case", "Risk"), address(case, "risks")))


@require_GET
@case_page
def risks(request, case_number):
    """How great her danger was judged to be, the latest first; why is for the team of the case."""
    case, user = read_case(request, case_number, "risks"), request.user
    require(rules.can_read_risk, user, case)
    page = cursor(case.risks.select_related("assessed_by"), request, order=ORDER)
    latest, team = list(case.risks.standing()[:DRAWN]), rules.reads(user, case, Level.FULL)
    for risk in name_writers(user, case, page.rows, "assessed_by"):
        in_words(risk)
        risk.is_present = bool(latest) and risk.pk == latest[0].pk
    shown = {**about(request, case, "risks"), "page": page, "crumbs": crumbs(case), "chart": chart_of(latest)}
    if team:
        shown["draft"] = latest_draft(user, case, RISK.name)
        shown["notices"] = case.risk_notices.standing().for_list()[:PASSED_ON]
    return render(request, "cases/risks.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def risk_create(request, case_number):
    """Assess the risk; the safety plan of the last assessment stands there to be gone through."""
    case, user = read_case(request, case_number, "risks"), request.user
    require(rules.can_assess_risk, user, case)
    before = present_risk(case)
    return fill_in(
        request,
        case,
        RISK.name,
        lambda data, row: NewRiskForm(data, before=before),
        None,
        save=actions.assess_risk,
        done=_("The risk is assessed."),
        to=lambda risk: address(case, "risks"),
        template="cases/note_form.html",
        crumbs=way(case),
        intro=str(case),
        back_url=address(case, "risks"),
    )


def _risk_of(request, case_number, risk):
    """An assessment of a case that she may open, for who may correct it."""
    case = read_case(request, case_number, "risks")
    found = get_object_or_404(case.risks.select_related("case__office", "case__person"), pk=risk)
    require(rules.can_change_risk, request.user, found)
    return case, found


@require_http_methods(["GET", "POST"])
@case_page
def risk_change(request, case_number, risk):
    """Correct the assessment that stands last; what it said before stays readable."""
    case, risk = _risk_of(request, case_number, risk)
    return change(
        request,
        risk,
        lambda data, row: RiskForm(data, instance=row),
        actions.change_risk,
        done=_("The assessment is corrected."),
        to=address(case, "risks"),
        title=_("Correct the assessment"),
        intro=_("If the danger itself has changed, write a new assessment instead."),
        crumbs=way(case),
        back_url=address(case, "risks"),
        withdraw_url=reverse("cases:risk-withdraw", args=[case.number, risk.pk]),
        template="cases/risk_change.html",
    )


@require_http_methods(["GET", "POST"])
@case_page
def risk_withdraw(request, case_number, risk):
    """Take back an assessment that was written by mistake."""
    case, risk = _risk_of(request, case_number, risk)
    return confirm(
        request,
        WithdrawRiskForm(posted(request)),
        actions.withdraw_risk,
        risk,
        done=_("The assessment is withdrawn."),
        to=address(case, "risks"),
        title=_("Withdraw the assessment?"),
        text=risk.get_level_display(),
        consequences=[_("It stays readable with your reason; the one before it stands again.")],
        label=pgettext("an assessment", "Withdraw"),
        danger=True,
        crumbs=way(case),
        back_url=address(case, "risks"),
    )
