from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.filling import fill_in
from cases.forms import CancelForm, ChangeStepForm, HeldForm, PostponeForm, ProceedingStepForm
from cases.grounds import may_let_tell
from cases.intake import PROCEEDING_STEP
from cases.models import DateState
from cases.pages import address, case_page
from cases.proceeding_pages import PART, case_of_proceedings, frame, step_of
from work.asking import change, confirm, posted, unless_changed
from work.conflicts import seen_version
from work.forms import Form


@require_http_methods(["GET", "POST"])
@case_page
def proceeding_step_create(request, case_number):
    """Write down a step that is to come, or that took place; a consulate is contacted only on a ground."""
    case = case_of_proceedings(request, case_number)
    user, usual = request.user, {"proceeding": request.GET.get("proceeding", "")[:40]}

    def add(case, *, proceeding, **typed):
        return actions.add_proceeding_step(proceeding, **typed)

    return fill_in(
        request,
        case,
        PROCEEDING_STEP.name,
        lambda data, row: ProceedingStepForm(data, user=user, case=case, initial=usual),
        None,
        save=add,
        done=_("The step is recorded."),
        to=lambda made: address(case, PART),
        template="cases/proceeding_step_form.html",
        intro=_("Help never depends on whether the person takes part in a proceeding."),
        ground_url="" if may_let_tell(case).exists() else address(case, "intake-ground"),
        **frame(case),
    )


def in_short(step):
    """What a page about one step says of it."""
    return f"{step.get_kind_display()} · {date_format(step.on)}"


def _decide(request, case, step, form, action, **shown):
    """A page that says what becomes of a step; refused where somebody changed it since it was opened."""
    return confirm(
        request,
        form,
        unless_changed(action, seen_version(request.POST)),
        step,
        to=address(case, PART),
        text=in_short(step),
        version=step.version,
        **shown,
        **frame(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def proceeding_step_change(request, case_number, proceeding_step):
    """Correct where and when a step is, who accompanies, and what came of it."""
    case, step = step_of(request, case_number, proceeding_step)
    user, here = request.user, [case.number, step.pk]
    planned = step.state == DateState.PLANNED
    words = _("If it was moved to another day, postpone it instead.")
    return change(
        request,
        step,
        lambda data, row: ChangeStepForm(data, instance=row, user=user, case=case),
        actions.change_proceeding_step,
        done=_("The step is changed."),
        to=address(case, PART),
        title=_("Change the step"),
        intro=words if planned else in_short(step),
        withdraw_url=reverse("cases:proceeding-step-cancel", args=here),
        template="cases/proceeding_step_change.html",
        **frame(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def proceeding_step_held(request, case_number, proceeding_step):
    """Say that a step took place, and what came of it."""
    case, step = step_of(request, case_number, proceeding_step)
    form = HeldForm(posted(request), initial={"on": min(step.on, timezone.localdate())})
    return _decide(
        request, case, step, form, actions.hold_proceeding_step,
        done=_("It is recorded that it took place."),
        title=_("Did it take place?"),
        label=_("It took place"),
        consequences=[_("What waited for this day is done.")],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@case_page
def proceeding_step_postpone(request, case_number, proceeding_step):
    """Move a step to another day, or say that the new day is not known yet."""
    case, step = step_of(request, case_number, proceeding_step)
    return _decide(
        request, case, step, PostponeForm(posted(request)), actions.postpone_proceeding_step,
        done=_("It is postponed."),
        title=_("Postpone it?"),
        label=_("Postpone"),
        consequences=[_("What waits for this day moves to the new one.")],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@case_page
def proceeding_step_cancel(request, case_number, proceeding_step):
    """Say that a step does not take place."""
    case, step = step_of(request, case_number, proceeding_step)
    return _decide(
        request, case, step, CancelForm(posted(request)), actions.cancel_proceeding_step,
        done=_("It is cancelled."),
        title=_("Cancel it?"),
        label=_("It does not take place"),
        danger=True,
        consequences=[_("What waits for this day waits no more. It stays readable with your reason.")],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@case_page
def proceeding_step_service(request, case_number, proceeding_step):
    """Record the accompaniment as a service, by one press where the step stands."""
    case, step = step_of(request, case_number, proceeding_step)
    return _decide(
        request, case, step, Form(posted(request)), actions.serve_proceeding_step,
        done=_("The accompaniment is recorded as a service."),
        title=_("Record the accompaniment as a service?"),
        label=_("Record the service"),
    )  # fmt: skip
