from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.assistance import record_service
from cases.actions.proceedings import locked_proceeding
from cases.keeping import ask_which_is_wrong, correct_to, refuse_impossible_day
from cases.models import DateState, ProceedingStep, Task
from cases.planning import refuse_who_cannot
from cases.proceedings import (
    ACCOMPANIED,
    SERVICE_OF,
    ask_for_new_day,
    day_is_known,
    fitting,
    follow,
    keep_held,
    move_tasks,
    refuse_contact_without_ground,
    refuse_wrong_day,
    tell_of_contact,
)
from cases.task_words import ACCOMPANY
from work import actions as work
from work.errors import refusal

# What stays the same when a step is moved to another day.
SAME = (
    "kind", "attends", "place", "accompanied_by", "companion", "for_shelter", "contact_by", "ground",
    "receiver_named",
)  # fmt: skip
CONTACT = ("contact_by", "ground", "receiver_named", "without_ground")


@transaction.atomic
def add_proceeding_step(
    proceeding, *, by, kind, on, state=DateState.PLANNED, once=None, entered_from="", **facts
):
    """Write down a hearing, a testimony or another step: one to come is a task, and so is going there.

    That we turn to a consulate is refused without a ground; what others did, or she herself, never is.
    """
    proceeding = locked_proceeding(proceeding, by=by)
    case = proceeding.case

    def make():
        said = fitting({"kind": kind, "state": state} | facts)
        refuse_wrong_day(state, on, entered_from=entered_from)
        step = ProceedingStep(proceeding=proceeding, case=case, on=on, recorded_by=by, **said)
        step.entered_from = entered_from
        if not entered_from:
            contact = {name: getattr(step, name) for name in CONTACT}
            refuse_contact_without_ground(case, on=on, state=state, **contact)
        _refuse_who_cannot_go(step)
        codes = [state, *([entered_from] if entered_from else [])]
        verb = "proceeding.step_held" if state == DateState.HELD else "proceeding.step_planned"
        work.create(step, by=by, verb=verb, office=case.office, detail=codes)
        if state == DateState.HELD:
            ask_which_is_wrong(case, on, by=by)
        tell_of_contact(step, by=by)
        day_is_known(step, by=by)
        follow(step, by=by)
        return step

    return ProceedingStep.objects.get(pk=work.once(once, by=by, verb="proceeding.step_added", make=make))


@transaction.atomic
def change_proceeding_step(step, *, by, version=None, **facts):
    """Correct where and when a step is, and who accompanies; its tasks go with it."""
    step = _locked_step(step, by=by)
    _refuse_over(step)
    was, goes = step.on, step.accompanied_by_id
    if facts.get("on", was) != was:
        refuse_wrong_day(step.state, facts["on"], entered_from=step.entered_from)
    if facts.get("accompanied_by") and facts["accompanied_by"].pk != goes:
        _refuse_who_cannot_go(ProceedingStep(case=step.case, accompanied_by=facts["accompanied_by"]))
    office, verb = step.case.office, "proceeding.step_changed"
    written = work.write(step, by=by, verb=verb, changes=facts, version=version, office=office)
    written.case = step.case
    if written.on != was and written.state == DateState.HELD:
        correct_to(written.case, written.on, "on", by=by, in_full=True)
    follow(written, by=by)
    return written


@transaction.atomic
def hold_proceeding_step(step, *, by, on=None, outcome=None, version=None):
    """Say that a step took place, on its day or another one, and what came of it."""
    step = _locked_step(step, by=by)
    _refuse_unless_planned(step)
    day = on or step.on
    refuse_impossible_day(day, "on")
    held = keep_held(step, by=by, on=day, outcome=outcome or None, version=version)
    ask_which_is_wrong(held.case, day, by=by)
    return held


