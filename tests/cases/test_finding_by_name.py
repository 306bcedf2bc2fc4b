"""A caseworker finds a person by a name that she only half remembers, among those whose name she may see."""

import datetime
import re
import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from accounts.tokens import issue
from audit.models import Event
from cases import actions, named
from cases.finding import no_code_name
from cases.models import Level
from tests.api.conftest import Caller
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office
from vault.actions import destroy_keys
from vault.keys import Subject
from vault.models import NameChange

TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": )"\w+"')
FIND = "/api/v1/cases/find/"


@pytest.fixture
def office():
    return working_office(name="Zacapa")


@pytest.fixture
def worker(office):
    return caseworker(office, user__full_name="Marta Paz")


def case_of(worker, given, family, code_name, **about):
    """A case of somebody who is called so."""
    case = opened_case(worker, code_name=code_name)
    return called(case, given_names=given, family_names=family, **about)


def called(case, **about):
    if not case.grounds.exists():
        actions.record_ground(case, by=case.worker, kind="vital_interest", since=timezone.localdate())
    case.person.refresh_from_db()
    actions.describe_person(case.person, by=case.worker, case=case, telephones=[], documents=[], **about)
    return case


def as_user(user):
    return Caller(issue(user)[0])


def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies.load({"language": "en"})
    return client


def named_so(client, typed):
    """Code names of those found by name, the likeliest first."""
    answer = client.post(reverse("cases:find"), {"known": typed})
    assert answer.status_code == 200
    return [case.code_name for case in answer.context["found"].named]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    ["Ixchel Tzoc", "tzoc mejía ixchel", "IXCHEL MEJIA", "Ixhcel Tzok", "ishchel", "ixch", "Chelita"],
)
def test_a_name_is_found_although_it_is_misspelt_and_in_any_order(client, worker, typed):
    case_of(worker, "Ixchel Rocío", "Tzoc Mejía", "Ceiba", other_names="Chelita; La Flaca")
    case_of(worker, "Marta", "Paz Luna", "Jade")

    assert named_so(signed_in(client, worker), typed) == ["Ceiba"]


@pytest.mark.django_db
def test_what_is_shown_of_whom_is_found_is_never_a_name(client, office, worker):
    case = case_of(
        worker,
        "Ixchel",
        "Tzoc",
        "Ceiba",
        birth_date=datetime.date(1999, 5, 4),
        birth_precision="day",
        birth_year=1999,
    )
    shelter = working_office()
    let_in(shelter, case, source="stay")

    page = signed_in(client, worker).post(reverse("cases:find"), {"known": "ixchel"}).text
    at_night = signed_in(client, member(Role.SHELTER_STAFF, shelter))
    page_of_shelter = at_night.post(reverse("cases:find"), {"known": "ixchel"}).text

    assert "Ceiba" in page
    assert "born in 1999" in page
    assert "Tzoc" not in page
    assert "Ceiba" in page_of_shelter
    assert "1999" not in page_of_shelter
    assert "Tzoc" not in page_of_shelter


@pytest.mark.django_db
def test_whose_name_she_may_not_see_is_not_found_by_it(client, office, worker):
    case = case_of(worker, "Ixchel", "Tzoc", "Ceiba")
    stranger, told_of_it, boss = caseworker(), caseworker(), supervisor(office)
    let_in(told_of_it, case, level=Level.REFERENCE)
    signed_in(client, stranger)
    nothing = client.post(reverse("cases:find"), {"known": "Ixchel"}).text
    absent = client.post(reverse("cases:find"), {"known": "Nobody Soso"}).text.replace(
        "Nobody Soso", "Ixchel"
    )

    assert named_so(signed_in(client, told_of_it), "Ixchel") == []
    assert named_so(signed_in(client, boss), "Ixchel") == ["Ceiba"]
    without_token = [TOKEN.sub("", page[page.index("<h1>") :]) for page in (nothing, absent)]
    assert without_token[0] == without_token[1], "somebody unknown and somebody foreign read the same"


