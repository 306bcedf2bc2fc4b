"""Who is recognised counts once, on the first day; what confirms it later moves no quarter that was told."""

from datetime import date

import pytest

from cases import actions
from cases.models import Case
from programmes.periods import Period
from reports.counting import Scope, count, definition
from tests.factories.cases import ENDING, opened_case, supervisor, working_office
from tests.factories.programmes import AwardFactory, FundingFactory, SupportedInstitutionFactory

pytestmark = pytest.mark.django_db
PRESUMED_ON, CONFIRMED_ON = date(2026, 1, 10), date(2026, 8, 5)
QUARTERS = [
    Period("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
    Period("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
    Period("2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
    Period("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
]
POLICE = {"trafficking_status": "presumed", "status_decider": "police"}
COURT = {"trafficking_status": "confirmed_court", "status_decider": "court_prosecution"}
OUTSIDE = {"population": "at_risk", "status_decider": "court_prosecution"}


@pytest.fixture
def office():
    """An office whose work an award pays, and which has trained the police since 2024."""
    office = working_office()
    award = AwardFactory(
        donor__organisation=office.organisation, starts=date(2025, 10, 1), signed_ends=date(2026, 9, 30)
    )
    FundingFactory(award=award, component=office.default_components.get())
    SupportedInstitutionFactory(organisation=office.organisation, since=date(2024, 1, 1))
    office.award = award
    return office


@pytest.fixture
def boss(office):
    return supervisor(office)


@pytest.fixture
def case(boss):
    return opened_case(boss, on=date(2025, 10, 6))


def by_quarter(office):
    """How many were identified by supported actors in each of the four quarters."""
    found = count(definition("VIC-IDENT"), Scope.of_award(office.award), QUARTERS)
    return [int(one.total.value) for one in found]


def test_who_is_presumed_in_one_quarter_and_confirmed_by_a_court_in_another_counts_in_the_first(
    case, office, boss
):
    actions.identify_case(case, by=boss, on=PRESUMED_ON, **POLICE)
    approved = by_quarter(office)

    case = actions.identify_case(case, by=boss, on=CONFIRMED_ON, **COURT)

    assert approved == by_quarter(office) == [0, 1, 0, 0]
    assert (case.trafficking_status, case.identified_on) == ("confirmed_court", CONFIRMED_ON)


def test_support_that_ended_before_the_confirmation_held_on_the_day_that_counts(case, office, boss):
    office.organisation.supported_institutions.update(until=date(2026, 2, 1))
    actions.identify_case(case, by=boss, on=PRESUMED_ON, **POLICE)

    actions.identify_case(case, by=boss, on=CONFIRMED_ON, **COURT)

    assert by_quarter(office) == [0, 1, 0, 0]


def test_what_others_had_decided_before_and_is_learned_afterwards_counts_on_its_own_day(case, office, boss):
    actions.identify_case(case, by=boss, on=PRESUMED_ON, **POLICE)

    actions.identify_case(case, by=boss, on=date(2025, 12, 20), **COURT)

    assert by_quarter(office) == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("mended", "expected"), [(date(2025, 12, 30), [1, 0, 0, 0]), (date(2026, 4, 2), [0, 0, 1, 0])]
)
def test_the_same_decision_written_once_more_mends_its_day(case, office, boss, mended, expected):
    actions.identify_case(case, by=boss, on=PRESUMED_ON, **POLICE)

    actions.identify_case(case, by=boss, on=mended, **POLICE)

    assert by_quarter(office) == expected


def test_a_confirmation_with_a_slip_in_its_day_gives_the_first_day_back_once_it_is_mended(case, office, boss):
    for on, decided in ((PRESUMED_ON, POLICE), (date(2025, 11, 5), COURT)):
        actions.identify_case(case, by=boss, on=on, **decided)
    assert by_quarter(office) == [1, 0, 0, 0]

    actions.identify_case(case, by=boss, on=CONFIRMED_ON, **COURT)

    assert by_quarter(office) == [0, 1, 0, 0]


def test_who_is_found_outside_the_scope_counts_nowhere_and_recognised_again_from_that_day(case, office, boss):
    actions.identify_case(case, by=boss, on=PRESUMED_ON, **POLICE)
    for on in (date(2026, 4, 2), date(2026, 3, 2)):
        # The second mends the day of the first.
        case = actions.find_outside_scope(case, by=boss, on=on, **OUTSIDE)
        assert (case.recognised_on, by_quarter(office)) == (None, [0, 0, 0, 0])

    actions.identify_case(case, by=boss, on=CONFIRMED_ON, **COURT)

    assert by_quarter(office) == [0, 0, 0, 1]


def test_a_case_that_was_closed_and_taken_up_again_keeps_the_first_day(case, office, boss):
    actions.identify_case(case, by=boss, on=PRESUMED_ON, **POLICE)
    case = actions.close_case(case, by=supervisor(office), **ENDING | {"on": date(2026, 2, 2)})
    case = actions.reopen_case(case, by=boss, on=date(2026, 7, 7), reason="Came back")

    actions.identify_case(case, by=boss, on=CONFIRMED_ON, **COURT)

    assert by_quarter(office) == [0, 1, 0, 0]


def test_of_two_cases_of_one_person_the_earlier_one_counts(case, office, boss):
    other = opened_case(boss, on=date(2025, 10, 6), person=case.person)
    actions.identify_case(other, by=boss, on=date(2026, 5, 4), **POLICE)
    for on, decided in ((PRESUMED_ON, POLICE), (CONFIRMED_ON, COURT)):
        actions.identify_case(case, by=boss, on=on, **decided)

    assert by_quarter(office) == [0, 1, 0, 0]
    assert sorted(Case.objects.values_list("recognised_on", flat=True)) == [PRESUMED_ON, date(2026, 5, 4)]
