"""Before a ground nothing is kept that says who she is; who may give one depends on her age."""

import datetime
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import actions
from cases.models import Ground, IdentityDocument, Person, Service, Task, Telephone
from tests.cases.intake.conftest import (
    HER,
    INVOLVED,
    NAME,
    TODAY,
    agreed,
    described,
    page,
    said,
    states,
)
from tests.factories.cases import opened_case
from work.models import Revision

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["person", "exploitation"])
def test_without_a_ground_the_page_says_so_and_takes_nothing(desk, case, name):
    shown, sent = desk.get(page(case, name)), desk.post(page(case, name), HER | {"account": "x"})

    assert (shown.status_code, sent.status_code) == (200, 422)
    assert page(case, "ground") in shown.content.decode()
    assert (Person.objects.get().given_names, case.exploitation_links.count()) == (None, 0)


def test_without_a_ground_the_action_refuses_too(case, worker):
    with pytest.raises(ValidationError) as refused:
        actions.describe_person(case.person, by=worker, case=case, given_names=NAME)
    assert refused.value.code == "no_ground"
    with pytest.raises(ValidationError) as refused:
        actions.record_exploitation(case, by=worker, acts=["recruitment"])
    assert refused.value.code == "no_ground"


@pytest.mark.parametrize(
    "facts",
    [
        {"purposes": ["assistance"]},
        {"answer": "refused"},
        {"since": datetime.date(2026, 3, 2), "expires_on": datetime.date(2026, 4, 2)},
    ],
)
def test_a_consent_to_something_else_a_refusal_or_an_old_one_is_no_ground(case, worker, facts):
    agreed(case, worker, **facts)

    with pytest.raises(ValidationError):
        actions.describe_person(case.person, by=worker, case=case, given_names=NAME)


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("court_order", {"authority": "Juzgado Primero, 01-2026"}),
        ("duty_to_report", {}),
        ("vital_interest", {"reason": "Unconscious"}),
    ],
)
def test_a_court_a_duty_and_danger_to_her_life_are_grounds(desk, case, kind, facts):
    answer = desk.post(page(case, f"ground/{kind}"), facts | {"since": str(TODAY())})

    assert (answer.status_code, Ground.objects.get().kind) == (302, kind)
    assert states(desk, case)["person"] == "todo"


def test_vital_interest_holds_for_72_hours(case, worker):
    ground = actions.record_ground(
        case, by=worker, kind="vital_interest", since=TODAY(), reason="Unconscious"
    )

    assert abs(ground.expires_at - timezone.now() - timedelta(hours=72)) < timedelta(minutes=1)
    Ground.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ValidationError):
        actions.describe_person(case.person, by=worker, case=case, given_names=NAME)


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [("consent", ["giver", "purposes"]), ("court_order", ["authority"]), ("vital_interest", ["reason"])],
)
def test_each_ground_asks_for_what_it_cannot_stand_without(desk, case, kind, lacking):
    answer = desk.post(page(case, f"ground/{kind}"), {"since": str(TODAY()), "answer": "given"})

    assert (answer.status_code, sorted(said(answer))) == (422, lacking)


def test_a_child_does_not_consent_alone_and_is_asked_herself(desk, child):
    consent = {"answer": "given", "purposes": ["data_processing"], "since": str(TODAY())}

    alone = desk.post(page(child, "ground/consent"), consent | {"giver": "self_adult", "assent": "given"})
    unasked = desk.post(page(child, "ground/consent"), consent | {"giver": "state_guardian"})
    right = desk.post(page(child, "ground/consent"), consent | {"giver": "state_guardian", "assent": "given"})

    assert (list(said(alone)), list(said(unasked)), right.status_code) == (["giver"], ["assent"], 302)


def test_a_parent_who_took_part_cannot_consent_and_the_reason_stands_beside_the_box(desk, child):
    consent = {"answer": "given", "purposes": ["data_processing"], "since": str(TODAY()), "assent": "given"}

    answer = desk.post(page(child, "ground/consent"), consent | {"giver": "parent", "giver_involved": "on"})

    assert said(answer) == {
        "giver_involved": [INVOLVED],
    }


def test_nobody_consents_for_an_adult(case, worker):
    with pytest.raises(ValidationError) as refused:
        agreed(case, worker, giver="parent")
    assert list(refused.value.error_dict) == ["giver"]