@pytest.mark.django_db
def test_whoever_lost_a_case_a_moment_ago_does_not_find_it(client, office, worker):
    case = case_of(worker, "Ixchel", "Tzoc", "Ceiba")
    signed_in(client, worker)
    assert named_so(client, "Ixchel") == ["Ceiba"]

    actions.change_case(case, by=supervisor(office), worker=caseworker(office))

    assert named_so(client, "Ixchel") == []


@pytest.mark.django_db
def test_a_code_name_and_a_name_that_begin_alike_are_both_shown(client, worker):
    case_of(worker, "Marta", "Paz", "Jade")
    case_of(worker, "Jadiel", "Soto", "Ceiba")

    answer = signed_in(client, worker).post(reverse("cases:find"), {"known": "Jad"})

    assert [case.code_name for case in answer.context["found"].cases] == ["Jade"]
    assert [case.code_name for case in answer.context["found"].named] == ["Ceiba"]


@pytest.mark.django_db
def test_nobody_is_called_so(client, worker):
    case_of(worker, "Marta", "Paz", "Jade")

    answer = signed_in(client, worker).post(reverse("cases:find"), {"known": "Zacarías"})

    with translation.override("en"):
        assert answer.context["found"].sentence == no_code_name()


@pytest.mark.django_db
def test_what_was_typed_is_kept_nowhere_and_whoever_was_found_is(client, worker):
    case = case_of(worker, "Ixchel", "Tzoc", "Ceiba")

    named_so(signed_in(client, worker), "Ixchel")

    searched, read = Event.objects.order_by("-id")[:2][::-1]
    assert (searched.verb, searched.detail, searched.subjects) == ("case.searched", ["code_name", "name"], [])
    assert (read.verb, read.detail, read.subjects) == ("case.read", ["named"], [case.pk])


@pytest.mark.django_db
def test_finding_one_and_finding_three_ask_as_often(client, worker):
    def asked():
        named_so(client, "Ixchel")
        with CaptureQueriesContext(connection) as queries:
            named_so(client, "Ixchel")
        return len(queries)

    case_of(worker, "Ixchel", "Tzoc", "Ceiba")
    signed_in(client, worker)
    one = asked()
    case_of(worker, "Ixchel", "Coc", "Jade")
    case_of(worker, "Ixchel", "Luna", "Nance")
    named.directory.cache_clear()

    assert asked() == one


@pytest.mark.django_db
def test_somebody_kept_without_her_name_and_somebody_erased_are_found_no_more(client, worker):
    unnamed = case_of(worker, "Ixchel", "Tzoc", "Ceiba")
    erased = case_of(worker, "Ixchela", "Coc", "Jade")
    signed_in(client, worker)
    assert sorted(named_so(client, "Ixchel")) == ["Ceiba", "Jade"]

    for ground in unnamed.grounds.all():
        actions.end_ground(ground, by=worker, ended_on=timezone.localdate())
    actions.keep_unnamed(unnamed, by=worker)
    destroy_keys(Subject("person", erased.person_id), by=worker)
    named.directory.cache_clear()

    assert named_so(client, "Ixchel") == []


@pytest.mark.django_db
def test_with_more_people_than_one_process_holds_the_page_says_what_to_do_and_the_api_when_to_ask_again(
    client, worker, monkeypatch
):
    case_of(worker, "Ixchel", "Tzoc", "Ceiba")
    monkeypatch.setattr(named, "MOST_HELD_HERE", 0)

    answer = signed_in(client, worker).post(reverse("cases:find"), {"known": "Ixchel"})
    by_code_name = client.post(reverse("cases:find"), {"known": "Ceiba"})
    by_program = as_user(worker).post(FIND, {"known": "Ixchel"})

    assert (answer.status_code, answer.context["found"].sentence) == (200, named.AWAY)
    assert by_code_name.status_code == 302
    assert (by_program.status_code, by_program["Retry-After"]) == (503, "60")
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_program_finds_by_name_what_the_page_finds(worker):
    case = case_of(worker, "Ixchel", "Tzoc", "Ceiba")

    found = as_user(worker).post(FIND, {"known": "Ishchel"})
    exactly = as_user(worker).post(FIND, {"known": case.number})

    assert found.status_code == 200
    assert ([row["number"] for row in found.json()["named"]], found.json()["results"]) == ([case.number], [])
    assert [row["number"] for row in exactly.json()["results"]] == [case.number]
    assert "Tzoc" not in found.content.decode()


