"""Which rooms each role finds in the title bar, and what stands in the account menu: one line each."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from cases.models import READERS


class Entry(NamedTuple):
    """A link of the title bar: name of its URL, words, roles that have it, drawing."""

    url_name: str
    label: str
    roles: frozenset
    icon: str


class Link(NamedTuple):
    """An entry as one page shows it."""

    url: str
    label: str
    icon: str
    current: bool


EVERYBODY = frozenset(Role)

ENTRIES = [
    Entry("my-day", _("My day"), EVERYBODY, "home"),
    Entry("cases:cases", _("Cases"), frozenset(READERS), "file-text"),
    Entry("tasks:tasks", _("Tasks"), frozenset(READERS), "list-check"),
    Entry(
        "shelters:shelters",
        _("Shelter"),
        frozenset({Role.SHELTER_STAFF, Role.SUPERVISOR, Role.CASEWORKER, Role.ADMINISTRATOR}),
        "bed",
    ),
    Entry(
        "reintegration:placements",
        _("Reintegration"),
        frozenset({Role.REINTEGRATION_WORKER, Role.CASEWORKER, Role.SUPERVISOR}),
        "heart-handshake",
    ),
    Entry("users", _("Accounts"), frozenset({Role.ADMINISTRATOR}), "users"),
    Entry("organisations", _("Organisations"), frozenset({Role.ADMINISTRATOR}), "building-community"),
    Entry("box:receivers", _("Letter boxes"), frozenset({Role.ADMINISTRATOR}), "inbox"),
    Entry("programmes:awards", _("Programme"), frozenset({Role.PROGRAMME_MANAGER}), "coins"),
    Entry("reports:reports", _("Reports"), frozenset({Role.PROGRAMME_MANAGER}), "chart-bar"),
    Entry(
        "codebook:lists",
        _("Code lists"),
        frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER}),
        "list-check",
    ),
    # Supervisors come to them from the page of grounds: their own rooms fill the bar.
    Entry(
        "cases:consent-texts",
        _("Texts of consents"),
        frozenset({Role.ADMINISTRATOR, Role.DATA_PROTECTION}),
        "file-text",
    ),
    Entry("cases:reflection-periods", _("Time to think"), frozenset({Role.ADMINISTRATOR}), "clock"),
    Entry("cases:retention", _("How long cases are kept"), frozenset({Role.DATA_PROTECTION}), "clock"),
    Entry("reports:trail", _("Trail"), frozenset({Role.DATA_PROTECTION}), "history"),
    Entry("sole-decisions", _("Decisions to review"), frozenset({Role.REVIEWER}), "scale"),
]

ACCOUNT = [
    # By a name that tells nobody beside her what she writes.
    Entry("box:complaint-create", _("Write to the letter box"), EVERYBODY, "inbox"),
    Entry("own-account", _("Password and second factor"), EVERYBODY, "key"),
]


def navigation(request):
    """The entries of this person's roles; nothing for who is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "account_links": [], "acting_as": "", "finds_cases": False}
    roles = {membership.role for membership in user.acting_memberships}
    return {
        "navigation": links(ENTRIES, request, user),
        "account_links": links(ACCOUNT, request, user),
        "finds_cases": user.has_role(*READERS),
        "acting_as": ", ".join(str(role.label) for role in Role if role in roles),
    }


def links(entries, request, user):
    shown = [(entry, reverse(entry.url_name)) for entry in entries if user.has_role(*entry.roles)]
    # Of two of which one stands under the other, the page is that of the nearer one.
    nearest = max((url for _entry, url in shown if stands_in(request.path, url)), key=len, default=None)
    return [Link(url, entry.label, entry.icon, url == nearest) for entry, url in shown]


def stands_in(path, url):
    """Is this the page of the entry or one under it? Everything is under "/", so that must be exact."""
    return path == url or (url != "/" and path.startswith(url))
