"""A token opens the API only while its person may come in."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import AccessToken, Membership
from tests.factories.accounts import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.urls")]

LIST = "/api/v1/gardens/"


def test_a_token_opens(supervisor):
    assert supervisor.get(LIST).status_code == 200


@pytest.mark.parametrize("field", ["ended_at", "expires_at"])
def test_an_ended_or_expired_token_does_not(supervisor, field):
    AccessToken.objects.filter(pk=supervisor.row.pk).update(
        **{field: timezone.now() - datetime.timedelta(seconds=1)}
    )

    assert supervisor.get(LIST).status_code == 401


def test_the_token_of_somebody_deactivated_does_not(supervisor):
    supervisor.user.is_active = False
    supervisor.user.save(update_fields=["is_active"])

    assert supervisor.get(LIST).status_code == 401


def test_the_token_of_somebody_whose_last_membership_ended_does_not(supervisor):
    today = timezone.localdate()
    Membership.objects.filter(user=supervisor.user).update(
        since=today - datetime.timedelta(days=9), until=today
    )

    answer = supervisor.get(LIST)

    assert answer.status_code == 401


def test_it_makes_no_difference_to_what_is_said(supervisor):
    unknown = supervisor.get(LIST, headers={"Authorization": "Bearer unknown"})
    AccessToken.objects.filter(pk=supervisor.row.pk).update(ended_at=timezone.now())

    assert supervisor.get(f"{LIST}{OrganisationFactory().pk}/").content == unknown.content
