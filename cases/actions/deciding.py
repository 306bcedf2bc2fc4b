from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import record_sole_decision
from audit.doors import require
from cases import legal, planning, reflection, rules
from cases.consents import missing_for_assistance
from cases.deciders import answers_for, decides_alone
from cases.keeping import add_task, end_tasks, locked, move_to, refuse_before_opening, refuse_impossible_day
from cases.models import RECOGNISED, Population, Proposal, ScreeningState, Status
from cases.screening import going_on, held_by, last_agreed, resting_on, reviewer_of
from cases.suspending import suspended_on, wait_no_more
from cases.task_words import OFFER_REFERRAL, SCREENING_DECIDE
from codebook import lists
from work import actions as work
from work.errors import refusal

# What a second body decided is recorded whatever our own test says.
BY_OTHERS = ("confirmed_authority", "confirmed_court")
# What these decided happened on a day of its own, whenever her case was opened.
AUTHORITIES = ("police", "court_prosecution", "other_gov")
# Results that say who decided, and by whom it was not then.
NOT_BY = dict.fromkeys(BY_OTHERS, ("ngo", "io")) | {"identified_programme": AUTHORITIES}
# How a case outside the scope stands in the list of results.
RESULT_OF = {
    Population.AT_RISK: "at_risk",
    Population.VULNERABLE_MIGRANT: "vulnerable_migrant",
}
IDENTIFIES = (
    gettext_lazy("You answer for this case yourself: another supervisor decides whether she is a victim."),
    gettext_lazy(
        "In a small office you decide about your own case alone 24 hours after its last change of status."
    ),
)
# From where each decision brings a case to its status; elsewhere it is only written down.
WAITING_FOR = {
    Status.IDENTIFIED: (Status.INTAKE, Status.OUTSIDE_SCOPE),
    Status.OUTSIDE_SCOPE: (Status.INTAKE, Status.IDENTIFIED),
}
VERBS = {Status.IDENTIFIED: "case.identified", Status.OUTSIDE_SCOPE: "case.outside_scope"}


@transaction.atomic
def identify_case(
    case, *, by, on, trafficking_status, status_decider, reason=None, reviewed_by=None, entered_from=""
):
    """Decide that she is, or must be presumed to be, a victim; both legal tests are kept with the decision.

    Either test is enough to presume. What an authority or a court decided, or only presumed, is recorded
    whatever they say, on its own day; of who is unnamed nothing is kept that could be tested. Only a case
    that waited for this changes its status. Our own decision keeps the interview on which it rests and who
    reviewed it; a back entry names who did (`reviewed_by`).
    """
    case = locked(case)
    require(rules.can_decide_case, by, case)
    refuse_impossible_day(on, "on")
    _refuse_wrong_decider(trafficking_status, status_decider)
    theirs = trafficking_status in BY_OTHERS or status_decider in AUTHORITIES
    if not theirs:
        refuse_before_opening(case, on)
    results = legal.side_by_side(case, on)
    # A second person looks at our own; what others decided is only written down.
    ours = not theirs and not entered_from
    if ours:
        _refuse_without_elements(case, results)
    alone = ours and decides_alone(case, by=by, sentences=IDENTIFIES, own=_holds_interview(case, by))
    facts = _how_decided(case, Proposal.VICTIM, by=by, ours=ours, reviewed_by=reviewed_by, reason=reason)
    facts |= {"trafficking_status": trafficking_status, "status_decider": status_decider, "identified_on": on}
    facts |= _recognised(case, facts) | {
        "legal_test": legal.kept(results),
        "population": Population.VICTIM,
        "pointed_to": [],
    }
    case = _write_decision(case, Status.IDENTIFIED, facts, by=by, entered_from=entered_from)
    if ours:
        _ask_for_interview(case, on, by=by)
    end_tasks(case, (SCREENING_DECIDE, OFFER_REFERRAL), by=by)
    if not entered_from:
        reflection.see_to(case, by=by)
    if alone:
        record_sole_decision(case, by=by, office=case.office, verb="case.identified")
    return case


