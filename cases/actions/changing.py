from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.actions import record
from audit.doors import require
from cases import rules
from cases.actions.tasks import pass_on_tasks
from cases.code_names import refuse_name_as_code_name
from cases.grounds import refuse_naming_words
from cases.keeping import call_supervisors, lock_person, locked, refuse_impossible_day
from cases.models import AccessSource, CaseAccess, CaseRole, Danger, Level
from work import actions as work
from work.errors import refusal

# The population is counted with the decision: whoever decides anew changes both.
DECIDED = gettext_lazy("This follows from what was decided about her case: a supervisor decides anew.")


@transaction.atomic
def change_case(case, *, by, version=None, **facts):
    """Change the case's own facts: code name, as whom she is helped, who answers for it, how she was met."""
    case = locked(case)
    require(rules.can_change_case, by, case)
    refuse_naming_words(case, facts)
    if case.works_under_id and "component" in facts:
        # Under which it was opened elsewhere is nobody's to change once it was handed over.
        facts["works_under"] = facts.pop("component")
    if facts.get("worker") and rules.knows(facts["worker"], case):
        words = _("%(who)s cannot be let into this case. Choose somebody else of your organisation.")
        raise refusal(words % {"who": facts["worker"].full_name}, field="worker", code="cannot")
    if facts.get("found_on"):
        refuse_impossible_day(facts["found_on"], "found_on")
    if "code_name" in facts:
        person = lock_person(case)
        names = (person.given_names, person.family_names, person.other_names)
        refuse_name_as_code_name(facts["code_name"], *names)
    if facts.get("role", case.role) == CaseRole.ACCOMPANYING_CHILD and not case.mother_case_id:
        raise ValidationError({"role": _("Say whom the child accompanies: open the case from her mother's.")})
    if case.trafficking_status and facts.get("population", case.population) != case.population:
        raise refusal(DECIDED, field="population", code="decided")
    verb, safe, worker = "case.changed", case.danger != Danger.YES, case.worker
    case = work.write(case, by=by, verb=verb, changes=facts, version=version, office=case.office)
    if case.worker_id != getattr(worker, "pk", None):
        close_to(worker, case, by=by)
        pass_on_tasks(case, by=by)
    if safe and case.danger == Danger.YES:
        call_supervisors(case, by=by)
    return case


def close_to(worker, case, *, by):
    """She answers for the case no more: unless something else opens it to her, that closes it.

    She had it open without a row that could end: one that is over already says until when, as of everybody
    else, so that she too adds what she saw until then.
    """
    if worker is None or rules.reads(worker, case, Level.ASSISTANCE):
        return
    facts = {"level": Level.FULL, "source": AccessSource.TEAM, "ended_at": timezone.now()}
    row = CaseAccess(case=case, user=worker, **facts)
    work.create(row, by=by, verb="access.ended", office=case.office, detail=["team"])


def reveal_name(case, *, by):
    """Answer her name to whoever looks after her; that it was shown is kept before it is."""
    require(rules.can_reveal_name, by, case)
    record("case.name_revealed", case, by=by, office=case.office)
    return case.person.full_name
