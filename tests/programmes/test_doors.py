"""The pages of the programme are for its managers; what belongs to others is as if it were not there."""

import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from programmes.urls import urlpatterns
from tests.factories.accounts import MembershipFactory, OfficeFactory
from tests.factories.programmes import (
    ActivityFactory,
    AwardIndicatorFactory,
    FundingFactory,
    ObjectiveFactory,
    SubAwardFactory,
    TargetFactory,
    programme_manager,
)
from tests.programmes.conftest import BACKEND

pytestmark = pytest.mark.django_db
ROOM = [path.name for path in urlpatterns if not path.pattern.converters]
OF_AWARD = [path.name for path in urlpatterns if list(path.pattern.converters) == ["award"]]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PROGRAMME_MANAGER])
def test_other_roles_are_refused_before_any_row_is_looked_for(client, award, role):
    member = MembershipFactory(office=OfficeFactory(organisation=award.organisation), role=role).user
    client.force_login(member, backend=BACKEND)

    for name in ROOM:
        assert client.get(reverse(f"programmes:{name}")).status_code == 403, name
    for key in (award.pk, uuid.uuid4()):
        for name in OF_AWARD:
            assert client.get(reverse(f"programmes:{name}", args=[key])).status_code == 403, name


def test_what_belongs_to_another_organisation_is_as_if_it_were_not_there(client, award):
    client.force_login(programme_manager(), backend=BACKEND)
    window = FundingFactory(award=award)
    row = AwardIndicatorFactory(award=award)
    foreign = {
        "donor": award.donor,
        "award": award,
        "component": window.component,
        "funding": window,
        "award_indicator": row,
        "target": TargetFactory(row=row),
        "objective": ObjectiveFactory(award=award),
        "activity": ActivityFactory(award=award),
        "sub_award": SubAwardFactory(award=award),
    }
    asked = 0
    for path in urlpatterns:
        [name] = path.pattern.converters or [None]
        if name in foreign:
            answers = [
                client.get(reverse(f"programmes:{path.name}", args=[key]))
                for key in (foreign[name].pk, uuid.uuid4())
            ]
            assert [answer.status_code for answer in answers] == [404, 404], path.name
            assert answers[0].content == answers[1].content
            asked += 1
    assert asked > 40


def test_a_manager_finds_the_way_from_the_title_bar(desk, award):
    shown = desk.get("/").content.decode()

    assert reverse("programmes:awards") in shown
