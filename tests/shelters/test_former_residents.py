"""Who has left is known to those on shift for a time, then to the coordinator; a mistake opens nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from shelters import actions
from shelters.models import Stay
from tests.factories.shelters import NIGHT, admitted, left
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
STAYS = "/api/v1/stays/"
LAST, PAST = 30, 31
DETAILS = "Went to her aunt in the mountains"


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def gone(shelter, case, days):
    """She left the shelter so many days ago."""
    return left(admitted(shelter, case=case), on=days_ago(days), exit_details=DETAILS)


def opened_by(person, stay):
    """Where somebody comes upon the stay: its page, the list of the shelter, and what a program is told."""
    browser, program = browser_of(person), program_of(person)
    row = program.get(f"{STAYS}{stay.pk}/")
    listed = browser.get(reverse("shelters:stays", args=[stay.shelter_id])).content.decode()
    return {
        "page": browser.get(reverse("shelters:stay", args=[stay.pk])).status_code,
        "change": browser.get(reverse("shelters:stay-change", args=[stay.pk])).status_code,
        "list": stay.case.number in listed,
        "program": row.status_code,
        "programs list": stay.case.number in program.get(STAYS).content.decode(),
    }


SEEN = {"page": 200, "change": 200, "list": True, "program": 200, "programs list": True}
UNSEEN = {"page": 404, "change": 404, "list": False, "program": 404, "programs list": False}


@pytest.mark.parametrize(("days", "seen"), [(0, SEEN), (LAST, SEEN), (PAST, UNSEEN)])
def test_those_on_shift_open_a_stay_for_thirty_days_after_she_left(shelter, staff, case, days, seen):
    assert opened_by(staff, gone(shelter, case, days)) == seen


def test_an_installation_says_for_how_many_days(shelter, staff, case, settings):
    settings.FORMER_RESIDENT_DAYS = 2
    stay = gone(shelter, case, 3)

    assert opened_by(staff, stay) == UNSEEN
    settings.FORMER_RESIDENT_DAYS = 3
    assert opened_by(staff, stay) == SEEN


def test_the_coordinator_opens_it_later_without_what_is_sealed(shelter, head, case):
    stay = gone(shelter, case, PAST)

    assert opened_by(head, stay) == SEEN
    for name in ("stay", "stay-change"):
        assert (
            DETAILS not in browser_of(head).get(reverse(f"shelters:{name}", args=[stay.pk])).content.decode()
        )


def test_what_the_coordinator_corrects_unseen_stays_as_it_was(shelter, head, case):
    stay = gone(shelter, case, PAST)
    typed = {
        "admitted_on": NIGHT.strftime("%d/%m/%Y"), "admission_reason": "emergency",
        "expected_exit_on": "02/09/2026", "left_on": days_ago(PAST).strftime("%d/%m/%Y"),
        "exit_reason": "family", "exit_decided_by": "person", "version": "2",
    }  # fmt: skip

    answer = browser_of(head).post(reverse("shelters:stay-change", args=[stay.pk]), typed)

    stay.refresh_from_db()
    assert (answer.status_code, stay.exit_decided_by, stay.exit_details) == (302, "person", DETAILS)


def test_while_she_is_known_there_what_is_sealed_is_read(shelter, staff, case):
    stay = gone(shelter, case, LAST)

    assert DETAILS in browser_of(staff).get(reverse("shelters:stay", args=[stay.pk])).content.decode()


@pytest.mark.parametrize("who", ["staff", "head"])
def test_a_stay_that_was_a_mistake_gives_nothing(shelter, case, request, who):
    person, stay = request.getfixturevalue(who), admitted(shelter, case=case)

    actions.withdraw_stay(stay, by=person, reason="It was somebody else")

    assert opened_by(person, stay) == UNSEEN
    assert not Case.objects.visible_to(person).filter(pk=case.pk).exists()
    assert Stay.objects.visible_to(case.worker).get() == stay


@pytest.mark.parametrize("who", ["staff", "head"])
def test_who_is_to_come_tomorrow_is_not_known_yet(shelter, case, request, who):
    Stay.objects.create(
        shelter=shelter, case=case, person=case.person, component=shelter.component,
        admitted_on=days_ago(-1), admission_reason="voluntary", expected_exit_on=days_ago(-100),
    )  # fmt: skip

    assert not Stay.objects.visible_to(request.getfixturevalue(who)).exists()


def test_an_exit_of_long_ago_leads_back_to_the_shelter(shelter, staff, case):
    stay = admitted(shelter, case=case)
    typed = {
        "left_on": days_ago(PAST).strftime("%d/%m/%Y"),
        "exit_reason": "family",
        "exit_decided_by": "team",
    }

    answer = browser_of(staff).post(reverse("shelters:stay-exit", args=[stay.pk]), typed)

    assert answer.url == reverse("shelters:shelter", args=[shelter.pk])


def test_the_list_says_until_when_somebody_is_shown_and_to_whom(shelter, staff, head):
    url, words = reverse("shelters:stays", args=[shelter.pk]), "30 days ago is shown to the coordinator alone"

    assert [words in browser_of(one).get(url).content.decode() for one in (staff, head)] == [True, False]
