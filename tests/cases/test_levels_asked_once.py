"""How much somebody reads of a case is asked once for a page, and anew by whoever writes."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from cases import reading, rules
from cases.models import Level
from tests.cases.test_levels import browser_of, case, pytestmark, reader

__all__ = ["case", "pytestmark"]


def test_a_page_asks_once_how_much_of_the_case_is_read(case, django_assert_num_queries):
    person = reader(case, Role.CASEWORKER, Level.FULL)
    rules.level_of(person, case)

    reading.ask_once(person)
    with django_assert_num_queries(1):
        assert {rules.level_of(person, case) for _time in range(5)} == {Level.FULL}


def test_the_page_of_a_case_asks_once_of_whoever_was_let_in(case):
    browser = browser_of(reader(case, Role.CASEWORKER, Level.FULL))

    with CaptureQueriesContext(connection) as asked:
        browser.get(f"/cases/{case.number}/")

    levels = [one["sql"] for one in asked if one["sql"].startswith('SELECT "cases_caseaccess"."level"')]
    assert len(levels) == 1


def test_a_request_that_writes_asks_each_time(case):
    person = reader(case, Role.CASEWORKER, Level.FULL)
    before = rules.level_of(person, case)

    person.case_accesses.update(ended_at=timezone.now())

    assert (before, rules.level_of(person, case)) == (Level.FULL, None)
