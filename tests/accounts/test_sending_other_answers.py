"""A form sent again with other answers, as after going back, is no second sending: nothing is lost."""

import re

import pytest
from django.urls import reverse

from accounts.models import Office, Organisation, Role, User
from tests.accounts.visitors import signed_in
from tests.factories.accounts import MembershipFactory, OfficeFactory, OrganisationFactory, administrator
from tests.factories.programmes import programme_manager

pytestmark = pytest.mark.django_db
KEY = "0b0c4c1e-6d3e-4f43-9d62-0f6d1f5f1c55"
USED = "This form was already used for something else. If this is a new record, save it again."
PERSON = {"language": "es", "role": "caseworker", "since": "22/11/2026"}


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Own")


@pytest.fixture
def chief(organisation):
    return signed_in(administrator(organisation))


@pytest.fixture
def new_office(organisation):
    return reverse("office-create", kwargs={"organisation": organisation.pk})


def offices():
    return sorted(Office.objects.values_list("name", flat=True))


def test_other_answers_under_the_key_of_a_saved_office_are_refused_and_stay_typed(chief, new_office):
    chief.post(new_office, {"name": "Norte", "kind": "office", "once": KEY})

    answer = chief.post(new_office, {"name": "Sur", "kind": "office", "once": KEY})

    assert (answer.status_code, USED in answer.text, 'value="Sur"' in answer.text) == (422, True, True)
    assert offices() == ["Norte"]


def test_saved_once_more_it_makes_a_second_record(chief, new_office):
    typed = {"name": "Sur", "kind": "office"}
    chief.post(new_office, typed | {"name": "Norte", "once": KEY})
    refused = chief.post(new_office, typed | {"once": KEY})
    shown = re.search(r'name="once" value="([^"]+)"', refused.text)[1]

    assert chief.post(new_office, typed | {"once": shown}).status_code == 302

    assert offices() == ["Norte", "Sur"]


def test_the_same_answers_again_lead_to_the_record_made_before(chief, new_office):
    typed = {"name": "Norte", "kind": "office", "department": "GT-01", "once": "k-1"}

    first, again = [chief.post(new_office, typed).url for _ in range(2)]

    assert (first, offices()) == (again, ["Norte"])


def test_the_same_answers_for_another_organisation_are_other_answers():
    leader, typed = signed_in(administrator(lead=True)), {"name": "Norte", "kind": "office", "once": "k-1"}
    paths = [
        reverse("office-create", kwargs={"organisation": OrganisationFactory().pk}) for _organisation in "ab"
    ]

    assert [leader.post(path, typed).status_code for path in paths] == [302, 422]


def test_a_second_person_under_the_key_of_the_first_is_not_taken_for_her(chief, organisation):
    typed = PERSON | {"place": str(OfficeFactory(organisation=organisation).pk), "once": "k-1"}
    chief.post("/accounts/users/invite/", typed | {"full_name": "Rosa Tum"})

    answer = chief.post("/accounts/users/invite/", typed | {"full_name": "Lucía Pérez"})

    assert (answer.status_code, USED in answer.text, "Lucía Pérez" in answer.text) == (422, True, True)
    assert not User.objects.filter(full_name="Lucía Pérez").exists()


def test_a_second_organisation_and_a_second_role_neither(organisation):
    leader = signed_in(administrator(lead=True))
    person = MembershipFactory(role=Role.TRAINER).user
    place = {"place": str(OfficeFactory().pk), "since": "22/11/2026", "once": "k-2"}
    named = {"country": "GT", "kind": "ngo", "once": "k-1"}
    roles = reverse("membership-grant", kwargs={"user": person.pk})

    organisations = [leader.post("/accounts/organisations/new/", named | {"name": name}) for name in "AB"]
    given = [leader.post(roles, place | {"role": role}) for role in ("caseworker", "supervisor")]

    assert [answer.status_code for answer in organisations + given] == [302, 422, 302, 422]
    assert not Organisation.objects.filter(name="B").exists()
    assert person.memberships.count() == 2


def test_a_second_donor_neither(organisation):
    desk = signed_in(programme_manager(organisation))
    typed = {"organisation": organisation.pk, "kind": "government", "once": "k-1"}
    path = reverse("programmes:donor-create")

    answers = [desk.post(path, typed | {"name": name, "short_name": name}) for name in ("USAID", "PRM")]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert USED in answers[1].text
