"""A case number is read aloud over bad lines: one wrong digit, or two that changed places, is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cases.numbers import case_number, complete_number, read_case_number

digits = some.integers(0, 9)


def test_the_number_of_the_first_paper_is_right():
    assert case_number(2026, 147) == "26-0147-K"


@pytest.mark.parametrize(
    "written",
    ["26-0147-K", "26 0147 k", "260147k", " 26/0147/K ", "26-0147K", "26–0147–K", "26-147-k", "26 147K"],
)
def test_a_number_is_read_however_it_was_written(written):
    assert read_case_number(written) == "26-0147-K"


@pytest.mark.parametrize(
    "written", ["", "26-0147", "26-0147-L", "26-147-L", "26147K", "caso 26-0147-K", "26-0147-K\x00"]
)
def test_what_is_no_number_is_none(written):
    assert read_case_number(written) is None


@pytest.mark.parametrize("written", ["26-0147", "260147", "26 0147 ", "26–0147-", "26-147", "26 147"])
def test_a_number_without_its_letter_is_no_whole_one_and_is_completed(written):
    assert (read_case_number(written), complete_number(written)) == (None, "26-0147-K")


@pytest.mark.parametrize("written", ["26-0147-K", "26147", "5555-1234", "Ceiba", ""])
def test_what_lacks_no_letter_is_not_completed(written):
    assert complete_number(written) is None


@given(some.integers(0, 99), some.integers(1, 9_999_999), some.data())
def test_one_wrong_digit_is_noticed(year, running, data):
    number = case_number(2000 + year, running)
    place = data.draw(some.sampled_from([i for i, sign in enumerate(number) if sign.isdigit()]))
    other = data.draw(some.sampled_from([d for d in "0123456789" if d != number[place]]))

    assert read_case_number(number[:place] + other + number[place + 1 :]) is None


@given(some.integers(0, 99), some.integers(1, 9_999_999), some.data())
def test_two_digits_that_changed_places_are_noticed(year, running, data):
    number = case_number(2000 + year, running)
    places = [i for i in range(3, len(number) - 3) if number[i] != number[i + 1]]
    if places:
        i = data.draw(some.sampled_from(places))
        swapped = number[:i] + number[i + 1] + number[i] + number[i + 2 :]
        assert read_case_number(swapped) is None
