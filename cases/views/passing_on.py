from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.filling import fill_in, latest_draft
from cases.forms import RiskAnswerForm, RiskNoticeForm, WithdrawRiskForm
from cases.grounds import may_let_tell
from cases.intake import RISK_NOTICE
from cases.pages import about, address, case_page, read_case
from cases.views.risks import ORDER
from cases.views.risks import way as way_of_risk
from cases.writers import name_writers
from work.asking import change, confirm, posted
from work.pages import cursor

PART = "risk_notices"


def way(case):
    """The way to a page under what was passed on."""
    return [*way_of_risk(case), (_("Passed on to others"), address(case, "risk-notices"))]


@require_GET
@case_page
def risk_notices(request, case_number):
    """To whom a danger to her relatives was passed on, and what they answered, the latest first."""
    case, user = read_case(request, case_number, PART), request.user
    require(rules.can_pass_risk_on, user, case)
    page = cursor(case.risk_notices.for_list(), request, order=ORDER)
    name_writers(user, case, page.rows, "passed_by")
    shown = {**about(request, case, "risks"), "page": page, "crumbs": way_of_risk(case)}
    shown["draft"] = latest_draft(user, case, RISK_NOTICE.name)
    return render(request, "cases/risk_notices.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def risk_notice_create(request, case_number):
    """Keep that a danger to her relatives was passed on; without a ground nobody is told."""
    case, user = read_case(request, case_number, PART), request.user
    require(rules.can_pass_risk_on, user, case)
    return fill_in(
        request,
        case,
        RISK_NOTICE.name,
        lambda data, row: RiskNoticeForm(data, case=case),
        None,
        save=actions.pass_risk_on,
        done=_("It is kept that this was passed on."),
        to=lambda notice: address(case, "risk-notices"),
        template="cases/risk_notice_form.html",
        crumbs=way(case),
        intro=str(case),
        back_url=address(case, "risk-notices"),
        ground_url="" if may_let_tell(case).exists() else address(case, "intake-ground"),
    )


def _notice_of(request, case_number, risk_notice):
    """What was passed on in a case that she reads in full."""
    case = read_case(request, case_number, PART)
    rows = case.risk_notices.select_related("case__office", "case__person")
    found = get_object_or_404(rows, pk=risk_notice)
    require(rules.can_pass_risk_on, request.user, case)
    return case, found


@require_http_methods(["GET", "POST"])
@case_page
def risk_notice_answer(request, case_number, risk_notice):
    """Write what they answered, or correct what was written of it."""
    case, notice = _notice_of(request, case_number, risk_notice)
    return change(
        request,
        notice,
        lambda data, row: RiskAnswerForm(data, instance=row),
        actions.answer_risk_notice,
        done=_("The answer is kept."),
        to=address(case, "risk-notices"),
        title=_("What they answered"),
        intro=notice.receiver,
        crumbs=way(case),
        back_url=address(case, "risk-notices"),
        withdraw_url=reverse("cases:risk-notice-withdraw", args=[case.number, notice.pk]),
        template="cases/risk_change.html",
    )


@require_http_methods(["GET", "POST"])
@case_page
def risk_notice_withdraw(request, case_number, risk_notice):
    """Take back that something was passed on, which was written by mistake."""
    case, notice = _notice_of(request, case_number, risk_notice)
    return confirm(
        request,
        WithdrawRiskForm(posted(request)),
        actions.withdraw_risk_notice,
        notice,
        done=_("It is withdrawn."),
        to=address(case, "risk-notices"),
        title=_("Withdraw that this was passed on?"),
        text=str(case),
        consequences=[
            _("Nobody who was told is told otherwise by this. It stays readable with your reason.")
        ],
        label=pgettext("an assessment", "Withdraw"),
        danger=True,
        crumbs=way(case),
        back_url=address(case, "risk-notices"),
    )