# While a name is typed into an intake


@pytest.mark.django_db
def test_a_case_of_hers_of_somebody_called_nearly_so_is_shown_while_the_name_is_typed(client, worker):
    known = case_of(worker, "Ixchel Rocío", "Tzoc Mejía", "Ceiba")
    case_of(worker, "Ixchel", "Soto Paz", "Jade")
    new = opened_case(worker, code_name="Nance")
    address = reverse("cases:intake-person-alike", args=[new.number])

    shown = signed_in(client, worker).post(
        address, {"given_names": "Ishchel Rosío", "family_names": "Tzoc Mejia"}
    )
    nothing = client.post(address, {"given_names": "Ixchel", "family_names": ""})

    assert "Ceiba" in shown.text
    assert "Jade" not in shown.text
    assert "Tzoc" not in shown.text
    assert nothing.text.strip() == ""
    assert Event.objects.filter(verb="case.read", subjects=[known.pk]).exists()


@pytest.mark.django_db
def test_of_somebody_of_another_office_nothing_is_shown_while_a_name_is_typed(client, worker):
    case_of(caseworker(), "Ixchel Rocío", "Tzoc Mejía", "Ceiba")
    new = opened_case(worker, code_name="Nance")
    address = reverse("cases:intake-person-alike", args=[new.number])

    shown = signed_in(client, worker).post(
        address, {"given_names": "Ixchel Rocío", "family_names": "Tzoc Mejía"}
    )

    assert (shown.status_code, shown.text.strip()) == (200, "")


# Names that change while the process lives


@pytest.mark.django_db
def test_each_way_of_writing_a_name_is_told_to_whoever_holds_names(worker):
    case = case_of(worker, "Ixchel", "Tzoc", "Ceiba")
    NameChange.objects.all().delete()

    called(case, given_names="Elena")
    renamed = list(NameChange.objects.values_list("subject", flat=True))
    case.person.save(update_fields=["education"])

    assert renamed == [case.person_id]
    assert NameChange.objects.count() == 1


def test_a_new_name_is_found_by_a_process_that_had_read_them_all_and_an_undone_one_is_not(
    committed_db, client, monkeypatch
):
    monkeypatch.setattr("vault.following.EVERY_SECONDS", 0)
    worker = caseworker()
    case = case_of(worker, "Ixchel", "Tzoc", "Ceiba")
    signed_in(client, worker)
    assert named_so(client, "Ixchel") == ["Ceiba"]

    called(case, given_names="Elena")
    case_of(worker, "Rosario", "Coc", "Jade")
    with transaction.atomic():
        case_of(worker, "Adelaida", "Luna", "Nance")
        transaction.set_rollback(True)

    assert (named_so(client, "Ixchel"), named_so(client, "Elena")) == ([], ["Ceiba"])
    assert (named_so(client, "Rosario"), named_so(client, "Adelaida")) == (["Jade"], [])


def test_a_name_saved_while_an_older_transaction_still_writes_is_found_at_once_and_the_older_later(
    committed_db, client, monkeypatch
):
    monkeypatch.setattr("vault.following.EVERY_SECONDS", 0)
    worker = caseworker()
    older, newer = (
        case_of(worker, given, "Coc", name) for given, name in (("Ana", "Ceiba"), ("Eva", "Jade"))
    )
    signed_in(client, worker)
    assert named_so(client, "Rosario") == named_so(client, "Adelaida") == []
    begun, go_on = threading.Event(), threading.Event()

    def write_slowly():
        with transaction.atomic():
            called(older, given_names="Adelaida")
            begun.set()
            go_on.wait(60)
        connection.close()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    begun.wait(60)
    called(newer, given_names="Rosario")

    at_once = [named_so(client, "Rosario"), named_so(client, "Adelaida")]
    go_on.set()
    writer.join()
    assert (at_once, named_so(client, "Adelaida")) == ([["Jade"], []], ["Ceiba"])
