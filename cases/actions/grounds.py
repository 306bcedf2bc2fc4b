from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from audit.doors import require
from cases import rules
from cases.grounds import (
    KEEPING,
    end_of_vital_interest,
    given_by_whom_could,
    holds,
    lets_keep,
    refuse_answer_for_adult,
    refuse_answer_for_child,
    refuse_involved_giver,
    refuse_relative,
    refuse_unnamed,
)
from cases.intake import NEEDS_GROUND
from cases.keeping import (
    add_task,
    end_tasks,
    lock_person,
    locked,
    open_once,
    refuse_before_birth,
    refuse_impossible_day,
)
from cases.models import EXPLAINED, Answer, Assent, Draft, Ground, GroundKind, Task, Told
from cases.proceedings import stop_contacts
from cases.resting import stop_resting_on
from cases.task_words import (
    CHILD_SAID_NO,
    FOR_SUPERVISORS,
    GIVER_TOOK_PART,
    INTERPRETER,
    POINTS_LEFT,
    RUNS_OUT,
    SECRECY,
    WITNESS,
    key_of_no,
    key_of_points,
)
from cases.transfers import stop_transfers
from work import actions as work
from work.errors import refusal

# What of a consent stands as well in the line of what goes on of it after a no to a part.
GOES_ON = (
    "case", "kind", "answer", "expires_on", "doubted_on", "giver", "giver_name", "relative", "giver_involved",
    "form", "language", "assent", "assent_reason", "recorded_by", "points_told", "text", "text_how",
    "interpreter_name", "interpreter_sworn", "interpreter_accepted", "witness_name",
)  # fmt: skip
# What happens when the days or hours of a ground are over, and so long before its last day.
RAN_OUT, RUNS_OUT_SOON = "cases.ground_ran_out", "cases.ground_runs_out_soon"
BEFOREHAND = timedelta(days=14)
# Forms of a consent that somebody else witnesses.
WITNESSED = {"thumbprint", "oral_witness"}


@transaction.atomic
def record_ground(case, *, by, kind, since, once=None, **facts):
    """Write a line of the ledger: why the programme may keep what it keeps, or that she refused it.

    A child's ground rests on a guardian, the State guardian, a court or a danger to her life, and says what
    she herself answered. Vital interest holds for 72 hours.
    """
    case = locked(case)
    require(rules.can_change_case, by, case)
    lock_person(case)

    def make():
        ground = Ground(case=case, kind=kind, since=since, recorded_by=by, **facts)
        refuse_impossible_day(since, field="since")
        refuse_before_birth(case.person, since, "since")
        _refuse_wrong_giver(ground)
        if ground.relative:
            # What is known of that person at this moment, while nobody can write otherwise.
            ground.relative.refresh_from_db(fields=["involved", "withdrawn_at"])
        if kind == GroundKind.VITAL_INTEREST:
            ground.expires_at = end_of_vital_interest(since)
        keep_ground(ground, by=by, detail=[kind])
        weigh_new_consent(ground, by=by)
        return ground

    return Ground.objects.get(pk=work.once(once, by=by, verb="ground.recorded", make=make))


@transaction.atomic
def end_ground(ground, *, by, ended_on, version=None):
    """A ground ends on a day, because she took her consent back or the measure was lifted.

    What rests on it alone stops in the same step, and the line says what that was (`cases.resting`). Where
    nothing else lets the programme keep her data, supervisors decide what becomes of them.
    """
    case = locked(ground.case)
    require(rules.can_change_case, by, case)
    # Who takes away another ground of hers at this moment, by her age, holds her: the second sees the first.
    lock_person(case)
    ground.refresh_from_db(fields=["ended_on", "doubted_on"])
    ground.case = case
    if ground.ended_on:
        raise refusal(_("This ground has ended already."), code="ended")
    refuse_impossible_day(ended_on, field="ended_on")
    stopped = stop_resting_on(ground, by=by) if holds(ground) else []
    ground = work.write(
        ground,
        by=by,
        verb="ground.ended",
        changes={"ended_on": ended_on, "stopped": stopped},
        version=version,
        office=case.office,
    )
    stop_contacts(case, by=by)
    stop_transfers(case, by=by)
    end_tasks(case, [RUNS_OUT], by=by, key=str(ground.pk))
    if not lets_keep(case):
        without_ground(case, by=by)
    return ground


def keep_ground(ground, *, by, detail):
    """Write a line of the ledger, and promise to look at the case when its time is over.

    A child who says no is heard: her no is kept beside the guardian's yes, which then lets nothing be done,
    and somebody is asked to speak with her. A no ends what was agreed to before it.
    """
    case = ground.case
    work.create(ground, by=by, verb="ground.recorded", office=case.office, detail=detail)
    if over := _over_at(ground):
        work.queue(RAN_OUT, subject=ground, not_before=over, ground=ground.pk)
        _warn_beforehand(ground, by=by)
    if ground.kind == GroundKind.CONSENT and ground.assent == Assent.REFUSED:
        add_task(case, CHILD_SAID_NO, by=by, key=key_of_no(ground))
    if ground.kind == GroundKind.CONSENT:
        _ask_what_lacks(ground, by=by)
        _heed_the_no(ground, by=by)
    return ground


