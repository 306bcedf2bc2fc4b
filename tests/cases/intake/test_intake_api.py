"""Programs open cases and fill in the intake by the same forms; no answer names anybody."""

import json
import threading
import uuid

import pytest
from django.db import connection
from django.utils import timezone

from accounts.roles import Role
from accounts.tokens import issue
from audit.models import Event
from cases import actions
from cases.models import Case, CaseAccess, Exploitation, Level, Needs, Person, Telephone
from tests.api.conftest import Caller
from tests.factories.accounts import member
from tests.factories.cases import caseworker, opened_case, working_office

CASES = "/api/v1/cases/"
HER = {"given_names": "Ana Lucía", "family_names": "Pérez Xol"}
CONSENT = {"kind": "consent", "giver": "self_adult", "purposes": ["data_processing"]}


def program(user):
    """A program that acts for her."""
    caller = Caller(issue(user)[0])
    caller.user = user
    return caller


@pytest.fixture
def worker(db):
    return caseworker(working_office())


@pytest.fixture
def caller(worker):
    return program(worker)


@pytest.fixture
def case(worker):
    return opened_case(worker, code_name="Ceiba")


def first_page(user, **other):
    office = str(user.memberships.get().office_id)
    usual = {"danger": "no", "source": "police", "found_on": "2026-03-02", "sex": "F", "majority": "adult"}
    return usual | {"role": "direct_victim", "office": office} | other


def under(case, name):
    return f"{CASES}{case.number}/{name}/"


def consented(caller, case):
    return caller.post(under(case, "ground"), CONSENT | {"since": str(timezone.localdate())})


def test_a_case_is_opened_and_answered_by_its_number(caller, worker):
    answer = caller.post(CASES, first_page(worker, code_name="Ceiba"))

    case = Case.objects.get()
    assert (answer.status_code, answer.json()["number"], answer.json()["code_name"]) == (
        201,
        case.number,
        "Ceiba",
    )
    assert answer["Location"] == f"http://testserver{CASES}{case.number}/"


def test_what_is_lacking_is_said_by_field(caller, worker):
    answer = caller.post(CASES, first_page(worker, danger="perhaps", sex="X"))

    assert (answer.status_code, sorted(answer.json()["errors"])) == (422, ["danger", "sex"])


