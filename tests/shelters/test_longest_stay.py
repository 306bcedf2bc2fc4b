"""Her first night was another than was written: the plan to leave stays within the longest stay."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from shelters import actions
from tests.factories.shelters import admitted, left
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
# Eight months at most (design §2): from 2 March until 2 November, from 2 February until 2 October.
PLANNED, EARLIER, SHORTENED = date(2026, 11, 2), date(2026, 2, 2), date(2026, 10, 2)


def corrected(stay, by, admitted_on, expected_exit_on=PLANNED):
    days = {"admitted_on": admitted_on, "expected_exit_on": expected_exit_on, "left_on": stay.left_on}
    return actions.change_stay(stay, by=by, **days)


@pytest.mark.parametrize(
    ("admitted_on", "planned"),
    [(EARLIER, SHORTENED), (date(2026, 3, 1), date(2026, 11, 1)), (date(2026, 3, 9), PLANNED)],
)
def test_a_first_night_that_moves_never_makes_the_plan_longer_than_the_longest(
    shelter, head, admitted_on, planned
):
    stay = corrected(admitted(shelter, expected_exit_on=PLANNED), head, admitted_on)

    assert (stay.admitted_on, stay.expected_exit_on) == (admitted_on, planned)


def test_of_a_stay_that_is_over_it_is_the_same(shelter, head):
    stay = left(admitted(shelter, expected_exit_on=PLANNED), on=date(2026, 5, 1))

    assert corrected(stay, head, EARLIER).expected_exit_on == SHORTENED


def test_what_was_entered_from_paper_keeps_its_plan(shelter, head):
    stay = admitted(shelter, expected_exit_on=date(2027, 1, 1), entered_from="paper")

    assert corrected(stay, head, EARLIER, date(2027, 1, 1)).expected_exit_on == date(2027, 1, 1)


def test_a_plan_that_is_typed_too_long_is_refused_as_ever(shelter, head):
    stay = admitted(shelter, expected_exit_on=PLANNED)

    with pytest.raises(ValidationError, match="A stay here lasts at most 8 months"):
        corrected(stay, head, EARLIER, date(2026, 10, 3))


@pytest.mark.parametrize(("day", "told"), [("02/02/2026", True), ("09/03/2026", False)])
def test_the_page_says_that_the_plan_was_shortened(shelter, head, day, told):
    stay = admitted(shelter, expected_exit_on=PLANNED)
    typed = {"admitted_on": day, "admission_reason": "voluntary", "expected_exit_on": "02/11/2026"}
    url = reverse("shelters:stay-change", args=[stay.pk])

    page = browser_of(head).post(url, typed | {"version": "1"}, follow=True).content.decode()

    said = "A stay here lasts at most 8 months: she is expected to leave on 2 October 2026 now."
    assert ("The stay is corrected." in page, said in page) == (True, told)


def test_a_program_reads_the_shortened_plan(shelter, head):
    stay = admitted(shelter, expected_exit_on=PLANNED)

    body, tag = {"admitted_on": "2026-02-02"}, {"If-Match": '"1"'}
    answer = program_of(head).patch(f"/api/v1/stays/{stay.pk}/", body, headers=tag)

    assert (answer.status_code, answer.json()["expected_exit_on"]) == (200, "2026-10-02")
