"""What the verbs of proceedings share, and the tasks that follow their dates.

Each is called inside the transaction of a verb that has locked the case.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.grounds import may_let_tell, refuse_telling_without_ground
from cases.keeping import add_task, call_supervisors_about, end_tasks, open_once, refuse_impossible_day
from cases.models import ContactBy, DateState, ProceedingStep, Task, is_consular
from cases.task_words import ACCOMPANY, HEARING, HELP_IS_FREE, NEW_DAY, TOLD_CONSULATE
from codebook import lists
from work import actions as work
from work.errors import refusal

OF_A_DATE = (HEARING, ACCOMPANY)
# So long before it whoever accompanies is asked to prepare.
PREPARING = timedelta(days=3)
# So many of the next dates stand on the page of a case.
NEXT = 5
# The service that whoever accompanied gave, by the kind of the step; else the first.
ACCOMPANIED = "court_accompaniment"
SERVICE_OF = {"anticipated_testimony": "early_evidence"}
STATES = {"planned": ("care", "calendar"), "held": ("good", "circle-check")}


def stages_for(criminal):
    """Codes and words of the stages that a proceeding of this kind has."""
    return lists.get("justice_stage" if criminal else "proceeding_stage").choices()


def stage_facts(proceeding, stage):
    """The stage as its row keeps it; refused where a proceeding of this kind has no such stage."""
    known = lists.get("justice_stage" if proceeding.is_criminal else "proceeding_stage")
    if stage not in known:
        words = _(
            "A criminal proceeding has stages of its own, and so have the others: choose one of its own."
        )
        raise refusal(words, field="stage", code="of_another_kind")
    return {"criminal_stage" if proceeding.is_criminal else "other_stage": stage}


def present_stage(proceeding):
    """Where a proceeding stands; None where no stage is known."""
    return next((one for one in proceeding.stages.all() if not one.withdrawn_at), None)


def ask_to_tell(proceeding, *, by):
    """That help does not depend on taking part is told to the person: until it was, that is a task."""
    key = str(proceeding.pk)
    if proceeding.told_free_on or proceeding.withdrawn_at:
        end_tasks(proceeding.case, [HELP_IS_FREE], by=by, key=key)
    elif not proceeding.entered_from:
        add_task(proceeding.case, HELP_IS_FREE, by=by, key=key)


def follow(step, *, by, outcome=None):
    """What waits for a step is made, changed or ended with it: on its day, and before it."""
    planned, today = step.state == DateState.PLANNED, timezone.localdate()
    day = step.on if planned else None
    _follow(step, HEARING, day, {}, by=by, outcome=outcome)
    before = max(step.on - PREPARING, today) if planned and step.attends else None
    given = {"assignee": step.accompanied_by or step.case.worker}
    _follow(step, ACCOMPANY, before, given, by=by, outcome=outcome)


def _follow(step, kind, due_on, given, *, by, outcome):
    case = step.case
    waiting = Task.objects.open().filter(case=case, kind=kind, subject=step.pk)
    task = waiting.select_for_update(of=("self",), no_key=True).first()
    if due_on is None:
        end_tasks(case, [kind], by=by, outcome=outcome, key=str(step.pk))
    elif task:
        task.case = case
        changes = {"due_on": due_on} | given
        work.write(task, by=by, verb="task.changed", changes=changes, office=task.office)
    elif step.on >= timezone.localdate():
        facts = {"assignee": case.worker, "due_on": due_on, "subject": step.pk, "key": str(step.pk)} | given
        open_once(Task(kind=kind, case=case, office=case.office, **facts), by=by)


def move_tasks(step, later, *, by):
    """What waited for the day that was is waited for on the new one, by whoever had it."""
    waiting = Task.objects.open().filter(case=step.case, kind__in=OF_A_DATE, subject=step.pk)
    for task in waiting.select_for_update(of=("self",), no_key=True):
        task.case = step.case
        changes = {"subject": later.pk, "key": str(later.pk)}
        work.write(task, by=by, verb="task.changed", changes=changes, office=task.office)


def ask_for_new_day(step, *, by):
    """It was postponed, and nobody knows yet to which day."""
    add_task(step.case, NEW_DAY, by=by, key=str(step.proceeding_id))


def day_is_known(step, *, by):
    """A day to come stands in the proceeding again."""
    if step.state == DateState.PLANNED:
        words = _("The new day is %(day)s.") % {"day": date_format(step.on)}
        end_tasks(step.case, [NEW_DAY], by=by, key=str(step.proceeding_id), outcome=words)


def holds(step, on):
    """Does the ground on which a consulate is contacted hold on this day?"""
    now = timezone.now() if on == timezone.localdate() else None
    held = may_let_tell(step.case).in_force(on, now)
    return step.ground_id is not None and held.filter(pk=step.ground_id).exists()


def refuse_contact_without_ground(case, *, contact_by, on, ground, receiver_named, state, without_ground):
    """Refuse that we turn to a consulate where nothing lets us: whoever exploited her may have friends there.

    What has happened already without a ground is kept when that is said; a day to come rests on what holds
    today. What others did, or she herself, is never refused.
    """
    if contact_by != ContactBy.US or (without_ground and state == DateState.HELD):
        return
    day = min(on, timezone.localdate())
    refuse_telling_without_ground(case, ground=ground, receiver_named=receiver_named, on=day)


def fitting(facts):
    """Only of a step with a consulate is kept who turned to it, and only of what we do on which ground."""
    if not is_consular(facts.get("kind")):
        facts |= {"contact_by": ""}
    if facts.get("contact_by") != ContactBy.US:
        facts |= {"ground": None, "receiver_named": False, "without_ground": False}
    if facts.get("state") != DateState.HELD or facts.get("ground"):
        facts |= {"without_ground": False}
    return facts


def refuse_wrong_day(state, on, *, entered_from=""):
    """Refuse that something took place on a day to come, or is to come on a day that is over."""
    if state == DateState.HELD:
        refuse_impossible_day(on, "on")
    elif on < timezone.localdate() and not entered_from:
        words = _("This day is over: choose that it took place, or a day to come.")
        raise refusal(words, field="on", code="past")


def keep_held(step, *, by, on, outcome, version=None):
    """Write that a locked step took place, and end what waited for it; whether a ground held is seen to."""
    changes, office = {"state": DateState.HELD, "on": on, "outcome": outcome}, step.case.office
    if step.contact_by == ContactBy.US and not step.entered_from and not holds(step, on):
        changes["without_ground"] = True
    verb = "proceeding.step_held"
    held = work.write(step, by=by, verb=verb, changes=changes, version=version, office=office)
    held.case = step.case
    tell_of_contact(held, by=by)
    words = _("It took place on %(day)s.") % {"day": date_format(held.on)}
    follow(held, by=by, outcome=words)
    return held


def tell_of_contact(step, *, by):
    """A consulate was contacted, and no ground held: whoever supervises the office sees to it today."""
    if step.without_ground and step.state == DateState.HELD:
        call_supervisors_about(step.case, TOLD_CONSULATE, by=by)


def stop_contacts(case, *, by):
    """Contacts with a consulate that are planned, and whose ground holds no more, are stopped."""
    today = timezone.localdate()
    planned = ProceedingStep.objects.planned_by_us().filter(case=case)
    for step in planned.select_for_update(of=("self",), no_key=True):
        step.case = case
        if step.ground_id is None or holds(step, today):
            continue
        words = _("The ground on which the consulate would have been contacted holds no more.")
        changes = {"state": DateState.CANCELLED, "state_words": words}
        verb = "proceeding.step_cancelled"
        stopped = work.write(step, by=by, verb=verb, changes=changes, office=case.office)
        stopped.case = case
        follow(stopped, by=by, outcome=words)


def outings(case):
    """When the person has to be somewhere in the days to come; for what stands in the legal file."""
    return list(case.proceeding_steps.outings(timezone.localdate()).for_list()[:NEXT])


def in_words(proceeding, case):
    """Give a proceeding what its page shows: where it stands, what is to come, and what was."""
    proceeding.case = case
    proceeding.present = present_stage(proceeding)
    if proceeding.present:
        proceeding.pill = {"text": proceeding.present.get_stage_display(), "kind": "", "icon": "scale"}
    proceeding.all_steps = list(proceeding.steps.all())
    for step in proceeding.all_steps:
        kind, icon = STATES.get(step.state, ("quiet", ""))
        step.pill = {"text": step.get_state_display(), "kind": kind, "icon": icon}
        step.served = bool(step.service_id) and not step.service.withdrawn_at
    planned = [step for step in proceeding.all_steps if step.state == DateState.PLANNED]
    proceeding.to_come = planned[::-1]
    proceeding.past = [step for step in proceeding.all_steps if step.state != DateState.PLANNED]
    return proceeding


# What is said where tasks are


def step_of(task):
    """The step that this task stands for, locked; None where it stands for none."""
    if task.kind not in OF_A_DATE or not task.subject:
        return None
    rows = ProceedingStep.objects.select_for_update(of=("self",), no_key=True)
    step = rows.get(pk=task.subject)
    step.case = task.case
    return step


def refuse_before_its_day(task):
    """A step took place on its day, or not: before it nobody can say so where tasks are."""
    step = step_of(task) if task.kind == HEARING else None
    if step and step.state == DateState.PLANNED and step.on > timezone.localdate():
        words = _(
            "This day has not come yet. If it was postponed or cancelled, write that on the page of the "
            "proceedings: that ends this task."
        )
        raise refusal(words, code="day_to_come")


def task_was_done(task, *, by, outcome):
    """The task of a step was said to be done: it took place, and this came of it."""
    step = step_of(task) if task.kind == HEARING else None
    if step and step.state == DateState.PLANNED:
        keep_held(step, by=by, on=step.on, outcome=outcome)


def refuse_another_day(task, due_on):
    """The day of a hearing is no day of ours: it is postponed where it stands, with the reason."""
    if task.kind == HEARING and due_on != task.due_on:
        words = _("The day of this is changed on the page of the proceedings: postpone it there.")
        raise refusal(words, field="due_on", code="not_ours")


def task_was_given(task, *, by):
    """Who prepares to accompany is who accompanies."""
    step = step_of(task) if task.kind == ACCOMPANY and task.assignee_id else None
    if step and step.state == DateState.PLANNED:
        changes = {"accompanied_by": task.assignee}
        work.write(step, by=by, verb="proceeding.step_changed", changes=changes, office=task.case.office)
