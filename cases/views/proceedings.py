from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from cases import actions
from cases.filling import fill_in, latest_draft
from cases.forms import NewProceedingForm, ProceedingForm, StageForm, WithdrawProceedingForm
from cases.intake import PROCEEDING, PROCEEDING_STEP
from cases.models import ProceedingStage, ProceedingStep
from cases.pages import about, address, case_page, crumbs
from cases.proceeding_pages import ORDER, PART, case_of_proceedings, frame, proceeding_of, row_of
from cases.proceedings import in_words
from cases.writers import name_writers
from work.asking import change, confirm, make, posted, unless_changed
from work.conflicts import seen_version
from work.pages import cursor


@require_GET
@case_page
def proceedings(request, case_number):
    """In which proceedings she takes part, where they stand, what is to come and what took place."""
    case = case_of_proceedings(request, case_number)
    rows = case.proceedings.prefetch_related(
        Prefetch("stages", ProceedingStage.objects.select_related("recorded_by")),
        Prefetch("steps", ProceedingStep.objects.for_list()),
    )
    page = cursor(rows, request, order=ORDER)
    for proceeding in page.rows:
        in_words(proceeding, case)
        name_writers(request.user, case, proceeding.all_steps, "accompanied_by")
    shown = {**about(request, case, PART), "page": page, "crumbs": crumbs(case)}
    shown["draft"] = latest_draft(request.user, case, PROCEEDING.name)
    shown["step_draft"] = latest_draft(request.user, case, PROCEEDING_STEP.name)
    return render(request, "cases/proceedings.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def proceeding_create(request, case_number):
    """Write down a proceeding and where it stands."""
    case = case_of_proceedings(request, case_number)
    country = case.office.organisation.country
    return fill_in(
        request,
        case,
        PROCEEDING.name,
        lambda data, row: NewProceedingForm(data, initial={"country": country}),
        None,
        save=actions.record_proceeding,
        done=_("The proceeding is recorded."),
        to=lambda made: address(case, PART),
        template="cases/note_form.html",
        intro=_("Help never depends on whether the person takes part in a proceeding."),
        **frame(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def proceeding_change(request, case_number, proceeding):
    """Correct or complete what is kept of a proceeding."""
    case, proceeding = proceeding_of(request, case_number, proceeding)
    return change(
        request,
        proceeding,
        lambda data, row: ProceedingForm(data, instance=row),
        actions.change_proceeding,
        done=_("The proceeding is changed."),
        to=address(case, PART),
        title=_("Change the proceeding"),
        intro=_("Help never depends on whether the person takes part in a proceeding."),
        withdraw_url=reverse("cases:proceeding-withdraw", args=[case.number, proceeding.pk]),
        template="cases/risk_change.html",
        **frame(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def proceeding_withdraw(request, case_number, proceeding):
    """Take back a proceeding that was written by mistake."""
    case, proceeding = proceeding_of(request, case_number, proceeding)
    return confirm(
        request,
        WithdrawProceedingForm(posted(request)),
        actions.withdraw_proceeding,
        proceeding,
        done=_("The proceeding is withdrawn."),
        to=address(case, PART),
        title=_("Withdraw the proceeding?"),
        text=proceeding.get_kind_display(),
        consequences=[_("It stays readable with your reason.")],
        label=pgettext("a proceeding", "Withdraw"),
        danger=True,
        **frame(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def proceeding_stage_create(request, case_number, proceeding):
    """Write to which stage a proceeding came."""
    case, proceeding = proceeding_of(request, case_number, proceeding)
    return make(
        request,
        StageForm(posted(request), proceeding=proceeding),
        actions.record_stage,
        proceeding,
        done=_("The stage is recorded."),
        to=lambda made: address(case, PART),
        title=_("New stage"),
        intro=proceeding.get_kind_display(),
        **frame(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def proceeding_stage_withdraw(request, case_number, proceeding_stage):
    """Take back a stage that was written by mistake."""

    def find(case):
        rows = case.proceeding_stages.select_related("proceeding__case", "case__person")
        return get_object_or_404(rows, pk=proceeding_stage)

    case, stage = row_of(request, case_number, find)
    return confirm(
        request,
        WithdrawProceedingForm(posted(request)),
        unless_changed(actions.withdraw_stage, seen_version(request.POST)),
        stage,
        done=_("The stage is withdrawn."),
        to=address(case, PART),
        title=_("Withdraw the stage?"),
        text=stage.get_stage_display(),
        consequences=[_("It stays readable with your reason; the one before it stands again.")],
        label=pgettext("a proceeding", "Withdraw"),
        version=stage.version,
        danger=True,
        **frame(case),
    )