def _warn_beforehand(ground, *, by):
    """Two weeks before its last day somebody asks anew; vital interest lasts three days and warns of none."""
    if not ground.expires_on:
        return
    begins = timezone.make_aware(datetime.combine(ground.expires_on - BEFOREHAND, time.min))
    if begins > timezone.now():
        work.queue(RUNS_OUT_SOON, subject=ground, not_before=begins, ground=ground.pk)
    else:
        _ask_before_it_runs_out(ground, by=by)


@transaction.atomic
def warn_that_ground_runs_out(ground, *, by=None):
    """Its last day is two weeks away: whoever answers for her asks anew, or sees what rests on it."""
    ground.case = locked(ground.case)
    ground.refresh_from_db(fields=["ended_on"])
    if not ground.ended_on:
        _ask_before_it_runs_out(ground, by=by)


def _ask_before_it_runs_out(ground, *, by):
    add_task(ground.case, RUNS_OUT, by=by, key=str(ground.pk), due_on=ground.expires_on)


def _ask_what_lacks(ground, *, by):
    """A consent is kept as it was given; what was not explained, or is not written of it, is asked for.

    One that was explained in full ends the question about an earlier one to the same.
    """
    case = ground.case
    if not ground.is_given_consent or ground.says_no:
        return
    if ground.points_left:
        add_task(case, POINTS_LEFT, by=by, key=key_of_points(ground))
    elif ground.points_told is not None:
        _explained_by_now(ground, by=by)
    if ground.form in WITNESSED and not ground.witness_name and not case.person.unnamed:
        add_task(case, WITNESS, by=by, key=str(ground.pk))
    if ground.interpreter_sworn == Told.NO:
        add_task(case, SECRECY, by=by, key=str(ground.pk))


def _explained_by_now(ground, *, by):
    """Everything was explained with this consent: what was left out with an earlier one to the same is."""
    earlier = ground.case.grounds.filter(kind=GroundKind.CONSENT).exclude(pk=ground.pk)
    for one in earlier.exclude(points_told=None):
        if one.points_left and set(one.purposes) & EXPLAINED <= set(ground.purposes):
            end_tasks(ground.case, [POINTS_LEFT], by=by, key=key_of_points(one))


def _heed_the_no(written, *, by):
    """A no ends earlier consents to the same from its day on, in whatever order the two are written.

    What rested on them is for somebody to decide.
    """
    consents = Ground.objects.filter(case=written.case, kind=GroundKind.CONSENT).exclude(pk=written.pk)
    if written.says_no:
        earlier = consents.given_for_consent().filter(since__lte=written.since)
        earlier = earlier.exclude(expires_on__lt=written.since)
        ended = [end_by_no(yes, written, by=by) for yes in earlier if written.is_about(yes.purposes)]
    else:
        later = consents.saying_no().filter(since__gt=written.since).order_by("since", "created_at")
        later = later.filter(since__lte=written.expires_on) if written.expires_on else later
        no = next((no for no in later if no.is_about(written.purposes)), None)
        ended = [end_by_no(written, no, by=by)] if no else []
    if ended:
        stop_contacts(written.case, by=by)
        stop_transfers(written.case, by=by)
    if ended and not lets_keep(written.case):
        without_ground(written.case, by=by)


def end_by_no(yes, no, *, by):
    """A consent ends on the day of a no; what it covered beside that goes on as a line of its own."""
    office, rest = yes.case.office, [one for one in yes.purposes if not no.is_about([one])]
    changes = {"ended_on": no.since}
    held = holds(yes)
    work.write(yes, by=by, verb="ground.ended", changes=changes, office=office, detail=["refused"])
    if rest:
        same = {name: getattr(yes, name) for name in GOES_ON}
        keep_ground(Ground(purposes=rest, since=no.since, **same), by=by, detail=["rest"])
    if held:
        _stop(yes, by=by, said_no=True)
    return yes


def _stop(ground, *, by, said_no=False):
    """Stop what rests on a ground that is over, and write down beside it what that was."""
    if stopped := stop_resting_on(ground, by=by, said_no=said_no):
        changes, office = {"stopped": stopped}, ground.case.office
        work.write(ground, by=by, verb="ground.stopped", changes=changes, office=office)


def _over_at(ground):
    """The moment from which a ground with an end holds no more; None for one without, or long over."""
    if ground.answer == Answer.REFUSED:
        return None
    ends = [ground.expires_at]
    if ground.expires_on:
        day = ground.expires_on + timedelta(days=1)
        ends.append(timezone.make_aware(datetime.combine(day, time.min)))
    over = min(filter(None, ends), default=None)
    return over if over and over > timezone.now() else None