def _recognised(case, facts):
    """The first day of the decisions by which she is recognised: what confirms them later does not move it.

    The same decision written once more, resting on the same interview, mends its day; whatever was found
    before she was outside the scope begins nothing.
    """
    days = {}
    for decision in (facts, *_decisions(case)):
        if decision["trafficking_status"] not in RECOGNISED:
            break
        screening = getattr(decision["screening"], "pk", decision["screening"])
        same = decision["trafficking_status"], decision["status_decider"], screening
        days.setdefault(same, decision["identified_on"])
    return {"recognised_on": min(days.values())}


def _decisions(case):
    """What was decided until now as it stood after each change, the latest first."""
    names = ("trafficking_status", "status_decider", "identified_on", "screening")
    stood = {name: getattr(case, case._meta.get_field(name).attname) for name in names}
    yield stood
    for _revision, before in work.history(case):
        stood = stood | {name: before[name] for name in names if name in before}
        yield stood


def _write_decision(case, status, facts, *, by, entered_from):
    """The case with what was decided; only one that waited for this comes to another status."""
    verb, facts = VERBS[status], facts | {"decided_in": case.office.organisation.country}
    if case.status not in WAITING_FOR[status]:
        return work.write(case, by=by, verb=verb, changes=facts, office=case.office)
    since = max(facts["identified_on"], case.opened_on)
    return move_to(case, status, by=by, on=since, verb=verb, changes=facts, entered_from=entered_from)


def _ask_for_interview(case, on, *, by):
    """Where nobody wrote that she agreed to the interview, that is asked for."""
    if case.is_open and not case.grounds.in_force(on).covering("interview").exists():
        add_task(case, "consent_to_interview", by=by)


def _refuse_without_elements(case, results):
    """Refuse where neither law finds all elements (who is unnamed is not tested), or during a review."""
    if not case.person.unnamed and not legal.presumes(results):
        raise refusal(_lacking_sentence(results), code="no_elements")
    _refuse_in_review(case)


def _refuse_in_review(case):
    """Refuse to decide beside an interview that waits for a second person; one being written stops nobody."""
    interview = going_on(case)
    if interview and interview.state == ScreeningState.IN_REVIEW:
        raise refusal(
            _("A screening interview waits to be reviewed: agree with it or send it back first."),
            code="in_review",
        )


def _holds_interview(case, by):
    """Does she hold the interview that is being written, or the last one that was agreed with?"""
    return any(by.pk in held_by(interview) for interview in (going_on(case), last_agreed(case)) if interview)


def _how_decided(case, proposal, *, by, ours, reviewed_by, reason):
    """On which interview the decision rests, and who looked at it as a second person.

    What others decided rests on nothing of ours, and of a back entry only what it names is known. Whoever
    agreed with an interview that proposes something else did not agree with this.
    """
    interview = resting_on(case, proposal) if ours else None
    second = reviewed_by or (_second_person(case, interview, by=by) if ours else None)
    return {"screening": interview, "reviewed_by": second, "decision_reason": reason or None}


def _second_person(case, interview, *, by):
    """Whoever agreed with the interview; else whoever decides, unless case or interview is hers."""
    if interview:
        found = reviewer_of(interview)
        return None if found is None or found.pk in held_by(interview) else found
    return None if answers_for(case, by) or _holds_interview(case, by) else by


def _refuse_wrong_decider(result, decider):
    """Refuse that a result which says who decided is ascribed to somebody else: one of the two is a slip."""
    if decider in NOT_BY.get(result, ()):
        words = _("“%(result)s” says who decided, and that was not “%(decider)s”: mend one of the two.")
        results, deciders = lists.get("trafficking_status"), lists.get("trafficking_status_decider")
        named = {"result": results.label(result), "decider": deciders.label(decider)}
        raise refusal(words % named, field="status_decider", code="decider")


