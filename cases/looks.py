"""What is shown of a case leaves one line in the trail: who read which part of which cases.

A view notes what it shows (`look`); its door writes the line once the answer stands, whatever was sent: a
form that comes back with what has to be mended shows as much as the page did. An answer that only leads on
shows nothing.
"""

from functools import wraps

from django.utils.translation import gettext_lazy as _

from audit.actions import record, record_apart
from cases import reading

SAFE = {"GET", "HEAD"}
# The part that was read, as the trail keeps it; the whole page of a case has no code.
PARTS = {
    "list": _("its line in a list, by a program"),
    "named": _("that it is the case of somebody whose name was looked for"),
    "services": _("services"),
    "service": _("a service"),
    "notes": _("notes"),
    "plan": _("the plan"),
    "best_interest": _("what is best for the child"),
    "relatives": _("family and contacts"),
    "relative": _("somebody of the family"),
    "documents": _("documents"),
    "document": _("what is kept about a document"),
    "screenings": _("screening interviews"),
    "risks": _("the risk and the safety plan"),
    "conferences": _("case conferences"),
    "team": _("who works with the case"),
    "failed_contacts": _("attempts to reach the person"),
    "risk_notices": _("what was passed on of a danger to her family"),
    "proceedings": _("complaints, hearings and other proceedings"),
    "tasks": _("tasks"),
    "task": _("a task"),
    "needs": _("needs"),
    "stays": _("stays"),
    "reserved": _("reserved notes"),
    "grounds": _("grounds and consents"),
    "identification": _("identification"),
    "name": _("the name"),
    "change": _("what it is called and who answers for it"),
    "decision": _("what is decided on"),
    "ground": _("a ground or consent"),
    "exploitation": _("what happened to her"),
    "intake": _("the list of the intake"),
    "intake_identification": _("how she was met"),
    "intake_ground": _("grounds and consents"),
    "intake_person": _("the page of who she is"),
    "intake_exploitation": _("what happened to her"),
    "intake_needs": _("what she needs"),
}


def add(parts):
    """A room above says what the parts are called that are read there; once, when the programme starts."""
    PARTS.update(parts)


def words_of(codes):
    """The parts in words; a code that is not known is left out."""
    return ", ".join(str(PARTS[code]) for code in codes if code in PARTS)


def keep(cases, parts, *, by):
    """One line in the trail for all cases of which something was read."""
    found = sorted(set(cases), key=lambda case: case.number)
    if found:
        office = found[0].office if len({case.office_id for case in found}) == 1 else None
        record("case.read", *found, by=by, office=office, detail=[part for part in parts if part])


def keep_apart(cases, *, by):
    """A line for each case and without a part: that they may be of one person is told by none of them."""
    record_apart("case.read", sorted(set(cases), key=lambda case: case.number), by=by)


def look(request, part, *cases):
    """This answer shows something of these cases; its door keeps that she looked."""
    request.looks.extend((case, part) for case in cases)


def look_apart(request, *cases):
    """The same of cases whose tie is a question of its own: her team reads that its case was looked into."""
    request.looks_apart.extend(cases)


def watched(door):
    """The same door, behind which each look into a case is kept.

    While a page is only shown, how much she reads of a case is asked once.
    """
    return lambda view: door(_keeping(view))


def _keeping(view):
    @wraps(view)
    def kept(request, *args, **kwargs):
        request.looks, request.looks_apart = [], []
        if request.method in SAFE:
            reading.ask_once(request.user)
        answer = view(request, *args, **kwargs)
        if not 300 <= answer.status_code < 400:
            parts = dict.fromkeys(part for _case, part in request.looks)
            keep((case for case, _part in request.looks), parts, by=request.user)
            keep_apart(request.looks_apart, by=request.user)
        return answer

    return kept
