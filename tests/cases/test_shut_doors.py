"""Who has nothing to do with somebody any more, or never had, finds every door of her case shut.

Tried over the list of addresses itself, pages and API, with every method: a new address is tried at once.
"""

import copy
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from accounts.tokens import issue
from cases import actions
from cases.models import CaseAccess
from reintegration.actions import assign_follower
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office
from tests.factories.shelters import admitted, left, shelter_of, shelter_staff
from tests.matrix.addresses import absent_like, arguments_of, filled, named_addresses
from tests.shelters.conftest import BACKEND

ROOMS = ("cases", "shelters", "reintegration", "vault")
# No address of ours answers PUT or DELETE, and no page answers PATCH (tests/matrix/table.csv).
METHODS = {"page": ["GET", "POST"], "program": ["GET", "POST", "PATCH"]}
# What an address answers to nobody is asked once, not by each stranger.
NO_VERB = set()
SHUT = {401, 403, 404, 405}
CAME, MOVED, BACK = date(2026, 3, 2), date(2026, 4, 1), date(2026, 5, 1)
# What stands in the addresses of one person's case; of the other two, any will do.
HERS = {"case_number", "service", "note", "task", "stay", "placement", "ground", "exploitation", "likeness"}
# Whoever knows of a case may say that she knows the person, which opens nothing (test_knowing.py).
SHUTS_HER_OUT = {"cases:case-known", "api-case-known"}
BESIDE = {"ground_kind": "consent", "intake_section": "needs"}
ROUTES = sorted(
    (name, route)
    for name, route in named_addresses()
    if name not in SHUTS_HER_OUT
    and HERS & set(arguments_of(route))
    and set(arguments_of(route)) <= HERS | set(BESIDE)
)
# Who had the case open until lately still adds what she saw (test_added_after_the_exit.py), and nothing else.
OF_LATELY = {"cases:note-create", "cases:service-create"}
# Who knows of the case knows its number, code name and dates: these two pages, and nothing else.
OF_REFERENCE = {"cases:case", "api-case-detail"}


class Life:
    """Somebody who lived in one shelter, then at home, and lives in another shelter now."""

    def __init__(self):
        self.office = working_office()
        organisation = self.office.organisation
        self.worker, self.boss = caseworker(self.office), supervisor(self.office)
        self.before, self.now = (shelter_of(organisation, name=name) for name in ("Before", "Now"))
        self.old_staff = shelter_staff(self.before)
        self.case = case = opened_case(self.worker)
        by = {"by": self.worker}
        facts = {"kind": "consent", "since": CAME, "giver": "self_adult", "purposes": ["data_processing"]}
        ground = actions.record_ground(case, **by, **facts)
        left(admitted(self.before, by=self.old_staff, case=case, on=CAME), on=MOVED)
        self.placement = case.placements.get()
        self.follower = member(Role.REINTEGRATION_WORKER, self.office, since="2010-01-01")
        assign_follower(self.placement, by=self.worker, worker=self.follower)
        likeness = actions.note_likeness(case.person, opened_case(self.worker).person, **by)
        self.rows = {
            "case_number": case.number,
            "service": actions.record_service(case, **by, on=CAME, type="food").pk,
            "note": actions.write_note(case, **by, on=CAME, text="Called.").pk,
            "task": actions.plan_task(case, **by, words="Call", due_on=timezone.localdate()).pk,
            "stay": admitted(self.now, case=case, on=BACK).pk,
            "placement": self.placement.pk,
            "ground": ground.pk,
            "exploitation": actions.record_exploitation(case, **by, acts=["recruitment"]).pk,
            "likeness": likeness.pk,
        }


def who_left_the_organisation(life):
    """She answers for the case still, by its row; her membership ended yesterday."""
    life.worker.memberships.update(until=timezone.localdate())
    return life.worker


def who_works_elsewhere_now(life):
    """The same, and she does the same work in another organisation since."""
    member(Role.CASEWORKER, user=who_left_the_organisation(life))
    return life.worker


def of_another_organisation(life):
    return caseworker(working_office())


def who_supervises_another_office(life):
    return supervisor(working_office(life.office.organisation))


def who_knows_of_the_case(life):
    somebody = caseworker(working_office(life.office.organisation))
    let_in(somebody, life.case, "reference")
    return somebody


def whose_access_ran_out(life):
    somebody = caseworker(working_office(life.office.organisation))
    row, now = let_in(somebody, life.case, "full"), timezone.now()
    facts = {"created_at": now - timedelta(days=9), "expires_at": now - timedelta(minutes=1)}
    CaseAccess.objects.filter(pk=row.pk).update(**facts)
    return somebody


def who_followed_her_home(life):
    return life.follower