def test_an_ended_ground_stays_in_the_ledger_and_lets_nothing_more_be_kept(desk, case, worker):
    ground = agreed(case, worker)

    answer = desk.post(f"/cases/{case.number}/grounds/{ground.pk}/end/", {"ended_on": str(TODAY())})

    ground.refresh_from_db()
    assert (answer.status_code, ground.ended_on, states(desk, case)["person"]) == (302, TODAY(), "waits")
    assert Task.objects.get().kind == "data_without_ground"


def test_a_ground_of_another_case_is_not_found_under_this_one(desk, case, child, worker):
    ground = agreed(case, worker)

    assert desk.get(f"/cases/{child.number}/grounds/{ground.pk}/end/").status_code == 404


def test_who_refuses_is_asked_whether_she_wants_help_without_her_name(desk, case):
    refusal = {"answer": "refused", "giver": "self_adult", "since": str(TODAY())}

    asked = desk.post(page(case, "ground/consent"), refusal)

    assert asked.url == page(case, "unnamed")
    desk.cookies["language"] = "en"
    assert "The answer is recorded: no." in desk.get(asked.url).content.decode()
    assert desk.post(asked.url, {}).url == f"/cases/{case.number}/intake/"
    assert Person.objects.get().unnamed is True
    assert states(desk, case)["person"] == "closed"


def test_who_takes_her_consent_back_leaves_no_name_and_keeps_what_was_given(desk, case, worker):
    ground = agreed(case, worker)
    described(
        case, worker, telephones=[{"number": "5555 1234"}], documents=[{"kind": "passport", "number": "A123"}]
    )
    actions.end_ground(ground, by=worker, ended_on=TODAY())
    service = actions.record_service(case, by=worker, on=TODAY(), type="food")

    actions.keep_unnamed(case, by=worker)

    person = Person.objects.get()
    identity = (person.given_names, person.family_names, person.birth_date, person.residence)
    assert (identity, person.unnamed) == ((None,) * 4, True)
    assert (Telephone.objects.count(), IdentityDocument.objects.count()) == (0, 0)
    assert Service.objects.get() == service
    assert Revision.objects.of(person).count() == 0


@pytest.mark.parametrize("name", ["notes/new/", "services/new/"])
def test_who_writes_freely_of_somebody_unnamed_is_asked_to_write_nothing_that_names_her(
    desk, case, worker, name
):
    desk.cookies["language"] = "en"
    asked = "write nothing here by which she could be known"
    before = desk.get(f"/cases/{case.number}/{name}").content.decode()

    actions.keep_unnamed(case, by=worker)

    assert asked not in before
    assert asked in desk.get(f"/cases/{case.number}/{name}").content.decode()


def test_while_a_ground_holds_nobody_is_made_unnamed_by_mistake(case, worker):
    agreed(case, worker)

    with pytest.raises(ValidationError) as refused:
        actions.keep_unnamed(case, by=worker)
    assert refused.value.code == "ground_in_force"


def test_an_unnamed_persons_identity_is_refused_by_action_and_by_the_database(worker):
    case = opened_case(worker, unnamed=True)
    actions.record_ground(case, by=worker, kind="duty_to_report", since=TODAY())

    with pytest.raises(ValidationError):
        actions.describe_person(case.person, by=worker, case=case, given_names=NAME)
    person = Person.objects.get()
    person.given_names = NAME
    with pytest.raises(IntegrityError), transaction.atomic():
        person.save()


def test_a_ground_ends_once(case, worker):
    ground = agreed(case, worker, since=TODAY() - timedelta(days=3))
    as_opened = Ground.objects.get(pk=ground.pk)
    actions.end_ground(ground, by=worker, ended_on=TODAY() - timedelta(days=1))

    with pytest.raises(ValidationError) as refused:
        actions.end_ground(as_opened, by=worker, ended_on=TODAY())

    ended = Ground.objects.get().ended_on
    assert (refused.value.code, ended) == ("ended", TODAY() - timedelta(days=1))


def test_what_a_consent_lacks_is_said_once_and_nothing_of_it_is_called_optional(desk, case, child):
    desk.cookies["language"] = "en"
    blank = desk.get(page(case, "ground/consent")).content.decode()
    answer = desk.post(page(child, "ground/consent"), {"answer": "given", "since": str(TODAY())})

    assert "(optional)" not in blank.split("What it covers")[1].split("</summary>")[0]
    assert {name: len(said) for name, said in answer.context["form"].errors.items()} == {
        "giver": 1,
        "purposes": 1,
        "assent": 1,
    }
