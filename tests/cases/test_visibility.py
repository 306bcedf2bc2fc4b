"""Who sees which case: its worker, supervisors of its office, and those to whom it was opened (design §3)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from cases import rules
from cases.models import READERS, Case, CaseAccess, Level
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

    with django_assert_num_queries(2):
        assert [found.pk for found in Case.objects.visible_to(person)] == [case.pk]
    assert "UNION ALL" in str(Case.objects.visible_to(person).query)


def own_office(case):
    return case.office


def neighbour(case):
    return working_office(case.office.organisation)


def foreign(case):
    return working_office()


def works_on(person, case):
    Case.objects.filter(pk=case.pk).update(worker=person)


def opened_by(level, source):
    return lambda person, case: let_in(person, case, level, source)


def through_office(level):
    return lambda person, case: let_in(person.memberships.get().office, case, level)


RELATIONS = {
    "none": lambda person, case: None,
    "worker": works_on,
    **{f"team {level}": opened_by(level, "team") for level in Level},
    **{f"handed over {level}": opened_by(level, "transfer") for level in Level},
    **{f"office {level}": through_office(level) for level in Level},
}


@pytest.mark.parametrize("where", [own_office, neighbour, foreign])
@pytest.mark.parametrize("role", Role.values)
def test_lists_and_pages_agree_on_how_much_she_reads(client, case, role, where):
    person, worker = member(role, where(case)), case.worker
    client.force_login(person)
    for relation, stand in RELATIONS.items():
        CaseAccess.objects.all().delete()
        works_on(worker, case)
        stand(person, case)
        case = Case.objects.get(pk=case.pk)

        listed = [Case.objects.visible_to(person, level).filter(pk=case.pk).exists() for level in Level]
        answer = client.get(f"/cases/{case.number}/").status_code

        assert listed == [rules.reads(person, case, level) for level in Level], relation
        assert answer == (200 if listed[0] else 404 if role in READERS else 403), relation


@pytest.mark.parametrize(
    ("role", "where", "level"),
    [
        (Role.CASEWORKER, own_office, Level.FULL),
        (Role.CASEWORKER, neighbour, Level.FULL),
        (Role.SHELTER_STAFF, own_office, None),
        (Role.SHELTER_STAFF, neighbour, None),
        (Role.CASEWORKER, foreign, None),
        (Role.SUPERVISOR, foreign, None),
    ],
)
def test_whoever_answers_for_a_case_reads_it_while_she_works_in_its_organisation(case, role, where, level):
    person = member(role, where(case))
    works_on(person, case)

    assert rules.level_of(person, Case.objects.get(pk=case.pk)) == level


@pytest.mark.parametrize(
    ("source", "where", "opens"),
    [
        ("team", neighbour, True),
        ("placement", neighbour, True),
        ("team", foreign, False),
        ("placement", foreign, False),
        ("break_glass", foreign, False),
        ("referral", foreign, True),
        ("transfer", foreign, True),
    ],
)
def test_a_row_ends_with_her_work_in_the_organisation_unless_the_case_was_handed_over(
    case, source, where, opens
):
    person = member(Role.CASEWORKER, where(case))
    let_in(person, case, Level.FULL, source)

    assert (sees(person, case), rules.level_of(person, case)) == (opens, Level.FULL if opens else None)