def test_without_a_ground_nothing_of_her_is_taken(caller, case):
    answers = [
        caller.patch(under(case, "person"), HER, headers={"If-Match": '"1"'}),
        caller.post(under(case, "exploitation"), {"acts": ["recruitment"]}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert (Person.objects.get().given_names, Exploitation.objects.count()) == (None, 0)


def test_with_one_who_she_is_is_kept_and_never_answered(caller, case):
    assert consented(caller, case).status_code == 201

    answer = caller.patch(
        under(case, "person"),
        HER
        | {
            "birth": {"date": "2001-03-01", "precision": "month"},
            "nationalities": ["GT"],
            "telephones": [{"number": "5555 1234", "whose": "own", "safe_to_call": "no"}],
        },
        headers={"If-Match": '"1"'},
    )

    person = Person.objects.get()
    assert (answer.status_code, person.full_name, person.birth_year) == (200, "Ana Lucía Pérez Xol", 2001)
    assert Telephone.objects.get().safe_to_call == "no"
    assert answer.json() == caller.get(under(case, "person")).json()
    assert answer.json()["nationalities"] == ["GT"]
    told = json.dumps([answer.json(), caller.get(f"{CASES}{case.number}/").json()], ensure_ascii=False)
    assert [word for word in ("Ana", "Pérez", "5555", "2001") if word in told] == []


def test_what_is_not_sent_of_her_stays_as_it_is(caller, case):
    consented(caller, case)
    caller.patch(under(case, "person"), HER, headers={"If-Match": '"1"'})

    caller.patch(under(case, "person"), {"residence": "Zacapa"}, headers={"If-Match": '"2"'})

    person = Person.objects.get()
    assert (person.given_names, person.residence) == ("Ana Lucía", "Zacapa")


@pytest.mark.parametrize(("headers", "status"), [({}, 428), ({"If-Match": '"7"'}, 412)])
def test_she_is_changed_only_by_who_has_read_what_stands(caller, case, headers, status):
    consented(caller, case)

    assert caller.patch(under(case, "person"), HER, headers=headers).status_code == status


def test_a_parent_who_took_part_cannot_consent(caller, worker):
    child = opened_case(worker, majority="minor")
    asked = CONSENT | {"giver": "parent", "giver_involved": True, "assent": "given", "since": "2026-03-02"}

    answer = caller.post(under(child, "ground"), asked)

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["giver_involved"])


def test_an_unnamed_case_loses_its_identity(caller, case):
    answer = caller.post(under(case, "unnamed"), headers={"If-Match": '"1"'})

    assert (answer.status_code, Person.objects.get().unnamed) == (200, True)


def test_needs_are_asked_changed_and_read(caller, case):
    absent, empty = caller.get(under(case, "needs")), caller.post(under(case, "needs"), {})
    made = caller.post(under(case, "needs"), {"needs": ["food"], "health_alert": "Penicillin"})
    again = caller.post(under(case, "needs"), {"needs": ["clothing"]})
    changed = caller.patch(under(case, "needs"), {"needs": ["clothing"]}, headers={"If-Match": made["ETag"]})

    assert [answer.status_code for answer in (absent, empty, made, again, changed)] == [
        404,
        422,
        201,
        422,
        200,
    ]
    told = caller.get(under(case, "needs")).json()
    assert (told["needs"], told["health_alert"]) == (["clothing"], "Penicillin")
    assert Needs.objects.count() == 1


def test_an_event_is_read_only_by_who_reads_its_case_in_full(caller, case):
    consented(caller, case)
    made = caller.post(under(case, "exploitation"), {"acts": ["recruitment"], "account": "A shop"}).json()
    colleague = caseworker()
    CaseAccess.objects.create(case=case, user=colleague, level=Level.ASSISTANCE, source="team")
    event = f"/api/v1/exploitations/{made['id']}/"

    assert (made["cases"], caller.get(event).json()["account"]) == ([case.number], "A shop")
    assert program(colleague).get(event).status_code == 404
    assert program(colleague).get("/api/v1/exploitations/").json()["results"] == []
    assert program(member(Role.SHELTER_STAFF)).get(event).status_code == 403
    # What was written was answered, and then read once.
    assert Event.objects.filter(verb="case.read", detail=["exploitation"], subjects=[case.pk]).count() == 2


def test_an_event_is_changed_over_the_version_that_was_read(caller, case):
    consented(caller, case)
    made = caller.post(under(case, "exploitation"), {"acts": ["recruitment"], "account": "A shop"})
    event = f"/api/v1/exploitations/{made.json()['id']}/"

    answer = caller.patch(event, {"acts": ["harbouring"]}, headers={"If-Match": made["ETag"]})

    told = answer.json()
    assert (answer.status_code, told["acts"], told["account"]) == (200, ["harbouring"], "A shop")


def test_whether_she_was_a_child_then_is_not_overwritten_by_a_program_that_read_it_before(caller, case):
    consented(caller, case)
    made = caller.post(under(case, "exploitation"), {"acts": ["recruitment"]})
    event, over_one = f"/api/v1/exploitations/{made.json()['id']}/", {"If-Match": made["ETag"]}

    saved = caller.patch(event, {"was_child": "yes"}, headers=over_one)
    again = [caller.patch(event, {"was_child": said}, headers=over_one) for said in ("yes", "no")]

    assert (made.json()["was_child"], saved.status_code, saved.json()["was_child"]) == ("", 200, "yes")
    assert [answer.status_code for answer in again] == [412, 412]
    assert case.exploitation_links.get().was_child is True
    read = caller.get(event)
    mended = caller.patch(event, {"was_child": ""}, headers={"If-Match": read["ETag"]})
    assert (read["ETag"], read.json()["was_child"]) == (saved["ETag"], "yes")
    assert (mended.status_code, mended.json()["was_child"]) == (200, "")
    assert case.exploitation_links.get().was_child is None


def test_what_is_sent_again_and_changes_nothing_leaves_what_was_read_as_it_stands(caller, case):
    consented(caller, case)
    made = caller.post(under(case, "exploitation"), {"acts": ["recruitment"], "was_child": "yes"})
    event = f"/api/v1/exploitations/{made.json()['id']}/"

    answer = caller.patch(event, {"was_child": "yes"}, headers={"If-Match": made["ETag"]})

    assert (answer.status_code, answer["ETag"]) == (200, made["ETag"])


@pytest.mark.parametrize(
    "sent",
    [
        {"birth": {"date": "2001-03-01", "precision": "month"}},
        {"telephones": [{"number": "5555 1234", "whose": "own", "safe_to_call": "no"}]},
        {"documents": [{"kind": "passport", "number": "A123456"}]},
    ],
)
def test_what_is_written_of_her_is_written_once_over_what_was_read(caller, case, sent):
    consented(caller, case)

    answers = [caller.patch(under(case, "person"), sent, headers={"If-Match": '"1"'}) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [200, 412]
    person = Person.objects.get()
    assert (person.telephones.count(), person.documents.count()) == tuple(
        len(sent.get(name, [])) for name in ("telephones", "documents")
    )
    assert answers[0]["ETag"] == caller.get(under(case, "person"))["ETag"] == '"2"'


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_events_asks_the_database_as_often_for_three_as_for_one(
    caller, worker, number, django_assert_num_queries
):
    for _ in range(number):
        case = opened_case(worker)
        consented(caller, case)
        caller.post(under(case, "exploitation"), {"acts": ["recruitment"]})

    caller.get("/api/v1/exploitations/")
    with django_assert_num_queries(11):
        assert len(caller.get("/api/v1/exploitations/").json()["results"]) == number


def test_fifty_parallel_repeats_of_one_request_open_one_case(committed_db):
    worker, key, answers = caseworker(working_office()), str(uuid.uuid4()), []
    caller, body = program(worker), first_page(worker)

    def send():
        answers.append(caller.post(CASES, body, headers={"Idempotency-Key": key}))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(50)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert [answer.status_code for answer in answers] == [201] * 50
    assert {answer.json()["number"] for answer in answers} == {Case.objects.get().number}
    assert Person.objects.count() == 1
    assert Event.objects.filter(verb="case.opened").count() == 1


def test_an_ended_ground_lets_a_program_keep_nothing_more(caller, case, worker):
    ground = actions.record_ground(case, by=worker, since=timezone.localdate(), **CONSENT)
    actions.end_ground(ground, by=worker, ended_on=timezone.localdate())

    assert caller.patch(under(case, "person"), HER, headers={"If-Match": '"1"'}).status_code == 422


def test_a_pregnancy_is_no_question_of_a_man_to_a_program_either(caller, worker):
    case = opened_case(worker, sex="M")

    answer = caller.post(f"{CASES}{case.number}/needs/", {"needs": ["food"], "pregnant": "no"})

    assert (answer.status_code, [*answer.json()["errors"]]) == (422, ["pregnant"])
    assert caller.post(f"{CASES}{case.number}/needs/", {"needs": ["food"]}).status_code == 201