def _lacking_sentence(results):
    """What both tests lack, in one sentence."""
    if not any(results.values()):
        return _(
            "Nothing is recorded of what was done to her. Record it first, or find her outside the scope."
        )
    lacking = {code for result in results.values() if result for code in result.missing}
    words = " ".join(str(sentence) for code, sentence in legal.REASONS.items() if code in lacking)
    return _("Neither of the two laws finds all elements. %(reasons)s") % {"reasons": words}


@transaction.atomic
def find_outside_scope(
    case,
    *,
    by,
    on,
    population,
    status_decider="ngo",
    reason=None,
    pointed_to=(),
    reviewed_by=None,
    entered_from="",
):
    """Decide that no elements of trafficking were found: her population changes, never her right to help.

    Of a case that stands there already the finding is mended. Our own says why, in the interview or here.
    Where she was not pointed to anything yet, that is a task. From now on what is written of what happened
    is closed to all but the supervisors (`rules.account_is_closed`); nothing of it is lost.
    """
    case = locked(case)
    require(rules.can_decide_case, by, case)
    refuse_impossible_day(on, "on")
    theirs = status_decider in AUTHORITIES
    if not theirs:
        refuse_before_opening(case, on)
    ours = not theirs and not entered_from
    if ours:
        _refuse_in_review(case)
        _refuse_without_reason(case, reason)
    facts = _how_decided(case, Proposal.OUTSIDE, by=by, ours=ours, reviewed_by=reviewed_by, reason=reason) | {
        "population": population,
        "trafficking_status": RESULT_OF.get(population, "not_victim"),
        "status_decider": status_decider,
        "identified_on": on,
        "recognised_on": None,
        "legal_test": legal.kept(legal.side_by_side(case, on)),
        "pointed_to": sorted(pointed_to),
    }
    case = _write_decision(case, Status.OUTSIDE_SCOPE, facts, by=by, entered_from=entered_from)
    _see_to_finding(case, by=by, offers=not entered_from)
    return case


def _see_to_finding(case, *, by, offers):
    """What waits after it was found that she is no victim: that she is pointed to help that fits."""
    end_tasks(case, (SCREENING_DECIDE, *reflection.KINDS), by=by)
    if case.pointed_to:
        end_tasks(case, [OFFER_REFERRAL], by=by)
    elif offers and case.is_open:
        add_task(case, OFFER_REFERRAL, by=by)


def _refuse_without_reason(case, reason):
    """Refuse a finding of ours of which nobody could say later why; of who is unnamed nothing is kept."""
    if reason or case.person.unnamed:
        return
    if resting_on(case, Proposal.OUTSIDE) is None:
        raise refusal(
            _("Write why no elements were found: no interview that proposes it was agreed with."),
            field="reason",
            code="reason",
        )


@transaction.atomic
def activate_case(case, *, by, on, entered_from=""):
    """Begin or take up the assistance. Nothing that is missing stops it: it becomes a task."""
    case = locked(case)
    require(rules.can_change_case, by, case)
    if not case.is_open:
        raise refusal(_("This case is closed. Take it up again first."), code="transition")
    refuse_impossible_day(on, "on")
    refuse_before_opening(case, on)
    was_suspended = case.status == Status.SUSPENDED
    if was_suspended and on < (since := suspended_on(case)):
        words = _("The case was suspended on %(day)s: choose that day or a later one.")
        raise refusal(words % {"day": date_format(since)}, field="on", code="before_it")
    case = move_to(case, Status.ACTIVE, by=by, on=on, verb="case.activated", entered_from=entered_from)
    if was_suspended:
        wait_no_more(case, by=by, outcome=_("The person was reached, and the case goes on."))
    if not entered_from:
        for kind in (*missing_for_assistance(case, on), *planning.lacking(case, on)):
            add_task(case, kind, by=by)
    return case
