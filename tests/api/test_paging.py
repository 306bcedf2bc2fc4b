"""A program reads a long list, page by page, while others add to it."""

import datetime
import re
import uuid
from itertools import pairwise

import pytest
from django.utils import timezone

from accounts.models import Organisation
from tests.factories.accounts import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.urls")]

LIST = "/api/v1/gardens/"


def add(number, moments=3):
    """Gardens of which many were written at the very same moment."""
    now = timezone.now().replace(microsecond=123456)
    made = [OrganisationFactory() for _ in range(number)]
    for place, garden in enumerate(made):
        moment = now - datetime.timedelta(days=1, microseconds=place % moments)
        Organisation.objects.filter(pk=garden.pk).update(created_at=moment)
    return {str(garden.pk) for garden in made}


def path_of(link):
    return re.sub(r"^http://testserver", "", link)


def walk(caller, link, step="next", meanwhile=lambda: None):
    seen = []
    while link:
        page = caller.get(path_of(link)).json()
        seen += (
            [row["id"] for row in page["results"]]
            if step == "next"
            else [row["id"] for row in page["results"]][::-1]
        )
        link = page[step]
        meanwhile()
    return seen


def test_every_row_is_seen_once_however_many_have_the_same_date(supervisor):
    there = add(23)

    for size in (1, 4, 7, 100):
        seen = walk(supervisor, f"{LIST}?page_size={size}")
        assert len(seen) == len(set(seen)) == Organisation.objects.count()
        assert there <= set(seen)


def test_rows_that_are_added_meanwhile_move_nothing(supervisor):
    there = add(20)

    seen = walk(supervisor, f"{LIST}?page_size=3", meanwhile=lambda: add(2))

    assert len(seen) == len(set(seen))
    assert there <= set(seen)


def test_the_way_back_shows_the_same_rows(supervisor):
    add(12)
    pages = [supervisor.get(f"{LIST}?page_size=5").json()]
    while pages[-1]["next"]:
        pages.append(supervisor.get(path_of(pages[-1]["next"])).json())

    assert pages[0]["previous"] is None
    for earlier, later in pairwise(pages):
        assert supervisor.get(path_of(later["previous"])).json()["results"] == earlier["results"]


def test_filters_stay_in_the_links(supervisor):
    add(6)
    OrganisationFactory(country="HN")

    page = supervisor.get(f"{LIST}?country=GT&page_size=2").json()

    assert "country=GT" in page["next"]
    assert "page_size=2" in page["next"]
    rows = supervisor.get(path_of(page["next"])).json()["results"]
    assert [row["country"] for row in rows] == ["GT", "GT"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_number_of_queries(supervisor, rows, django_assert_num_queries):
    add(rows)
    supervisor.get(LIST)

    with django_assert_num_queries(QUERIES):
        supervisor.get(LIST)


QUERIES = 7


@pytest.mark.parametrize("cursor", ["", "x", "é", "%00", "a" * 5000, "AAAA", "eyJhIjogMX0"])
def test_a_cursor_that_leads_nowhere_is_refused(supervisor, cursor):
    answer = supervisor.get(f"{LIST}?cursor={cursor}")

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["cursor"])


@pytest.mark.parametrize("size", ["0", "101", "-1", "x", "", "1.5", "²", "9" * 400])
def test_a_page_has_one_to_a_hundred_rows(supervisor, size):
    answer = supervisor.get(f"{LIST}?page_size={size}")

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["page_size"])


@pytest.mark.parametrize(
    ("query", "found"),
    [("is_lead=true", 1), ("is_lead=false", 2), ("country=HN", 1),
     ("since=2020-01-01", 3), ("since=2099-01-01", 0), ("named=zz", 1),
     ("at_least=1", 3), ("at_least=2", 0), ("any_of=GT&any_of=HN", 3), ("any_of=HN", 1)],
)  # fmt: skip
def test_a_list_is_narrowed_by_filters(supervisor, query, found):
    Organisation.objects.update(country="GT")
    OrganisationFactory(country="HN")
    OrganisationFactory(name="Pizza", is_lead=True)

    answer = supervisor.get(f"{LIST}?{query}")

    assert len(answer.json()["results"]) == found


@pytest.mark.parametrize(
    ("query", "field"),
    [("colour=red", "colour"), ("is_lead=maybe", "is_lead"), ("is_lead=1", "is_lead"),
     ("country=XX", "country"), ("country=", "country"), ("since=27/03/2026", "since"),
     ("since=2026-02-30", "since"), ("named=%00", "named"),
     ("named=" + "x" * 21, "named"), ("at_least=many", "at_least"), ("at_least=1e5", "at_least"),
     ("country=GT&country=HN", "country"), ("any_of=GT&any_of=GT", "any_of"), ("format=xml", "format")],
)  # fmt: skip
def test_a_filter_that_is_not_understood_is_refused_never_ignored(supervisor, query, field):
    answer = supervisor.get(f"{LIST}?{query}")

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


def test_a_foreign_row_in_a_filter_is_refused_like_an_absent_one(supervisor):
    hidden, shown = OrganisationFactory(name="Hidden garden"), OrganisationFactory()

    refused = [supervisor.get(f"{LIST}?same_as={pk}") for pk in (hidden.pk, uuid.uuid4())]
    found = supervisor.get(f"{LIST}?same_as={shown.pk}")

    assert [answer.status_code for answer in refused] == [422, 422]
    assert refused[0].content == refused[1].content
    assert [row["id"] for row in found.json()["results"]] == [str(shown.pk)]


def test_parameters_mean_nothing_on_one_row(supervisor):
    garden = OrganisationFactory()

    assert supervisor.get(f"{LIST}{garden.pk}/?country=GT").status_code == 422
