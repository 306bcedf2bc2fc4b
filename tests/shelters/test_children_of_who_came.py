"""A woman who comes with a child: whoever admits her is told that the child needs a bed, and no more."""

import pytest

from cases.models import Level
from tests.factories.cases import let_in, opened_case
from tests.factories.shelters import admitted
from tests.shelters.conftest import browser_of

pytestmark = pytest.mark.django_db
HIDDEN = "One child of hers has no bed yet"


@pytest.fixture
def stay(shelter, case):
    return admitted(shelter, case=case)


@pytest.fixture
def child(case):
    facts = {"role": "accompanying_child", "majority": "minor", "mother_case": case}
    return opened_case(case.worker, code_name="Jade", **facts)


def page(stay, person):
    return browser_of(person).get(f"/stays/{stay.pk}/").text


def test_of_a_child_whose_case_is_closed_to_her_she_reads_that_there_is_one_and_whom_to_ask(
    stay, staff, child
):
    text = page(stay, staff)

    assert (HIDDEN in text, f"Ask {child.worker.full_name} for the number" in text) == (True, True)
    assert (child.number in text, child.code_name in text) == (False, False)


def test_a_child_whose_case_is_open_to_her_is_admitted_from_there(stay, staff, child):
    let_in(staff, child)

    text = page(stay, staff)

    assert (HIDDEN in text, f"?case={child.number}" in text) == (False, True)


def test_once_the_child_lives_in_a_shelter_nothing_is_said(stay, staff, shelter, child):
    admitted(shelter, case=child)

    assert "Children who accompany her" not in page(stay, staff)


def test_who_reads_the_number_of_her_case_alone_is_told_of_no_child(stay, case, child):
    somebody = opened_case().worker
    let_in(somebody, case, Level.REFERENCE)

    assert browser_of(somebody).get(f"/stays/{stay.pk}/").status_code == 404
