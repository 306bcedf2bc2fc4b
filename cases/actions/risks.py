from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.doors import require
from cases import rules
from cases.keeping import (
    add_task,
    ask_which_is_wrong,
    begun_on,
    call_supervisors,
    correct_to,
    end_tasks,
    locked,
    refuse_impossible_day,
)
from cases.models import RiskAssessment, Status, Task
from cases.risks import (
    calls_supervisors,
    lacks_plan,
    plan_within,
    present_risk,
    refuse_lower_without_reason,
    review_day,
)
from cases.task_words import DANGER
from work import actions as work
from work.errors import refusal


@transaction.atomic
def assess_risk(case, *, by, level, on=None, once=None, entered_from="", **facts):
    """Write how great her danger is, by domain and as a whole; the day of the next review follows.

    A whole that is lower than a domain asks for the reason. A safety plan that lacks is a task,
    `imminent` calls the supervisors, and the next assessment ends what the last one had left to be done.
    """
    case = locked(case)
    require(rules.can_assess_risk, by, case)
    day = on or timezone.localdate()
    refuse_impossible_day(day, "on")

    def make():
        risk = RiskAssessment(case=case, on=day, level=level, assessed_by=by, **facts)
        risk.entered_from, risk.review_on = entered_from, review_day(level, day)
        if not entered_from:
            refuse_lower_without_reason(level, risk.domains, risk.lower_reason)
        codes = [entered_from] if entered_from else []
        work.create(risk, by=by, verb="risk.assessed", office=case.office, detail=codes)
        ask_which_is_wrong(case, day, by=by)
        if present_risk(case) == risk:
            _see_to_the_present(case, risk, by=by, is_new=True)
        return risk

    return RiskAssessment.objects.get(pk=work.once(once, by=by, verb="risk.assessed", make=make))


@transaction.atomic
def change_risk(risk, *, by, version=None, **facts):
    """Correct the assessment that stands last; what it said before stays readable."""
    risk = _locked_risk(risk, by=by)
    case, was = risk.case, (risk.on, risk.level)
    if present_risk(case) != risk:
        raise refusal(
            _("A later assessment stands already. What is wrong in this one is withdrawn, with the reason."),
            code="not_the_last",
        )
    refuse_impossible_day(facts.get("on", risk.on), "on")
    said = {name: facts.get(name, getattr(risk, name)) for name in ("level", "domains", "lower_reason")}
    if not risk.entered_from:
        refuse_lower_without_reason(**said)
    facts["review_on"] = review_day(said["level"], facts.get("on", risk.on))
    verb = "risk.changed"
    written = work.write(risk, by=by, verb=verb, changes=facts, version=version, office=case.office)
    written.case = case
    if written.on != was[0]:
        correct_to(case, written.on, "on", by=by, in_full=True)
    # Another day may lie before that of an earlier assessment, which then stands last.
    present = present_risk(case)
    is_new = (present.on, present.level) != was
    _see_to_the_present(case, present, by=by, is_new=is_new, calls=written.level != was[1])
    return written


@transaction.atomic
def withdraw_risk(risk, *, by, withdrawn_reason, version=None):
    """Take back an assessment that was written by mistake: it stays readable, the one before it stands."""
    risk = _locked_risk(risk, by=by)
    case, stood = risk.case, present_risk(risk.case) == risk
    facts = {"withdrawn_at": timezone.now(), "withdrawn_reason": withdrawn_reason}
    verb = "risk.withdrawn"
    written = work.write(risk, by=by, verb=verb, changes=facts, version=version, office=case.office)
    if not stood:
        return written
    if present := present_risk(case):
        _see_to_the_present(case, present, by=by, is_new=True, calls=False)
        return written
    end_tasks(case, ["risk_review", "safety_plan"], by=by, outcome=_("The assessment was withdrawn."))
    if case.status == Status.ACTIVE:
        add_task(case, "risk_assessment", by=by)
    return written


def _locked_risk(risk, *, by):
    """The assessment as it stands now, after its case; one that was withdrawn is not touched."""
    case = locked(risk.case)
    require(rules.can_change_risk, by, risk)
    risk = RiskAssessment.objects.select_for_update(of=("self",), no_key=True).get(pk=risk.pk)
    risk.case = case
    if risk.withdrawn_at:
        raise refusal(_("This assessment was withdrawn already."), code="withdrawn")
    return risk


def _see_to_the_present(case, risk, *, by, is_new, calls=True):
    """Bring what waits to be done in line with the assessment that stands last, and is locked with its case.

    `is_new`: its day or its level stand only now, so that the next review is promised anew.
    """
    words = _("The risk was assessed on %(day)s.") % {"day": date_format(risk.on)}
    begun = begun_on(case)
    # What was said before the case was taken up again does not say how she is now.
    speaks_of_now = risk.on >= begun or begun == case.opened_on
    if speaks_of_now:
        end_tasks(case, ["risk_assessment"], by=by, outcome=words)
    if is_new and case.is_open and speaks_of_now:
        _promise_review(case, risk, by=by, words=words)
    _ask_for_plan(case, risk, by=by, words=words)
    if risk.entered_from:
        return
    if calls_supervisors(risk.level):
        if calls and is_new:
            call_supervisors(case, by=by)
    elif risk.safety_plan:
        # What keeps her safe is said: whoever called for it on that day, or before it, waits no more.
        outcome = _("What keeps her safe stands in the safety plan of %(day)s.")
        end_tasks(case, [DANGER], by=by, outcome=outcome % {"day": date_format(risk.on)}, until=risk.on)


def _promise_review(case, risk, *, by, words):
    """The day of the next review is a task, which takes the place of the one before.

    Of a back entry whose review is past nothing is promised, and what waits already goes on waiting.
    """
    today, key = timezone.localdate(), _review_key(risk)
    due_on = risk.review_on if risk.entered_from else max(risk.review_on, today)
    if due_on < today:
        return
    end_tasks(case, ["risk_review"], by=by, outcome=words, but=key)
    task = add_task(case, "risk_review", by=by, due_on=due_on, key=key)
    _move(task, due_on, by=by)


def _review_key(risk):
    """The key of the task that asks for the review after this assessment."""
    return f"{risk.case_id}:{risk.pk}"


def _ask_for_plan(case, risk, *, by, words):
    """From `high` on what keeps her safe is written down; where it is not, that is a task, no refusal."""
    if not lacks_plan(risk):
        end_tasks(case, ["safety_plan"], by=by, outcome=words)
        return
    first_day = risk.on if risk.entered_from else timezone.localdate()
    due_on = first_day + timedelta(days=plan_within(risk.level))
    if case.is_open and due_on >= timezone.localdate():
        _move(add_task(case, "safety_plan", by=by, due_on=due_on), due_on, by=by, only_earlier=True)


def _move(task, due_on, *, by, only_earlier=False):
    """Give a task that waits already the day that follows from what was said now."""
    stands = Task.objects.select_for_update(of=("self",), no_key=True).get(pk=task.pk)
    if due_on < stands.due_on or (due_on != stands.due_on and not only_earlier):
        stands.case = task.case
        work.write(stands, by=by, verb="task.changed", changes={"due_on": due_on}, office=task.office)
