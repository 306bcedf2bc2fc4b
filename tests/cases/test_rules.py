"""Who may do what with a case: rule by rule, role by role, by how she stands to the case."""

import pytest

from accounts.roles import Role
from cases import rules
from cases.models import Level
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, working_office

pytestmark = pytest.mark.django_db

NOBODY, REFERENCE, ASSISTANCE, FULL, OWN, OFFICE = "none", "reference", "assistance", "full", "own", "office"
HELPERS = {ASSISTANCE, FULL}
# {rule: {role: relations in which it holds}}; what is not named is refused.
WORKER = {ASSISTANCE, FULL, OWN}
TEAM = {FULL, OWN}
TABLE = {
    rules.can_reveal_name: {
        Role.CASEWORKER: WORKER,
        Role.REINTEGRATION_WORKER: WORKER,
        Role.SUPERVISOR: WORKER | {OFFICE},
        Role.SHELTER_STAFF: HELPERS,
    },
    rules.can_record_service: {
        Role.CASEWORKER: WORKER,
        Role.REINTEGRATION_WORKER: WORKER,
        Role.SUPERVISOR: WORKER | {OFFICE},
        Role.SHELTER_STAFF: HELPERS,
    },
    rules.can_write_note: {
        Role.CASEWORKER: WORKER,
        Role.REINTEGRATION_WORKER: WORKER,
        Role.SUPERVISOR: WORKER | {OFFICE},
        Role.SHELTER_STAFF: HELPERS,
    },
    rules.can_read_account: {
        Role.CASEWORKER: TEAM,
        Role.REINTEGRATION_WORKER: TEAM,
        Role.SUPERVISOR: TEAM | {OFFICE},
    },
    rules.can_change_case: {
        Role.CASEWORKER: TEAM,
        Role.REINTEGRATION_WORKER: TEAM,
        Role.SUPERVISOR: TEAM | {OFFICE},
    },
    rules.can_see_readers: {
        Role.CASEWORKER: TEAM,
        Role.REINTEGRATION_WORKER: TEAM,
        Role.SUPERVISOR: TEAM | {OFFICE},
    },
    rules.can_decide_case: {Role.SUPERVISOR: {OFFICE}},
}
RELATIONS = [NOBODY, REFERENCE, ASSISTANCE, FULL, OWN, OFFICE]


def standing(role, relation):
    """A case, and somebody in this role who stands to it like that."""
    office = working_office()
    case = opened_case(caseworker(office))
    elsewhere = working_office(office.organisation) if relation == OWN else None
    person = member(role, office if relation == OFFICE else elsewhere)
    if relation in Level.values:
        let_in(person, case, relation)
    if relation == OWN:
        case.worker = person
        case.save(update_fields=["worker"])
    return person, case


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("role", Role.values)
def test_each_rule_holds_for_whom_the_table_says(role, relation):
    person, case = standing(role, relation)

    holds = {rule.__name__ for rule in TABLE if rule(person, case)}

    assert holds == {rule.__name__ for rule, roles in TABLE.items() if relation in roles.get(role, ())}