@transaction.atomic
def postpone_proceeding_step(step, *, by, state_words, on=None, at=None, leaves_at=None, version=None):
    """A step is moved: it stays as it was, and on the new day, where that is known, stands a new one.

    Answers the one that is to come, else the one that was postponed.
    """
    step = _locked_step(step, by=by)
    _refuse_unless_planned(step)
    if on:
        refuse_wrong_day(DateState.PLANNED, on)
        _refuse_contact_anew(step, on)
    postponed = _stopped(step, DateState.POSTPONED, "proceeding.step_postponed", by, state_words, version)
    if on is None:
        words = _("It was postponed, and the new day is not known yet.")
        follow(postponed, by=by, outcome=words)
        ask_for_new_day(postponed, by=by)
        return postponed
    same = {name: getattr(postponed, name) for name in SAME}
    later = ProceedingStep(
        case=step.case, proceeding=step.proceeding, on=on, at=at, leaves_at=leaves_at, recorded_by=by,
        entered_from=step.entered_from, moved_from=postponed, **same,
    )  # fmt: skip
    work.create(later, by=by, verb="proceeding.step_planned", office=step.case.office)
    move_tasks(postponed, later, by=by)
    day_is_known(later, by=by)
    follow(later, by=by)
    return later


@transaction.atomic
def cancel_proceeding_step(step, *, by, state_words, version=None):
    """Say that a step does not take place, or did not; it stays readable with the reason."""
    step = _locked_step(step, by=by)
    if step.state == DateState.CANCELLED:
        raise refusal(_("This was cancelled already."), code="over")
    verb = "proceeding.step_cancelled"
    cancelled = _stopped(step, DateState.CANCELLED, verb, by, state_words, version)
    follow(cancelled, by=by, outcome=_("It was cancelled."))
    return cancelled


@transaction.atomic
def serve_proceeding_step(step, *, by, version=None):
    """The accompaniment to a step that took place is recorded as a service, once."""
    step = _locked_step(step, by=by)
    if step.state != DateState.HELD:
        raise refusal(_("Say first that it took place."), code="not_held")
    if step.service and not step.service.withdrawn_at:
        raise refusal(_("This is recorded as a service already."), code="served")
    kind = SERVICE_OF.get(step.kind, ACCOMPANIED)
    service = record_service(step.case, by=by, on=step.on, type=kind, entered_from=step.entered_from)
    verb, office = "proceeding.step_served", step.case.office
    changes = {"service": service}
    written = work.write(step, by=by, verb=verb, changes=changes, version=version, office=office)
    written.case = step.case
    return written


def _stopped(step, state, verb, by, state_words, version):
    changes, office = {"state": state, "state_words": state_words}, step.case.office
    written = work.write(step, by=by, verb=verb, changes=changes, version=version, office=office)
    written.case = step.case
    return written


def _locked_step(step, *, by):
    """The step as it stands now, after its case and its proceeding."""
    proceeding = locked_proceeding(step.proceeding, by=by)
    rows = ProceedingStep.objects.select_for_update(of=("self",), no_key=True)
    step = rows.select_related("accompanied_by", "ground", "service").get(pk=step.pk)
    step.case, step.proceeding = proceeding.case, proceeding
    return step


def _refuse_unless_planned(step):
    if step.state != DateState.PLANNED:
        words = _("Somebody has said already what became of this: “%(state)s”.")
        raise refusal(words % {"state": step.get_state_display()}, code="over")


def _refuse_over(step):
    if step.state not in (DateState.PLANNED, DateState.HELD):
        words = _("This was postponed or cancelled: write a new step instead.")
        raise refusal(words, code="over")


def _refuse_contact_anew(step, on):
    """Refuse to plan for another day that we contact a consulate, where the ground holds no more."""
    if not step.entered_from:
        contact = {name: getattr(step, name) for name in CONTACT}
        refuse_contact_without_ground(step.case, on=on, state=DateState.PLANNED, **contact)


def _refuse_who_cannot_go(step):
    """Refuse that somebody accompanies who could not open the case of the person."""
    who, case = step.accompanied_by, step.case
    if who is None:
        return
    try:
        refuse_who_cannot(who, Task(kind=ACCOMPANY, case=case, office=case.office, assignee=who))
    except ValidationError as error:
        raise refusal(" ".join(error.messages), field="accompanied_by", code="cannot") from None
