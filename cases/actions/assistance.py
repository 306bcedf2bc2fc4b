from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from cases import providers, rules
from cases.actions.grounds import keep_ground
from cases.consents import consent_lacking
from cases.grounds import refuse_answer_for_adult, refuse_answer_for_child, refuse_involved_giver
from cases.keeping import (
    A_WEEK,
    add_task,
    ask_which_is_wrong,
    correct_to,
    lock_person,
    locked,
    open_once,
    refuse_after_access,
    refuse_impossible_day,
)
from cases.models import Answer, Ground, GroundKind, Level, Service, Task
from cases.suspending import resume_on_contact
from programmes.models import Component
from work import actions as work
from work.errors import Stale, refusal

AGREED_BY = ("giver", "giver_involved", "assent", "assent_reason")
AGREED, FOR_HER, NOT_ASKED = "agreed", "for_her", "not_asked"
HERSELF = "self_adult"


@transaction.atomic
def record_service(case, *, by, on, once=None, entered_from="", consent="", together_with=(), **facts):
    """Record something that was given to or done for her, in every status; nothing stands in its way.

    `consent` answers the one question of services that ask for a consent of their own: a yes becomes a line
    of the ledger, “not asked yet” a task. Where somebody agreed for her, `giver`, `giver_involved`, `assent`
    and `assent_reason` say who, and what a child herself answered. On a closed case it is marked late, and
    what was given after its end becomes a task of its supervisors. Whoever had the case open until lately
    adds what was given until then. `together_with` names whoever gave it too: it is one service all the same.
    """
    agreed = {name: facts.pop(name) for name in AGREED_BY if name in facts}
    case = locked(case)
    require(rules.can_add, by, case)
    refuse_after_access(on, rules.last_day_to_add(by, case))
    lock_person(case)
    _refuse_goal_of_another(case, facts.get("goal"), by)

    def make():
        service = Service(case=case, on=on, given_by=by, entered_from=entered_from, **facts)
        _place_in_time(service)
        service.component_id = service.component_id or case.component_id_on(on)
        work.create(service, by=by, verb="service.recorded", office=case.office, detail=[service.type])
        providers.keep(service, together_with, by=by)
        _keep_consent(service, by=by, consent=consent, **agreed)
        _tell_of_closed_case(service, by=by)
        ask_which_is_wrong(case, on, by=by)
        if not service.is_legal:
            resume_on_contact(case, by=by, on=on, entered_from=entered_from)
        return service

    return Service.objects.get(pk=work.once(once, by=by, verb="service.recorded", make=make))


def _refuse_goal_of_another(case, goal, by):
    """Refuse a goal that is not of her own plan, or that whoever names it does not read."""
    if goal and (goal.case_id != case.pk or not rules.reads_goal(by, goal)):
        raise refusal(_("Choose a goal of this person's own plan."), field="goal", code="other_case")


def _place_in_time(service):
    """Take her age on the service's day, and refuse days that have not come.

    What was given after the closing is recorded like anything that has happened, and marked as late.
    """
    case = service.case
    refuse_impossible_day(service.on, "on")
    service.recorded_late = bool(case.closed_on)
    service.take_age(case.person, service.on)


def _tell_of_closed_case(service, *, by):
    """Help goes on after her case was closed: its supervisors decide whether it is taken up again."""
    case = service.case
    if service.entered_from or not case.closed_on or service.on <= case.closed_on:
        return
    due_on = timezone.localdate() + A_WEEK
    task = Task(kind="service_after_closing", key=str(case.pk), case=case, office=case.office, due_on=due_on)
    open_once(task, by=by)


def _keep_consent(service, *, by, consent, giver="", giver_involved=False, assent="", assent_reason=None):
    """A consent that was given is a line of the ledger; one not asked for yet is a task.

    What a child herself answered is asked of her: her no is kept, and it is a no (`keep_ground`).
    """
    case, lacking = service.case, consent_lacking(service.case, service.type, service.on)
    if lacking is None:
        return
    kind, answer = GroundKind.CONSENT, Answer.GIVEN
    child_said = {"assent": assent, "assent_reason": assent_reason or None} if consent == FOR_HER else {}
    if consent == FOR_HER:
        refuse_involved_giver(kind=kind, answer=answer, giver_involved=giver_involved)
        if service.child:
            refuse_answer_for_child(kind=kind, giver=giver, **child_said)
        else:
            refuse_answer_for_adult(giver=giver)
            child_said = {} if service.child is False else child_said
    # A child's own yes is not enough: whoever may consent for her is still to be asked.
    if consent == FOR_HER or (consent == AGREED and not service.child):
        ground = Ground(
            case=case,
            kind=kind,
            answer=answer,
            purposes=[lacking],
            since=service.on,
            giver=HERSELF if consent == AGREED else giver,
            recorded_by=by,
            **child_said,
        )
        keep_ground(ground, by=by, detail=[lacking])
    elif not service.entered_from:
        add_task(case, "consent_to_service", by=by, key=f"{case.pk}:{lacking}")


@transaction.atomic
def change_service(service, *, by, version=None, together_with=None, **facts):
    """Correct a service; what it was before stays readable. Who gave it too stays where nothing is said."""
    service = _locked_service(service, by=by)
    require(rules.can_change_service, by, service)
    if facts.get("goal", service.goal) != service.goal:
        _refuse_goal_of_another(service.case, facts["goal"], by)
    was = service.type
    is_moved = facts.get("on", service.on) != service.on
    if is_moved:
        moved = Service(case=service.case, on=facts["on"])
        _place_in_time(moved)
        facts |= {"age_from": moved.age_from, "child": moved.child} | _charged_anew(service, facts)
    verb, office = "service.changed", service.case.office
    others = providers.differ(service, together_with)
    if others and version is not None and version != service.version:
        raise Stale(service, facts)
    saying = {"by": by, "verb": verb, "office": office}
    written = work.write(service, changes=facts, version=version, beside=others, **saying)
    written.case = service.case
    if others:
        providers.keep(written, together_with, by=by)
    if is_moved:
        correct_to(written.case, written.on, "on", by=by, in_full=rules.reads(by, written.case, Level.FULL))
        _tell_of_closed_case(written, by=by)
    if written.type != was:
        _keep_consent(written, by=by, consent=NOT_ASKED)
    return written


def _charged_anew(service, facts):
    """On another day she may have been helped elsewhere: a service that followed its day still does."""
    case, held = service.case, facts.get("component", service.component)
    if held != service.component or service.component_id != case.component_id_on(service.on):
        return {}
    return {"component": Component.objects.get(pk=case.component_id_on(facts["on"]))}


@transaction.atomic
def withdraw_service(service, *, by, withdrawn_reason, version=None):
    """Take back a service written by mistake: it counts no more, and stays readable with its reason."""
    service = _locked_service(service, by=by)
    require(rules.can_withdraw_service, by, service)
    facts = {"withdrawn_at": timezone.now(), "withdrawn_reason": withdrawn_reason}
    verb, office = "service.withdrawn", service.case.office
    return work.write(service, by=by, verb=verb, changes=facts, version=version, office=office)


def _locked_service(service, *, by):
    """The service as it stands now, after its case and her; one that was withdrawn is not touched."""
    case = locked(service.case)
    require(rules.can_record_service, by, case)
    lock_person(case)
    service = Service.objects.select_for_update(of=("self",), no_key=True).get(pk=service.pk)
    service.case = case
    if service.withdrawn_at:
        raise refusal(_("This service was withdrawn already."), code="withdrawn")
    return service
