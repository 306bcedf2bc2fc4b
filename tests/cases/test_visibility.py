"""Who sees which case: its worker, supervisors of its office, and those to whom it was opened (design §3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from cases import rules
from cases.models import Case, CaseAccess, Level
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return working_office()


@pytest.fixture
def case(office):
    return opened_case(caseworker(office))


def sees(user, case):
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def test_its_worker_and_supervisors_of_its_office_read_all(office, case):
    assert [rules.level_of(user, case) for user in (case.worker, supervisor(office))] == [Level.FULL] * 2
    assert sees(case.worker, case)
    assert sees(supervisor(office), case)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPERVISOR])
def test_nobody_else_of_the_office_sees_it(office, case, role):
    colleague = member(role, office)

    assert not sees(colleague, case)
    assert rules.level_of(colleague, case) is None


def test_a_supervisor_of_another_office_does_not(office, case):
    assert not sees(supervisor(working_office(office.organisation)), case)


@pytest.mark.parametrize(
    ("role", "opens"), [(Role.CASEWORKER, True), (Role.PROGRAMME_MANAGER, False), (Role.ADMINISTRATOR, False)]
)
def test_a_row_of_access_opens_it_for_those_who_may_read_cases_at_all(case, role, opens):
    person = member(role)
    let_in(person, case, Level.REFERENCE)

    assert sees(person, case) is opens
    assert rules.level_of(person, case) == (Level.REFERENCE if opens else None)


def test_an_office_that_was_let_in_sees_it_through_whoever_works_there_now(case):
    shelter = working_office()
    staff, gone = member(Role.SHELTER_STAFF, shelter), member(Role.SHELTER_STAFF)
    let_in(shelter, case)

    assert (sees(staff, case), sees(gone, case)) == (True, False)
    assert rules.level_of(staff, case) == Level.ASSISTANCE


@pytest.mark.parametrize("over", [{"ended_at": True}, {"expires_at": True}])
def test_access_that_is_over_opens_nothing(case, over):
    person = caseworker()
    row = let_in(person, case)
    when = timezone.now()
    CaseAccess.objects.filter(pk=row.pk).update(
        created_at=when - timedelta(hours=2), **{name: when - timedelta(hours=1) for name in over}
    )

    assert not sees(person, case)


def test_of_several_rows_the_one_that_opens_most_counts(case):
    person = caseworker()
    let_in(person, case, Level.REFERENCE)
    let_in(person, case, Level.FULL, source="transfer")

    assert rules.level_of(person, case) == Level.FULL


def test_all_doors_are_asked_by_one_statement_without_or(case, django_assert_num_queries):
    person = supervisor(case.office)
    person.memberships_in_force  # noqa: B018  (read once for a request)

    with django_assert_num_queries(1):
        assert [found.pk for found in Case.objects.visible_to(person)] == [case.pk]
    assert "UNION ALL" in str(Case.objects.visible_to(person).query)
