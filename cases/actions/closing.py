from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import record_sole_decision
from audit.doors import require
from cases import dependants, planning, reflection, rules
from cases.consents import missing_for_assistance
from cases.deciders import decides_alone
from cases.endings import ALWAYS, unsaid
from cases.keeping import (
    add_task,
    begun_on,
    end_tasks,
    locked,
    move_to,
    refuse_before_opening,
    refuse_impossible_day,
)
from cases.models import Note, Status
from cases.retention import begin_clock, end_clock
from cases.suspending import wait_no_more
from cases.transfers import ask_no_more
from work import actions as work
from work.errors import refusal

# The risk that is left is said with the closing: what asked for it before is done.
ASKED_OF_AN_OPEN_CASE = ("risk_assessment", "risk_review", *reflection.KINDS)
CLOSES = (
    gettext_lazy("You answer for this case yourself: another supervisor closes it."),
    gettext_lazy("In a small office you close your own case alone 24 hours after its last change of status."),
)


@transaction.atomic
def close_case(case, *, by, on, closure_reason, entered_from="", **facts):
    """Close a case with its reason, what came of it, the risk left and whether she knows how to return.

    A supervisor who is not its worker decides, once nothing is open above; her death and her own choice are
    recorded by whoever of the team saw them, on their own day, and what is open then becomes a task. Of what
    was entered later nobody may know any more what is asked here. What of these two is learned after the
    closing corrects how the case had ended.
    """
    always = closure_reason in ALWAYS
    case = locked(case)
    require(rules.can_change_case if always else rules.can_decide_case, by, case)
    refuse_impossible_day(on, "on")
    refuse_before_opening(case, on)
    if always and not case.is_open:
        return _correct_ending(case, facts, by=by, on=on, reason=closure_reason, entered_from=entered_from)
    begun = begun_on(case)
    if not always:
        _refuse_before_taken_up(begun, on)
    still_open = planning.still_open(case)
    if not always and not entered_from:
        _refuse_unsaid(closure_reason, facts)
        _refuse_while_open(still_open)
        _refuse_before_last_day(case, on)
    alone = not always and not entered_from and decides_alone(case, by=by, sentences=CLOSES)
    facts = {**facts, "closed_on": on, "closure_reason": closure_reason}
    how = {"changes": facts, "reason": closure_reason, "entered_from": entered_from}
    # What lies before the case was taken up again keeps its day; the case was open until then, and no longer.
    case = move_to(case, Status.CLOSED, by=by, on=max(on, begun), verb="case.closed", **how)
    if still_open and not entered_from:
        add_task(case, "close_open_items", by=by)
    end_tasks(case, ASKED_OF_AN_OPEN_CASE, by=by, outcome=_("The case was closed."))
    wait_no_more(case, by=by, outcome=_("The case was closed."))
    ask_no_more(case, by=by)
    begin_clock(case, by=by)
    if alone:
        record_sole_decision(case, by=by, office=case.office, verb="case.closed")
    return case


def _correct_ending(case, facts, *, by, on, reason, entered_from):
    """Write on a closed case that she died or chose to leave; what is not said anew of its end stands.

    The history of its status stays: for the figures the case was closed on the day on which it was.
    """
    said = {name: value for name, value in facts.items() if value not in (None, "")}
    how = {"verb": "case.ending_corrected", "office": case.office}
    how["detail"] = [entered_from] if entered_from else []
    case = work.write(case, by=by, changes={**said, "closed_on": on, "closure_reason": reason}, **how)
    if not entered_from and planning.still_open(case):
        add_task(case, "close_open_items", by=by)
    return case


def _refuse_unsaid(closure_reason, facts):
    """Refuse while something is not said, each sentence beside its field."""
    if lacking := unsaid(closure_reason, facts):
        wrong = {name: ValidationError(words, code="required") for name, words in lacking.items()}
        raise ValidationError(wrong)


def _refuse_while_open(sentences):
    """Refuse while something above is open, naming it."""
    if sentences:
        raise refusal(
            _("The case cannot be closed yet. %(open)s") % {"open": " ".join(map(str, sentences))},
            code="open",
        )


def _refuse_before_taken_up(begun, on):
    """Refuse a day before the case was taken up again: it would have ended before it went on."""
    if on < begun:
        words = {"day": date_format(begun, "DATE_FORMAT")}
        raise refusal(
            _("The case was taken up again on %(day)s: close it on that day or later.") % words, field="on"
        )


def _refuse_before_last_day(case, on):
    """Refuse a day before the last service or the end of the last stay: it would lie outside the case."""
    left = dependants.last_day(case)
    if left and left > on:
        words = {"day": date_format(left, "DATE_FORMAT")}
        raise refusal(
            _("She lived in a shelter until %(day)s: close the case on that day or later.") % words,
            field="on",
        )
    last = case.services.standing().order_by("-on").values_list("on", flat=True).first()
    if last and last > on:
        words = {"day": date_format(last, "DATE_FORMAT")}
        raise refusal(
            _("She was given a service on %(day)s: close the case on that day or later.") % words, field="on"
        )


@transaction.atomic
def reopen_case(case, *, by, on, reason, entered_from=""):
    """Take up a closed case again; how it had ended stays readable, and so does why it goes on.

    What she agreed to is asked anew where it no longer holds, and the risk is assessed anew: those are tasks,
    as when assistance begins.
    """
    case = locked(case)
    require(rules.can_decide_case, by, case)
    refuse_impossible_day(on, "on")
    if case.closed_on and on < max(case.closed_on, _closed_since(case)):
        raise refusal(_("It cannot be taken up again before it was closed."), field="on")
    blank = {
        "closed_on": None,
        "closure_reason": None,
        "reintegration_outcome": None,
        "final_risk": None,
        "told_how_to_return": None,
        "closing_summary": None,
    }
    how = {"changes": blank, "only_from": Status.CLOSED, "entered_from": entered_from}
    case = move_to(case, Status.ACTIVE, by=by, on=on, verb="case.reopened", **how)
    end_clock(case, by=by, on=on)
    note = Note(case=case, on=on, text=_("Taken up again: %(reason)s") % {"reason": reason}, author=by)
    work.create(note, by=by, verb="note.written", office=case.office, detail=[note.note_class])
    if not entered_from:
        for kind in (*missing_for_assistance(case, on, again=True), *planning.lacking(case, on)):
            add_task(case, kind, by=by)
        reflection.see_to(case, by=by)
    return case


def _closed_since(case):
    """The day since which figures hold the case for closed: her death may have an earlier one."""
    return case.status_changes.order_by("-id").values_list("on", flat=True).first()
