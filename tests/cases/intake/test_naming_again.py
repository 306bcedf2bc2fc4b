"""While she is unnamed nothing that names her is written; with a new ground her page opens again."""

import pytest
from django.core.exceptions import ValidationError

from audit.models import Event
from cases import actions
from cases.models import Person
from tests.cases.intake.conftest import HER, NAME, NO_ROWS, TODAY, agreed, described, page, states
from tests.factories.cases import opened_case, supervisor

pytestmark = pytest.mark.django_db
CONSENT = {"answer": "given", "giver": "self_adult", "purposes": ["data_processing"]}


@pytest.fixture
def unnamed(case, worker):
    """Somebody of whom a name was kept, who took it back."""
    ground = agreed(case, worker)
    described(case, worker)
    actions.end_ground(ground, by=worker, ended_on=TODAY())
    return actions.keep_unnamed(case, by=worker)


def test_she_is_not_named_again_without_a_ground_given_since(desk, unnamed, worker):
    with pytest.raises(ValidationError) as refused:
        actions.name_again(unnamed, by=worker)

    assert refused.value.code == "no_ground"
    assert desk.post(page(unnamed, "name-again"), {}).status_code == 422
    assert Person.objects.get().unnamed is True


def test_her_page_says_where_to_go_and_opens_again_once_she_agrees(desk, unnamed):
    closed = desk.get(page(unnamed, "person")).content.decode()
    agreeing = desk.post(page(unnamed, "ground/consent"), CONSENT | {"since": str(TODAY())})
    waiting = desk.get(page(unnamed, "person")).content.decode()
    opened = desk.post(page(unnamed, "name-again"), {})
    saved = desk.post(page(unnamed, "person"), HER | NO_ROWS | {"version": Person.objects.get().version})

    assert page(unnamed, "ground") in closed
    assert agreeing.url == page(unnamed, "name-again")
    assert page(unnamed, "name-again") in waiting
    assert (opened.url, saved.status_code) == (page(unnamed, "person"), 302)
    person = Person.objects.get()
    assert (person.unnamed, person.given_names) == (False, NAME)
    assert Event.objects.filter(verb="person.named_again").count() == 1


@pytest.mark.parametrize("name", ["person", "exploitation"])
def test_a_ground_alone_opens_no_page_about_her_while_she_is_unnamed(desk, unnamed, worker, name):
    agreed(unnamed, worker)

    shown, sent = desk.get(page(unnamed, name)), desk.post(page(unnamed, name), {"account": "x"} | HER)

    assert (shown.status_code, sent.status_code) == (200, 422)
    assert page(unnamed, "name-again") in shown.content.decode()
    assert unnamed.exploitation_links.count() == 0
    assert states(desk, unnamed)[name] == "closed"


def test_every_verb_that_would_write_who_she_is_is_refused(unnamed, worker):
    agreed(unnamed, worker)
    tries = [
        lambda: actions.describe_person(unnamed.person, by=worker, case=unnamed, given_names=NAME),
        lambda: actions.record_exploitation(unnamed, by=worker, acts=["recruitment"]),
        lambda: actions.keep_draft(by=worker, section="exploitation", typed=[["place", ["x"]]], case=unnamed),
        lambda: actions.change_case(unnamed, by=worker, found_place="Her street"),
        lambda: agreed(unnamed, worker, purposes=["assistance"], giver_name=NAME),
    ]

    for write in tries:
        with pytest.raises(ValidationError) as refused:
            write()
        assert "She does not want her data kept" in " ".join(refused.value.messages) or (
            "No quiere que se guarden" in " ".join(refused.value.messages)
        )


def test_a_case_opened_without_a_name_takes_no_free_words_of_how_she_was_found(worker):
    with pytest.raises(ValidationError) as refused:
        opened_case(worker, unnamed=True, source_details="Her sister brought her")

    assert list(refused.value.error_dict) == ["source_details"]


def test_a_supervisor_identifies_her_of_whom_nothing_may_be_kept(unnamed):
    boss = supervisor(unnamed.office)

    case = actions.identify_case(
        unnamed, by=boss, on=TODAY(), trafficking_status="presumed", status_decider="ngo"
    )

    assert (case.status, case.trafficking_status) == ("identified", "presumed")


def test_named_again_twice_is_once(unnamed, worker):
    agreed(unnamed, worker)

    for _turn in (1, 2):
        actions.name_again(unnamed, by=worker)

    assert Event.objects.filter(verb="person.named_again").count() == 1
