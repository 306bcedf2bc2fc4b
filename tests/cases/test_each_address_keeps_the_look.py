"""At every address that shows something of a case, whoever was shown it stands in the trail, once.

The addresses come from the resolver: a new one that names a case, or something of a case, is tried by itself.
What only takes something is sent what it asks for, or stands here by name with the reason.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from cases.api.looking import Looking
from tests.matrix.actors import Visitor, World
from tests.matrix.addresses import addresses, arguments_of, named_addresses
from tests.matrix.objects import OBJECTS

# An address with one of these says of whom it tells.
OF_A_CASE = {
    "case_number", "service", "stay", "placement", "ground", "task", "note", "likeness", "exploitation",
    "draft", "intake_section", "ground_kind", "plan", "goal", "plan_step", "best_interest", "group_service",
    "relative", "document", "risk", "risk_notice",
    "proceeding", "proceeding_stage", "proceeding_step", "screening",
    "group_intake",
    "route_stage", "suspect",
    "conference",
}  # fmt: skip
# Lists that tell more than number, code name and status.
LISTS = {
    "api-case-list", "api-service-list", "api-stay-list", "api-placement-list", "api-exploitation-list",
    "shelters:stays", "reintegration:placements", "tasks:tasks", "api-task-list", "api-note-list",
    "api-ground-list", "api-likeness-list", "api-plan-list", "api-goal-list", "api-plan-step-list",
    "api-best-interest-list", "api-document-list",
    "api-risk-list", "api-risk-notice-list", "api-conference-list",
    "api-proceeding-list", "api-proceeding-stage-list", "api-proceeding-step-list",
    "api-screening-list",
}  # fmt: skip
# Where the look is kept by a line of another name.
OTHERWISE = {
    "cases:case-reveal": "case.name_revealed",
    "api-case-reveal": "case.name_revealed",
    "cases:relative-reveal": "relative.name_revealed",
    "api-relative-reveal": "relative.name_revealed",
    "cases:relative-contact": "relative.contact_opened",
    "cases:suspect-open": "suspect.opened",
    "api-suspect-reveal": "suspect.opened",
    "reintegration:whereabouts": "placement.whereabouts_opened",
    "cases:readers": "case.readers_read",  # whoever looks who has looked
    "cases:note": "note.read",  # one note is opened: the line names its class
    "cases:note-amend": "note.read",
    "api-note-detail": "note.read",
    "cases:document-file": "document.opened",
    "cases:document-image": "document.opened",
    "api-document-file": "document.opened",
}
# Where nothing of the case is shown but its number and code name.
NOTHING = {
    "cases:note-create": "an empty form under number and code name",
    "cases:case-print": "the parts to choose from, under number and code name",
    "cases:document-create": "an empty form under number and code name",
    "cases:intake-person-alike": "nothing, where nobody is called so (tests/cases/test_finding_by_name.py)",
    "cases:likeness-undo-merge": "a question about the two, and no case",
}
LOOKERS = [Role.CASEWORKER, Role.SUPERVISOR, Role.SHELTER_STAFF, Role.REINTEGRATION_WORKER]
TRIED = sorted(
    {
        (name, route)
        for name, route in named_addresses()
        if (OF_A_CASE & set(arguments_of(route)) or name in LISTS) and name not in NOTHING
    }
)


# Takes only what is sent to it, and answers with something of the case.
SENT = {
    "api-task-done": {"outcome": "Called."},
    "api-service-withdraw": {"withdrawn_reason": "By mistake."},
    "api-document-withdraw": {"withdrawn_why": "mistake"},
    "api-likeness-answer": {"answer": "not_same"},
    "api-relative-withdraw": {"withdrawn_reason": "By mistake."},
    "api-ground-end": {"ended_on": timezone.localdate().isoformat()},
}
TODAY = timezone.localdate().isoformat()
SENT |= {
    "api-risk-withdraw": {"withdrawn_reason": "By mistake."},
    "api-risk-notice-withdraw": {"withdrawn_reason": "By mistake."},
    "api-risk-notice-answer": {"on": TODAY, "answer": "She was warned."},
    "api-plan-agree": {"on": TODAY, "by_whom": "herself", "how": "said"},
    "api-plan-review": {"on": TODAY, "words": "All is well."},
    "api-plan-close": {"on": TODAY, "closed_words": "All is reached."},
    "api-goal-end": {"on": TODAY, "state": "reached"},
    "api-plan-step-done": {"on": TODAY},
    "api-screening-moment": {"what": "break", "on": TODAY},
    "api-screening-review": {"agrees": True},
    "api-screening-withdraw": {"withdrawn_reason": "By mistake."},
    "api-proceeding-stage-withdraw": {"withdrawn_reason": "By mistake."},
    "api-proceeding-step-held": {"on": TODAY},
    "api-proceeding-step-postpone": {"state_words": "The court closed."},
    "api-proceeding-step-cancel": {"state_words": "By mistake."},
}
# Takes what is sent to it and leads on, or shows her own words alone: nothing of the case is shown.
LEADS_ON = {"cases:draft", "cases:draft-discard", "cases:intake-draft", "cases:route-stage-move"}


# One of each of these stands in the world.
MADE = (
    "service", "stay", "placement", "ground", "exploitation", "task", "note", "likeness", "plan_step",
    "best_interest", "group_service", "relative", "document", "risk", "risk_notice",
    "proceeding_step", "screening", "group_intake", "route_stage", "suspect",
)  # fmt: skip


class Day:
    """One world for all addresses, with one of each thing in it, so that no list is empty."""

    def __init__(self):
        self.world = World()
        for name in MADE:
            OBJECTS[name](self.world)
        self.case = self.world.casework["own"].case
        self.urls = {name: addresses(route, self.world)["own"] for name, route in TRIED}
        self.visitors = {role: Visitor(role, self.world, Client()) for role in LOOKERS}

    def asks(self, role, address):
        """How she was answered: what cannot be opened is sent what it takes, or nothing."""
        visitor, url = self.visitors[role], self.urls[address]
        opened = visitor.ask("GET", url)
        if opened.status_code != 405:
            return opened.status_code
        if not url.startswith("/api/"):
            return visitor.client.post(url, {}).status_code
        headers = {"Authorization": f"Bearer {visitor.token}", "If-Match": "*"}
        how = {"data": SENT.get(address, {}), "content_type": "application/json", "headers": headers}
        return visitor.client.post(url, **how).status_code


@pytest.fixture(scope="module")
def day(django_db_setup, django_db_blocker):
    """Made once; what each test does in it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Day()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def undone(day, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("address", sorted({name for name, _route in TRIED}))
def test_who_was_shown_something_of_a_case_stands_in_the_trail_once(day, address):
    verb, kept, answered = OTHERWISE.get(address, "case.read"), {}, set()
    for role in LOOKERS:
        status = day.asks(role, address)
        answered.add(status)
        about = {"actor": day.world.users[role].pk, "subjects__contains": [day.case.pk]}
        looked = Event.objects.filter(verb=verb, **about).count()
        if status in (200, 201):
            kept[role.value] = looked
        else:
            assert looked == 0, role

    shown = kept.keys() - ({"shelter_staff", "reintegration_worker"} if address in LISTS else set())
    assert {role: kept[role] for role in shown} == dict.fromkeys(shown, 1)
    assert shown or (address in LEADS_ON and 302 in answered) or is_looking(day.urls[address])


def is_looking(url):
    """A verb for programs, whose body is not known here: its resource keeps the look into all it answers."""
    return issubclass(getattr(resolve(url).func, "cls", object), Looking)


def test_what_is_left_out_is_an_address():
    named = {*OTHERWISE, *NOTHING, *LISTS, *SENT, *LEADS_ON}
    assert named <= {name for name, _route in named_addresses()}