def of_the_shelter_where_she_lived(life):
    return life.old_staff


LATELY = [whose_access_ran_out, who_followed_her_home, of_the_shelter_where_she_lived]


def days_ago(stranger):
    """The same somebody when all that was open to her until lately has been shut for three days."""

    def as_of_old(life):
        somebody, day = stranger(life), timedelta(days=3)
        over = CaseAccess.objects.filter(case=life.case)
        over.filter(ended_at__isnull=False).update(
            created_at=F("created_at") - day, ended_at=F("ended_at") - day
        )
        over.filter(expires_at__isnull=False).update(expires_at=F("expires_at") - day)
        return somebody

    as_of_old.__name__ = stranger.__name__
    return as_of_old


@pytest.fixture(scope="module")
def _lived(django_db_setup, django_db_blocker):
    """Lived once for all who come; what each of them does is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Life()
        transaction.set_rollback(True)


@pytest.fixture
def life(_lived, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield copy.deepcopy(_lived)
        transaction.set_rollback(True)


STRANGERS = [
    who_left_the_organisation, who_works_elsewhere_now, of_another_organisation,
    who_supervises_another_office, who_knows_of_the_case, *map(days_ago, LATELY),
]  # fmt: skip


class Stranger:
    """Her browser and her program."""

    def __init__(self, user):
        self.client, (self.token, _row) = Client(), issue(user)
        self.client.force_login(user, backend=BACKEND)

    def ask(self, method, url, body="{}"):
        if not url.startswith("/api/"):
            return self.client.generic(method, url)
        headers = {"Authorization": f"Bearer {self.token}", "If-Match": "*", "Idempotency-Key": "one"}
        return self.client.generic(method, url, body, content_type="application/json", headers=headers)


def kept():
    """Every record of the rooms in which she stands, with its version."""
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return {
        model: sorted(model._base_manager.values_list("pk", "version" if hasattr(model, "version") else "pk"))
        for model in models
    }


def test_the_list_holds_every_kind_of_row_of_hers():
    assert {name for _name, route in ROUTES for name in arguments_of(route)} == HERS | set(BESIDE)
    assert {name.split(":")[0] for name, _route in ROUTES if ":" in name} == {
        "cases", "reintegration", "shelters", "tasks",
    }  # fmt: skip


@pytest.mark.parametrize("stranger", LATELY)
def test_whoever_had_her_case_open_until_lately_finds_the_two_pages_on_which_she_adds_alone(life, stranger):
    visitor, own = Stranger(stranger(life)), life.rows | BESIDE
    absent = {name: absent_like(value) for name, value in life.rows.items()} | BESIDE

    opened = {
        name
        for name, route in ROUTES
        for method in METHODS["program" if name.startswith("api-") else "page"]
        if (answer := visitor.ask(method, filled(route, own))).status_code not in SHUT
        and not (answer.status_code == 302 and answer.url.startswith("/accounts/login/"))
        and answer.status_code != visitor.ask(method, filled(route, absent)).status_code
    }

    assert opened == OF_LATELY


@pytest.mark.parametrize("stranger", STRANGERS)
def test_every_door_is_shut_and_nothing_moves(life, stranger):
    visitor, opened = Stranger(stranger(life)), {}
    own = life.rows | BESIDE
    absent = {name: absent_like(value) for name, value in life.rows.items()} | BESIDE
    before = kept()

    for name, route in ROUTES:
        for method in METHODS["program" if name.startswith("api-") else "page"]:
            if (name, method) in NO_VERB:
                continue
            answer = visitor.ask(method, filled(route, own))
            if answer.status_code == 405:
                NO_VERB.add((name, method))
            status, known = answer.status_code, SHUT
            if stranger is who_knows_of_the_case:
                known = SHUT | ({200} if name in OF_REFERENCE and method == "GET" else set())
            elif status == 403:  # a page not for her role, whatever stands in it
                known = {visitor.ask(method, filled(route, absent)).status_code}
            elif status == 302 and answer.url.startswith("/accounts/login/"):
                continue
            if status not in known:
                opened[f"{method} {name}"] = status

    assert opened == {}
    assert kept() == before


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_program_that_names_her_number_is_answered_as_if_there_were_none(life, stranger):
    visitor = Stranger(stranger(life))
    before = kept()

    given = [
        visitor.ask(
            "POST", "/api/v1/services/", f'{{"case": "{number}", "type": "food", "on": "2026-05-02"}}'
        )
        for number in (life.case.number, "26-9999-A")
    ]

    assert {one.status_code for one in given} <= {401, 403, 404, 422}
    if stranger is not who_knows_of_the_case:
        assert given[0].content == given[1].content
    assert kept() == before
