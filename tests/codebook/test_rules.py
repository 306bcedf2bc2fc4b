import pytest

from accounts.roles import Role
from codebook import rules
from tests.factories.accounts import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("leads", [True, False])
def test_who_may_change_the_lists(role, leads):
    organisation = OrganisationFactory(is_lead=leads)
    user = MembershipFactory(role=role, organisation=organisation, office=None).user

    assert rules.can_change_lists(user, None) is (leads and role == Role.ADMINISTRATOR)
