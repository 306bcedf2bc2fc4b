"""Long lists: every row stands on exactly one page, whatever comes in meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from audit.models import Event
from work.pages import Column, cursor, sorted_by

START = datetime(2026, 3, 27, 12, tzinfo=UTC)
ORDER = ("-at", "id")
pytestmark = pytest.mark.django_db


def events(number, *, alike=1):
    """Events of which each `alike` in a row happened at one moment, a microsecond before the next."""
    moments = [START + timedelta(microseconds=i // alike) for i in range(number)]
    Event.objects.bulk_create(Event(verb="look.tested", at=moment) for moment in moments)
    return Event.objects.filter(verb="look.tested")


def page_of(queryset, cursor_text="", order=ORDER, **more):
    request = RequestFactory().get("/", {"cursor": cursor_text})
    return cursor(queryset, request, order=order, **more)


def walk(queryset, order=ORDER):
    """All rows from first page to last, and the sizes of the pages."""
    page = page_of(queryset, order=order)
    rows, sizes = list(page), [len(page)]
    while page.next:
        page = page_of(queryset, page.next, order)
        rows += page
        sizes.append(len(page))
    return rows, sizes


@pytest.mark.parametrize(
    ("number", "sizes", "label"),
    [
        (0, [0], "0"),
        (1, [1], "1"),
        (25, [25], "25"),
        (26, [25, 1], "26"),
        (1000, [25] * 40, "1,000"),
        (1001, [25] * 40 + [1], "1,000+"),
        (1100, [25] * 44, "1,000+"),
    ],
)
def test_every_row_stands_on_one_page(number, sizes, label):
    queryset = events(number, alike=7)

    rows, found = walk(queryset)

    assert found == sizes
    assert rows == list(queryset.order_by("-at", "id"))
    assert page_of(queryset).count_label == label


@pytest.mark.parametrize("order", [("at", "id"), ("-at", "-id"), ("verb", "-at", "id"), ("-id",)])
def test_every_order_is_walked_whole(order):
    queryset = events(60, alike=9)

    assert walk(queryset, order)[0] == list(queryset.order_by(*order))


def test_rows_of_one_moment_are_neither_lost_nor_doubled():
    queryset = events(80, alike=80)

    rows, _sizes = walk(queryset)

    assert [row.pk for row in rows] == sorted(queryset.values_list("pk", flat=True))


def test_the_way_back_shows_the_same_pages():
    queryset = events(60, alike=4)
    first = page_of(queryset)
    second = page_of(queryset, first.next)
    third = page_of(queryset, second.next)

    back = page_of(queryset, third.previous)
    again = page_of(queryset, back.previous)

    assert (list(back), list(again)) == (list(second), list(first))
    assert (bool(first.previous), bool(again.previous), bool(third.next), bool(back.next)) == (
        False,
        False,
        False,
        True,
    )


def test_a_row_that_comes_in_meanwhile_moves_nothing():
    queryset = events(50)
    first = page_of(queryset)
    expected = list(page_of(queryset, first.next))

    Event.objects.create(verb="look.tested", at=START + timedelta(days=1))

    assert list(page_of(queryset, first.next)) == expected


@pytest.mark.parametrize("text", ["x", "ñ", "AAAA", "A" * 500, "../../etc", "eyJhIjoxfQ"])
def test_a_cursor_that_is_no_use_leads_to_the_first_page(text):
    queryset = events(30)

    assert list(page_of(queryset, text)) == list(page_of(queryset))


def test_a_cursor_of_another_order_leads_to_the_first_page():
    queryset = events(30)
    other = page_of(queryset, order=("at", "id")).next

    assert list(page_of(queryset, other)) == list(page_of(queryset))


def test_a_cursor_behind_which_nothing_is_left_leads_to_the_first_page():
    queryset = events(30)
    last = page_of(queryset).next

    assert list(page_of(queryset.filter(at__gt=START + timedelta(microseconds=20)), last)) != []


def test_a_cursor_tells_nothing_of_the_row():
    text = page_of(events(30)).next

    assert "2026" not in text
    assert "look" not in text


@pytest.mark.parametrize("number", [1, 3, 30])
def test_a_page_costs_two_queries(number, django_assert_num_queries):
    queryset = events(number)

    with django_assert_num_queries(2):
        page_of(queryset)


def test_a_list_ordered_by_a_column_that_may_be_empty_is_refused():
    Event.objects.bulk_create(Event(verb="look.tested") for _ in range(30))

    with pytest.raises(ValueError, match="never null"):
        page_of(Event.objects.filter(verb="look.tested"), order=("actor", "id"))


HEADS = [Column("When", ("-at", "-id")), Column("What", ("verb", "id")), Column("Who")]


@pytest.mark.parametrize(
    ("asked", "order", "directions"),
    [
        ("", ("-at", "-id"), ["descending", "", ""]),
        ("verb", ("verb", "id"), ["", "ascending", ""]),
        ("-verb", ("-verb", "-id"), ["", "descending", ""]),
        ("at", ("at", "id"), ["ascending", "", ""]),
        ("-at", ("-at", "-id"), ["descending", "", ""]),
        ("who; drop table", ("-at", "-id"), ["descending", "", ""]),
    ],
)
def test_a_head_orders_the_list_and_says_so(asked, order, directions):
    request = RequestFactory().get("/", {"sort": asked})

    found, heads = sorted_by(request, HEADS, default=("-at", "-id"))

    assert (found, [head.direction for head in heads]) == (order, directions)
