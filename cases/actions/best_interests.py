from django.db import transaction

from audit.doors import require
from cases import planning, rules
from cases.keeping import add_task, ask_which_is_wrong, locked, refuse_impossible_day
from cases.models import BestInterest
from cases.task_words import BEST_INTEREST
from work import actions as work


@transaction.atomic
def record_best_interest(case, *, by, on, once=None, entered_from="", **facts):
    """Write down a step by which it is found what is best for a child.

    It is kept of whomever it happened to: where she was an adult by what is known, somebody sees which of the
    two is wrong.
    """
    case = locked(case)
    require(rules.can_read_best_interest, by, case)
    refuse_impossible_day(on, "on")

    def make():
        step = BestInterest(case=case, on=on, author=by, **facts)
        work.create(step, by=by, verb="best_interest.recorded", office=case.office, detail=[step.stage])
        planning.end_tasks(case, BEST_INTEREST, by=by)
        _ask_whether_child(case, on, by=by)
        return step

    return BestInterest.objects.get(pk=work.once(once, by=by, verb="best_interest.recorded", make=make))


@transaction.atomic
def change_best_interest(step, *, by, version=None, **facts):
    """Correct a step of the procedure; what it said before stays readable."""
    case = locked(step.case)
    require(rules.can_read_best_interest, by, case)
    if "on" in facts:
        refuse_impossible_day(facts["on"], "on")
    rows = BestInterest.objects.select_for_update(of=("self",), no_key=True)
    step, verb = rows.get(pk=step.pk), "best_interest.changed"
    step.case = case
    changed = work.write(step, by=by, verb=verb, changes=facts, version=version, office=case.office)
    changed.case = case
    _ask_whether_child(case, changed.on, by=by)
    return changed


def _ask_whether_child(case, on, *, by):
    ask_which_is_wrong(case, on, by=by)
    if case.person.is_child_on(on) is False:
        add_task(case, "birth_or_day_is_wrong", by=by)
