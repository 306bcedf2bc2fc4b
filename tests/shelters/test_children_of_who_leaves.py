"""A woman leaves, her child lives there on: whoever writes it is told, nothing is decided for the child."""

import pytest
from django.utils import timezone

from audit.models import Event
from cases.models import Level
from shelters.models import Stay
from tests.factories.cases import caseworker, let_in, opened_case
from tests.factories.shelters import admitted, left, shelter_of
from tests.shelters.conftest import browser_of, program_of
from work.templatetags.look import unbroken

pytestmark = pytest.mark.django_db
SAID = "A child who accompanies her lives here on."


@pytest.fixture
def stay(shelter, case):
    return admitted(shelter, case=case)


@pytest.fixture
def child(case):
    facts = {"role": "accompanying_child", "majority": "minor", "mother_case": case}
    return opened_case(case.worker, code_name="Jade", **facts)


@pytest.fixture
def with_her(shelter, child):
    """The child's own stay."""
    return admitted(shelter, case=child)


def told_of(text, one):
    return (SAID in text, unbroken(f"Jade {one.case.number}") in text, f"/stays/{one.pk}/exit/" in text)


def leave(person, stay):
    typed = {"left_on": str(timezone.localdate()), "exit_reason": "family", "exit_decided_by": "person"}
    return browser_of(person).post(f"/stays/{stay.pk}/exit/", typed, follow=True)


def test_before_she_leaves_and_after_it_the_child_stands_there_with_its_own_exit(stay, staff, with_her):
    before = browser_of(staff).get(f"/stays/{stay.pk}/exit/").text
    after = leave(staff, stay)

    assert (told_of(before, with_her), told_of(after.text, with_her)) == ((True,) * 3, (True,) * 3)
    assert after.redirect_chain[-1][0] == f"/stays/{stay.pk}/"
    assert list(Stay.objects.open()) == [with_her]


def test_that_she_was_told_of_the_child_is_kept(stay, staff, with_her):
    browser_of(staff).get(f"/stays/{stay.pk}/exit/")

    looked = Event.objects.filter(verb="case.read", detail=["stay"], actor=staff.pk)
    assert looked.filter(subjects__contains=[with_her.case_id]).count() == 1


def test_once_the_child_has_left_too_nothing_is_said(stay, staff, case, with_her):
    left(with_her, by=staff)

    before = browser_of(case.worker).get(f"/stays/{stay.pk}/exit/").text

    assert (SAID in before, SAID in leave(case.worker, stay).text) == (False, False)


def test_of_a_child_in_another_shelter_nothing_is_said(stay, case, shelter, child):
    elsewhere = admitted(shelter_of(shelter.office.organisation, name="Casa Luz"), case=child)

    assert told_of(browser_of(case.worker).get(f"/stays/{stay.pk}/exit/").text, elsewhere) == (False,) * 3


def test_whoever_may_not_see_the_childs_stay_is_told_of_none(stay, case, with_her):
    colleague = caseworker(case.office)
    let_in(colleague, case, Level.ASSISTANCE)

    page = browser_of(colleague).get(f"/stays/{stay.pk}/exit/")

    assert (page.status_code, told_of(page.text, with_her)) == (200, (False,) * 3)
    assert told_of(browser_of(case.worker).get(f"/stays/{stay.pk}/exit/").text, with_her) == (True,) * 3


def test_a_program_is_answered_as_before(stay, staff, with_her):
    sent = {"left_on": str(timezone.localdate()), "exit_reason": "family", "exit_decided_by": "person"}

    answer = program_of(staff).post(f"/api/v1/stays/{stay.pk}/exit/", sent, headers={"If-Match": '"1"'})

    assert (answer.status_code, with_her.case.number in answer.text) == (200, False)
