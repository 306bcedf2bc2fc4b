import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts import access, actions
from accounts.models import Membership, Role, User
from tests.accounts.visitors import signed_in
from tests.factories.accounts import MembershipFactory, OrganisationFactory, administrator

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=30)
SENTENCE = "She is the last administrator of the leading organisation who can sign in."


@pytest.fixture
def lead(db):
    return OrganisationFactory(is_lead=True)


def membership_of(user):
    return user.memberships.get()


@contextmanager
def refused_as_the_last():
    with pytest.raises(ValidationError) as refused:
        yield
    assert refused.value.code == "last_administrator"


def end_role(user, by):
    actions.end_membership(membership_of(user), by=by)


def end_account(user, by):
    actions.end_access(user, by=by)


def test_nobody_ends_the_role_of_the_last_administrator(lead):
    only = administrator(lead)

    with refused_as_the_last():
        end_role(only, None)
    assert membership_of(only).until is None


def test_who_leads_another_programme_reads_why_the_last_administrator_stays(lead):
    only, local = administrator(lead), administrator()
    MembershipFactory(user=local, organisation=lead, office=None, role=Role.ADMINISTRATOR, until=SOON)

    answer = signed_in(local).post(
        reverse("membership-end", kwargs={"membership": membership_of(only).pk}),
        {"on": TODAY.strftime("%d/%m/%Y")},
    )

    assert (answer.status_code, SENTENCE in answer.text) == (422, True)


@pytest.mark.parametrize("end", [end_role, end_account])
def test_one_of_two_can_be_ended_and_the_other_cannot(lead, end):
    first, second = administrator(lead), administrator(lead)

    end(second, first)
    with refused_as_the_last():
        end_role(first, None)
    with refused_as_the_last():
        actions.end_access(first, by=None)


@pytest.mark.parametrize(
    "other",
    [
        {"user__is_active": False},
        {"user__password": "!not set yet"},
        {"until": TODAY + timedelta(days=30)},
        {"since": TODAY + timedelta(days=1)},
    ],
    ids=["ended", "invited", "for a month", "from tomorrow"],
)
def test_who_cannot_sign_in_for_good_is_no_other_administrator(lead, other):
    only = administrator(lead)
    administrator(lead, **other)

    with refused_as_the_last():
        end_role(only, None)


def test_an_end_in_the_future_counts_as_an_end(lead):
    first, second = administrator(lead), administrator(lead)
    actions.end_membership(membership_of(second), by=first, on=TODAY + timedelta(days=30))

    with refused_as_the_last():
        actions.end_membership(membership_of(first), by=None, on=TODAY + timedelta(days=300))


def test_administrators_of_other_organisations_and_other_roles_end_freely(lead):
    chief, local = administrator(lead), administrator()
    manager = MembershipFactory(organisation=lead, office=None, role=Role.PROGRAMME_MANAGER).user

    for user in (local, manager):
        end_role(user, chief)
        end_account(user, chief)

    assert Membership.objects.in_force().count() == 1


def by_hand(user, other):
    end_role(user, None)


def each_other(user, other):
    end_account(other, user)


@pytest.mark.parametrize("end", [by_hand, each_other])
def test_when_the_last_two_administrators_are_ended_at_once_one_stays(committed_db, monkeypatch, end):
    looked = access.refuse_to_leave_nobody
    # Who has looked waits: without the lock the other would look too before either change is committed.
    monkeypatch.setattr(access, "refuse_to_leave_nobody", lambda: (looked(), time.sleep(0.5)))
    lead = OrganisationFactory(is_lead=True)
    pair, both = [administrator(lead), administrator(lead)], Barrier(2)

    def run(user, other):
        both.wait()
        try:
            end(user, other)
        except ValidationError as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(run, pair, reversed(pair)))

    assert sorted(answers) == ["done", "last_administrator"]
    left = Membership.objects.in_force().filter(role=Role.ADMINISTRATOR, user__is_active=True)
    assert left.count() == 1
    assert User.objects.count() == 2
