"""Who may write what of a stay: rule by rule, role by role, by how she stands to the shelter and the case."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from cases.models import Level
from shelters import rules
from tests.factories.accounts import member
from tests.factories.cases import let_in, supervisor, working_office
from tests.factories.shelters import admitted, case_for, left
from tests.shelters.conftest import browser_of

pytestmark = pytest.mark.django_db

HERE, OFFICE, OWN = "in the shelter", "in the office of the case", "answers for the case"
NOBODY, REFERENCE, ASSISTANCE, FULL = "nothing", Level.REFERENCE, Level.ASSISTANCE, Level.FULL
RELATIONS = [NOBODY, REFERENCE, ASSISTANCE, FULL, OWN, OFFICE, HERE]
HELPERS = {ASSISTANCE, FULL, OWN}
TEAM = {FULL, OWN}
# {rule: {role: relations in which it holds}}; what is not named is refused.
TABLE = {
    rules.can_record_exit: {
        Role.SHELTER_STAFF: {HERE},
        Role.SUPERVISOR: HELPERS | {OFFICE, HERE},
        Role.CASEWORKER: HELPERS | {HERE},
        Role.REINTEGRATION_WORKER: HELPERS | {HERE},
    },
    rules.can_correct_stay: {
        Role.SHELTER_STAFF: {HERE},
        Role.SUPERVISOR: TEAM | {OFFICE, HERE},
        Role.CASEWORKER: TEAM,
        Role.REINTEGRATION_WORKER: TEAM,
    },
    rules.can_give_bed: {Role.SHELTER_STAFF: {HERE}, Role.SUPERVISOR: {HERE}},
}


def standing(shelter, role, relation):
    """A stay that goes on, and somebody in this role who stands to it like that."""
    case = case_for(shelter)
    office = {HERE: shelter.office, OFFICE: case.office}.get(relation)
    person = member(role, office or working_office(case.office.organisation), since="2010-01-01")
    if relation in Level.values:
        let_in(person, case, relation)
    if relation == OWN:
        case.worker = person
        case.save(update_fields=["worker"])
    return person, admitted(shelter, case=case)


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("role", Role.values)
def test_each_rule_holds_for_whom_the_table_says(shelter, role, relation):
    person, stay = standing(shelter, role, relation)

    holds = {rule.__name__ for rule in TABLE if rule(person, stay)}

    assert holds == {rule.__name__ for rule, roles in TABLE.items() if relation in roles.get(role, ())}


def test_whoever_only_helps_her_is_not_led_to_correcting_the_stay(shelter):
    helper, stay = standing(shelter, Role.REINTEGRATION_WORKER, ASSISTANCE)
    boss = supervisor(stay.case.office)
    verbs = [reverse(f"shelters:stay-{verb}", args=[stay.pk]) for verb in ("exit", "change", "withdraw")]
    url = reverse("shelters:stay", args=[stay.pk])

    pages = [browser_of(one).get(url).content.decode() for one in (helper, boss)]

    assert [[verb in page for verb in verbs] for page in pages] == [[True, False, False], [True] * 3]
    assert [browser_of(helper).get(verb).status_code for verb in verbs] == [200, 403, 403]


def test_whoever_only_helps_her_may_take_back_a_slip_of_her_own(shelter):
    helper, stay = standing(shelter, Role.CASEWORKER, ASSISTANCE)

    stay = left(stay, by=helper, on=date(2026, 3, 9), to="hospital")

    assert rules.can_take_back_exit(helper, stay)
    assert not rules.can_correct_stay(helper, stay)
