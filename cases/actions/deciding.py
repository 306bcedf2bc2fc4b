from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import record_sole_decision
from audit.doors import require
from cases import legal, planning, rules
from cases.actions.closing import decides_alone
from cases.consents import missing_for_assistance
from cases.keeping import add_task, locked, move_to, refuse_before_opening, refuse_impossible_day
from cases.models import Population, Status
from cases.suspending import suspended_on, wait_no_more
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
UNDECIDED = (Status.INTAKE, Status.OUTSIDE_SCOPE)


@transaction.atomic
def identify_case(case, *, by, on, trafficking_status, status_decider, entered_from=""):
    """Decide that she is, or must be presumed to be, a victim; both legal tests are kept with the decision.

    Either test is enough to presume. What an authority or a court decided, or only presumed, is recorded
    whatever they say, on its own day, and of who is unnamed nothing is kept that could be tested: the
    supervisor answers for what she heard. Help that is under way goes on, and what is over stays so: only a
    case that waited for this changes its status.
    """
    case = locked(case)
    require(rules.can_decide_case, by, case)
    refuse_impossible_day(on, "on")
    _refuse_wrong_decider(trafficking_status, status_decider)
    theirs = trafficking_status in BY_OTHERS or status_decider in AUTHORITIES
    if not theirs:
        refuse_before_opening(case, on)
    results = legal.side_by_side(case, on)
    # Our own decision is looked at by a second person; what others decided is only written down.
    ours = not theirs and not entered_from
    if ours and not case.person.unnamed and not legal.presumes(results):
        raise refusal(_lacking_sentence(results), code="no_elements")
    alone = ours and decides_alone(case, by=by, sentences=IDENTIFIES)
    facts = {
        "trafficking_status": trafficking_status,
        "status_decider": status_decider,
        "identified_on": on,
        "legal_test": legal.kept(results),
        "population": Population.VICTIM,
    }
    if case.status in UNDECIDED:
        how = {"changes": facts, "entered_from": entered_from}
        since = max(on, case.opened_on)
        case = move_to(case, Status.IDENTIFIED, by=by, on=since, verb="case.identified", **how)
    else:
        case = work.write(case, by=by, verb="case.identified", changes=facts, office=case.office)
    if ours and case.is_open and not case.grounds.in_force(on).covering("interview").exists():
        add_task(case, "consent_to_interview", by=by)
    if alone:
        record_sole_decision(case, by=by, office=case.office, verb="case.identified")
    return case


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
def find_outside_scope(case, *, by, on, population, status_decider="ngo", entered_from=""):
    """Decide that no elements of trafficking were found: her population changes, never her right to help.

    Of a case that stands there already the finding is mended.
    """
    case = locked(case)
    require(rules.can_decide_case, by, case)
    refuse_impossible_day(on, "on")
    if status_decider not in AUTHORITIES:
        refuse_before_opening(case, on)
    facts = {
        "population": population,
        "trafficking_status": RESULT_OF.get(population, "not_victim"),
        "status_decider": status_decider,
        "identified_on": on,
        "legal_test": legal.kept(legal.side_by_side(case, on)),
    }
    if case.status in (Status.INTAKE, Status.IDENTIFIED):
        how = {"changes": facts, "entered_from": entered_from}
        since = max(on, case.opened_on)
        return move_to(case, Status.OUTSIDE_SCOPE, by=by, on=since, verb="case.outside_scope", **how)
    return work.write(case, by=by, verb="case.outside_scope", changes=facts, office=case.office)


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
