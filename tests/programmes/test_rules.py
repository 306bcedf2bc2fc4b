"""Who may do what with donors, awards and components."""

import pytest

from accounts.roles import Role
from programmes import rules
from programmes.models import Award, Component, Donor
from tests.factories.accounts import MembershipFactory, OfficeFactory
from tests.factories.programmes import AwardFactory, ComponentFactory

pytestmark = pytest.mark.django_db
MANAGER = {Role.PROGRAMME_MANAGER}
TABLE = [
    (rules.can_keep_programme, lambda award, component: award.organisation, MANAGER),
    (rules.can_change_donor, lambda award, component: award.donor, MANAGER),
    (rules.can_change_award, lambda award, component: award, MANAGER),
    (rules.can_change_component, lambda award, component: component, MANAGER),
    (rules.can_charge_only, lambda award, component: award, MANAGER | {Role.SUPERVISOR}),
    (rules.can_charge_only, lambda award, component: component, MANAGER | {Role.SUPERVISOR}),
]


@pytest.mark.parametrize(("rule", "thing", "allowed"), TABLE, ids=[rule.__name__ for rule, _, _ in TABLE])
@pytest.mark.parametrize("role", Role)
def test_who_may(rule, thing, allowed, role):
    award = AwardFactory()
    component = ComponentFactory(organisation=award.organisation)
    member = MembershipFactory(office=OfficeFactory(organisation=award.organisation), role=role).user
    stranger = MembershipFactory(role=role).user

    assert rule(member, thing(award, component)) is (role in allowed)
    assert rule(stranger, thing(award, component)) is False


@pytest.mark.parametrize("role", Role)
def test_who_sees_which_rows(role):
    award = AwardFactory()
    component = ComponentFactory(organisation=award.organisation)
    AwardFactory()
    member = MembershipFactory(office=OfficeFactory(organisation=award.organisation), role=role).user

    managed = [award] if role == Role.PROGRAMME_MANAGER else []
    assert list(Award.objects.visible_to(member)) == managed
    assert list(Donor.objects.visible_to(member)) == [one.donor for one in managed]
    assert list(Component.objects.visible_to(member)) == [component]