@transaction.atomic
def let_ground_run_out(ground, *, by=None):
    """A ground's time is over: what rested on it alone stops, and where nothing lets her data be kept, typed
    words go and the worker is told.

    Nothing that was given to her stops. Told twice, it is done once.
    """
    case = locked(ground.case)
    lock_person(case)
    ground.refresh_from_db()
    ground.case = case
    stop_contacts(case, by=by)
    stop_transfers(case, by=by)
    if ground.ended_on or holds(ground):
        return
    if not ground.stopped:
        _stop(ground, by=by)
    if not lets_keep(case):
        record("ground.ran_out", ground, case, by=by, office=case.office)
        without_ground(case, by=by)


def without_ground(case, *, by):
    """Nothing lets the programme keep her data any more: drafts go, somebody decides about the rest."""
    _drop_drafts(case=case)
    if not case.person.unnamed:
        add_task(case, "data_without_ground", by=by)


def weigh_consents(person, *, by):
    """Her age was mended, or it was found who took part: a consent of who could not give it holds no more.

    The worker and the supervisors are told; a consent that was doubted for an age that was wrong holds again.
    Where the last one fell, somebody decides about what rested on it.
    """
    doubted = {}
    consents = Ground.objects.given_for_consent().filter(case__person=person, giver_involved=False)
    for ground in consents.select_related("case__office", "case__worker", "case__person", "relative"):
        could = given_by_whom_could(ground, person.is_child_on(ground.since))
        good = could and not ground.giver_took_part and not ground.interpreter_refused
        if good == (ground.doubted_on is None):
            continue
        verb = "ground.trusted" if good else "ground.doubted"
        changes = {"doubted_on": None if good else timezone.localdate()}
        work.write(ground, by=by, verb=verb, changes=changes, office=ground.case.office)
        if not good:
            _ask_anew(ground, person, by=by)
            doubted[ground.case_id] = ground.case
        else:
            _settle_doubts(ground.case, by=by)
    for case in doubted.values():
        stop_contacts(case, by=by)
        stop_transfers(case, by=by)
        if not lets_keep(case):
            without_ground(case, by=by)


def weigh_new_consent(ground, *, by):
    """A consent of somebody who is suspected of having taken part is kept, and lets nothing be done.

    So does one through an interpreter whom the person did not accept. That it was given is no decision of
    ours; another guardian, the State's or a court is asked, or the person herself with somebody else.
    """
    if not ground.is_given_consent or not (ground.giver_took_part or ground.interpreter_refused):
        return
    changes, office = {"doubted_on": timezone.localdate()}, ground.case.office
    work.write(ground, by=by, verb="ground.doubted", changes=changes, office=office)
    _ask_anew(ground, ground.case.person, by=by)
    if not lets_keep(ground.case):
        without_ground(ground.case, by=by)


def _settle_doubts(case, *, by):
    """A consent holds again: nobody has to be asked anew where no other is in doubt."""
    if case.grounds.filter(doubted_on__isnull=False, ended_on=None).exists():
        return
    kinds = [
        GIVER_TOOK_PART,
        INTERPRETER,
        "consent_of_a_child",
        "consent_for_an_adult",
        *(["data_without_ground"] if lets_keep(case) else []),
    ]
    for task in Task.objects.open().filter(case=case, kind__in=kinds):
        done = {"done_at": timezone.now(), "done_by": by}
        work.write(task, by=by, verb="task.done", changes=done, office=task.office)


def _ask_anew(ground, person, *, by):
    """Whoever answers for her, and the supervisors of the office, ask whoever could consent."""
    kind = "consent_of_a_child" if person.is_child_on(ground.since) else "consent_for_an_adult"
    kind = INTERPRETER if ground.interpreter_refused else kind
    kind = GIVER_TOOK_PART if ground.giver_took_part else kind
    case, due_on = ground.case, timezone.localdate() + timedelta(days=1)
    add_task(case, kind, by=by, due_on=due_on)
    if case.worker:
        key = f"{case.pk}:{FOR_SUPERVISORS}"
        open_once(Task(case=case, office=case.office, kind=kind, key=key, due_on=due_on), by=by)


def _drop_drafts(**of_whom):
    """Typed words that may be kept no longer go with the ground on which they were typed."""
    Draft.objects.filter(NEEDS_GROUND, **of_whom).delete()


def _refuse_wrong_giver(ground):
    """Refuse what a child or an adult cannot decide alone, by her age on that day, and who took part."""
    keeps = ground.kind != GroundKind.CONSENT or KEEPING in ground.purposes
    for name in ("giver_name", "interpreter_name", "witness_name"):
        if getattr(ground, name) and not (keeps and ground.answer == Answer.GIVEN):
            refuse_unnamed(ground.case, field=name)
    said = {"kind": ground.kind, "answer": ground.answer}
    refuse_relative(ground.case, ground.relative, giver=ground.giver, **said)
    if ground.answer == Answer.REFUSED:
        return
    refuse_involved_giver(giver_involved=ground.giver_involved, **said)
    child = ground.case.person.is_child_on(ground.since)
    if child:
        asked = {name: getattr(ground, name) for name in ("kind", "giver", "assent", "assent_reason")}
        refuse_answer_for_child(**asked)
    elif child is False and ground.kind == GroundKind.CONSENT:
        refuse_answer_for_adult(giver=ground.giver)
