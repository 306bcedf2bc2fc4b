"""What every page of a case needs: the case itself, the way to it, and the parts of it that she may see."""

from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.doors import for_roles
from audit.doors import require
from cases import rules
from cases.looks import look, watched
from cases.models import ORDER, READERS, Case, Level, Status
from work.door_by_door import for_one

case_page = watched(for_roles(*READERS))

PILLS = {
    Status.INTAKE: ("care", "clock"),
    Status.IDENTIFIED: ("", "scale"),
    Status.OUTSIDE_SCOPE: ("quiet", "adjustments"),
    Status.ACTIVE: ("good", "heart-handshake"),
    Status.SUSPENDED: ("care", "clock"),
    Status.CLOSED: ("quiet", "lock"),
}
TABS = [
    ("case", pgettext_lazy("page of a case", "The case"), Level.REFERENCE),
    ("services", gettext_lazy("Services"), Level.ASSISTANCE),
    ("plan", pgettext_lazy("page of a case", "Plan"), Level.ASSISTANCE),
    ("risks", pgettext_lazy("page of a case", "Risk"), Level.ASSISTANCE),
    ("relatives", gettext_lazy("Family"), Level.ASSISTANCE),
    ("proceedings", pgettext_lazy("page of a case", "Proceedings"), Level.FULL),
    ("notes", gettext_lazy("Notes"), Level.ASSISTANCE),
    ("documents", gettext_lazy("Documents"), Level.ASSISTANCE),
    ("readers", gettext_lazy("Who has looked"), Level.FULL),
]


def own_case(request, case_number):
    """The case, when she may open it; foreign equals absent."""
    known = for_one(Case.objects.visible_to(request.user))
    related = ("office__organisation", "worker", "component", "works_under", "person", "mother_case")
    related += ("reviewed_by",)
    return get_object_or_404(known.select_related(*related), number=case_number)


def read_case(request, case_number, part=""):
    """The case, of which this answer shows a part: who looked into what of it is kept."""
    case = own_case(request, case_number)
    look(request, part, case)
    return case


def case_to_add_to(request, case_number):
    """The case, when she may open it, or could until lately; foreign equals absent."""
    known = for_one(Case.objects.added_to_by(request.user, Level.REFERENCE))
    related = ("office__organisation", "worker", "component", "person")
    return get_object_or_404(known.select_related(*related), number=case_number)


def way_on(url, user, case):
    """Where one goes on from what was added: there, or to My day where the case is open to her no more.

    Asked of what was added, whose case is read anew: it may have been closed to her meanwhile.
    """
    return url if rules.reads(user, case, Level.ASSISTANCE) else reverse("my-day")


def address(case, name="case"):
    """Where a page of this case is."""
    return reverse(f"cases:{name}", args=[case.number])


def address_if_any(name, *args):
    """The address of a page of a neighbour, empty while there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def crumbs(case=None, *further):
    """The way to a page under the case."""
    first = [(_("Cases"), address_if_any("cases:cases"))] if address_if_any("cases:cases") else []
    return [*first, *([(str(case), address(case))] if case else []), *further]


def about(request, case, current):
    """What the head of each page of a case shows."""
    level = rules.level_of(request.user, case)
    kind, icon = PILLS[Status(case.status)]
    words, steps_of_level = Status(case.status).label, ORDER[level]
    tabs = [
        (label, address(case, name), name == current)
        for name, label, least in TABS
        if steps_of_level >= ORDER[least] and (name != "readers" or rules.can_see_readers(request.user, case))
    ]
    return {
        "case": case,
        "level": level,
        "helps": ORDER[level] >= ORDER[Level.ASSISTANCE],
        "team": level == Level.FULL,
        "pill": {"text": words, "kind": kind, "icon": icon},
        "tabs": tabs if len(tabs) > 1 else [],
    }


def part_in(request, case_number, exploitation, find=None):
    """The case and her part in the event; of an event in which she has none there is as little as of none.

    That she looked is kept.
    """
    case, *found = part_unseen(request, case_number, exploitation, find)
    look(request, "exploitation", case)
    return (case, *found)


def part_unseen(request, case_number, exploitation, find=None):
    """The same where a line of another name keeps what is shown.

    With `find(case, part)` a row under the event too, as `(case, part, row)`: it is looked for before she is
    refused, so that a foreign one is as absent as any.
    """
    case = own_case(request, case_number)
    parts = case.exploitation_links.standing().select_related("exploitation", "follows")
    part = get_object_or_404(parts, exploitation=exploitation)
    found = (find(case, part),) if find else ()
    require(rules.can_read_account, request.user, case)
    return (case, part, *found)
