"""Two administrators at the same moment: what one of them just changed is what the other decides on."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts import actions
from accounts.models import Role
from tests.factories.accounts import MembershipFactory, OfficeFactory, administrator, member

WAITED_FOR = "SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))"


def while_undecided(first, second):
    """Do the first; the second begins and comes to wait before that is committed; what the second answers."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waiting = pool.submit(answered, second)
            come_to_wait(waiting)
        return waiting.result(30)


def answered(call):
    try:
        call()
    except ValidationError as refused:
        return first_code(refused)
    finally:
        connection.close()
    return "done"


def first_code(refused):
    """The code of a refusal, beside a field or not."""
    beside = getattr(refused, "error_dict", {"": [refused]})
    return next(iter(beside.values()))[0].code


def come_to_wait(call, seconds=10):
    until = time.monotonic() + seconds
    while time.monotonic() < until and not call.done():
        with connection.cursor() as cursor:
            cursor.execute(WAITED_FOR)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)


@pytest.fixture
def office(committed_db):
    return OfficeFactory(small=True)


@pytest.fixture
def chief(office):
    return administrator(office.organisation)


@pytest.fixture
def worker(office):
    return member(Role.CASEWORKER, office)


def give(worker, office, chief, role=Role.DATA_PROTECTION):
    place = {"organisation": office.organisation, "office": office}
    return lambda: actions.grant_membership(worker, by=chief, role=role, **place)


def test_a_role_given_while_the_office_ceases_to_be_small_is_refused(office, chief, worker):
    outcome = while_undecided(lambda: actions.end_small(office, by=chief), give(worker, office, chief))

    assert outcome == "incompatible_roles"
    assert worker.memberships.count() == 1


def test_so_is_one_in_another_small_office_beside_it(office, chief, worker):
    other = OfficeFactory(organisation=office.organisation, small=True)

    outcome = while_undecided(lambda: actions.end_small(office, by=chief), give(worker, other, chief))

    assert outcome == "incompatible_roles"
    assert worker.memberships.count() == 1


def test_an_office_in_which_such_a_role_is_being_given_stays_small(office, chief, worker):
    outcome = while_undecided(give(worker, office, chief), lambda: actions.end_small(office, by=chief))

    assert outcome == "incompatible_roles"
    office.refresh_from_db()
    assert office.is_small


def test_of_two_who_become_the_fourth_at_once_one_comes_in(office, chief, worker):
    MembershipFactory(office=office, role=Role.TRAINER)
    first, second = member(Role.TRAINER), member(Role.TRAINER)

    outcome = while_undecided(
        give(first, office, chief, Role.TRAINER), give(second, office, chief, Role.TRAINER)
    )

    assert outcome == "too_many"
    assert office.people().count() == 4
