from django.contrib.auth import get_user_model
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.roles import Role
from audit.actions import record
from audit.doors import require
from audit.models import Event
from audit.words import words_of
from cases import looks, rules
from cases.pages import about, case_page, crumbs, own_case
from work.pages import Column, cursor

# Lines that say which parts of the case were seen.
WITH_PARTS = ("case.read", "case.printed")
COLUMNS = [Column(_("When")), Column(_("Who")), Column(_("What"))]


@require_GET
@case_page
def readers(request, case_number):
    """Who has looked into a case or done something in it; looking here is written down too."""
    case = own_case(request, case_number)
    require(rules.can_see_readers, request.user, case)
    page = cursor(told(case), request, order=("-id",), columns=COLUMNS)
    each = list(told(case).by_actor())
    people = get_user_model().objects.in_bulk({one["actor"] for one in each if one["actor"]})
    for one in each:
        one["who"] = name_of(one["actor"], people)
    record("case.readers_read", case, by=request.user, office=case.office)
    shown = {"page": page, "each": each, "lines": lines(page, people), "crumbs": crumbs(case)}
    shown["copies"] = case.printouts.count()
    return render(request, "cases/readers.html", {**about(request, case, "readers"), **shown})


def told(case):
    """Events about a case and what belongs to it: its services, grounds, stays, placements, notes, tasks.

    Not those of a likeness: they would tell of somebody else's case.
    """
    return Event.objects.about(case.pk).exclude(verb__startswith="likeness.")


def name_of(actor, people):
    """The name of whoever did something, empty where she is not known."""
    return people[actor].full_name if actor in people else ""


def lines(page, people):
    """Each event with the name of the member of staff and her roles."""
    return [
        {
            "event": event,
            "what": words_of(event.verb),
            "part": looks.words_of(event.detail) if event.verb in WITH_PARTS else "",
            "who": name_of(event.actor, people),
            "role": in_words(event.role),
        }
        for event in page
    ]


def in_words(codes):
    """Roles in words; a code no longer known is shown as it is."""
    known = dict(Role.choices)
    return ", ".join(str(known.get(code, code)) for code in codes.split("+") if code)
