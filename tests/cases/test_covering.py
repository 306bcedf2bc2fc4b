"""While somebody is away a colleague of the office reads and does what she would, on those days alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Absence, User
from audit.models import Event
from cases import actions, rules
from cases.models import Case, Level, Note, Task
from tests.factories.accounts import MembershipFactory
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from tests.shelters.conftest import browser_of, in_english, program_of

__all__ = ["in_english"]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def office():
    return working_office()


@pytest.fixture
def ana(office):
    return caseworker(office)


@pytest.fixture
def berta(office):
    return caseworker(office)


@pytest.fixture
def case(ana):
    return opened_case(ana)


def again(user):
    return User.objects.get(pk=user.pk)


def covered(ana, berta, since=TODAY, until=TODAY + 3 * DAY, by=None):
    return actions.say_absence(by=by or ana, user=ana, cover=berta, since=since, until=until)


def said(ana, berta, **facts):
    days = {"since": str(TODAY), "until": str(TODAY + DAY)}
    return {"user": str(ana.pk), "cover": str(berta.pk)} | days | facts


def reaches(user, case):
    """By how many of the ways she comes to the case and its task."""
    user = again(user)
    ways = [
        Case.objects.visible_to(user, Level.FULL).filter(pk=case.pk).exists(),
        Case.objects.visible_to(user).mine(user).filter(pk=case.pk).exists(),
        Task.objects.visible_to(user).mine(user).filter(case=case).exists(),
        rules.level_of(user, case) == Level.FULL,
        browser_of(user).get(case.get_absolute_url()).status_code == 200,
    ]
    return sum(ways)


def test_the_cover_reaches_cases_and_tasks_on_those_days_and_it_ends_by_itself(case, ana, berta, office):
    actions.plan_task(case, by=ana, words="Call", due_on=TODAY, assignee=ana)
    assert reaches(berta, case) == 0

    answer = browser_of(ana).post(reverse("cases:absence-say"), said(ana, berta))

    assert (answer.status_code, answer.url) == (302, reverse("cases:absences"))
    assert reaches(berta, case) == 5
    assert reaches(caseworker(office), case) == 0
    # What she does is her own doing, and whoever is away reads on.
    browser_of(berta).post(
        f"/cases/{case.number}/notes/new/",
        {"text": "x", "on": str(TODAY), "note_class": "team", "kind": "progress"},
    )
    assert Note.objects.get().author == berta
    assert Event.objects.get(verb="note.written").actor == berta.pk
    assert reaches(ana, case) == 5
    case.refresh_from_db()
    assert case.worker == ana
    # On the days before and after, nothing.
    for since, until in [(-3, -1), (1, 3)]:
        Absence.objects.update(since=TODAY + since * DAY, until=TODAY + until * DAY)
        assert reaches(berta, case) == 0


def test_both_are_told_and_an_end_before_the_day_passes_on_what_she_has(case, ana, berta):
    row = covered(ana, berta)
    task = actions.plan_task(case, by=again(berta), words="Call", due_on=TODAY, assignee=again(berta))
    mine, hers = (browser_of(one).get(reverse("my-day")).text for one in (berta, ana))
    assert f"you cover for {ana.full_name}" in mine
    assert f"{berta.full_name} covers for you" in hers
    assert ana.full_name in browser_of(berta).get(reverse("cases:absences")).text

    refused = browser_of(berta).post(reverse("cases:absence-end", args=[row.pk]))
    ended = browser_of(ana).post(reverse("cases:absence-end", args=[row.pk]))

    task.refresh_from_db()
    assert (refused.status_code, ended.status_code, reaches(berta, case)) == (403, 302, 0)
    assert task.assignee == ana
    assert browser_of(ana).post(reverse("cases:absence-end", args=[row.pk])).status_code == 422


def test_who_knows_the_person_stays_shut_out(case, ana, berta):
    covered(ana, berta)
    actions.say_known(case, by=again(berta))
    assert reaches(berta, case) == 0


def test_it_is_said_by_herself_or_a_supervisor_of_her_office_for_a_colleague_of_it(ana, berta, office):
    url, far = reverse("cases:absence-say"), caseworker(working_office(office.organisation))
    pages = [
        browser_of(berta).post(url, said(ana, berta)),
        browser_of(ana).post(url, said(ana, far)),
        browser_of(ana).post(url, said(ana, ana)),
        browser_of(ana).post(url, said(ana, berta, until=str(TODAY - DAY))),
    ]
    assert [page.status_code for page in pages] == [422] * 4
    with pytest.raises(ValidationError, match="same office"):
        covered(ana, far)
    assert browser_of(supervisor(office)).post(url, said(ana, berta)).status_code == 302
    # Of days of which it is said already, nobody says it once more.
    page = browser_of(ana).post(url, said(ana, caseworker(office)))
    assert (page.status_code, "said already who covers" in page.text) == (422, True)
    assert Absence.objects.count() == 1


def test_programs_say_list_and_end(ana, berta):
    program, url = program_of(ana), "/api/v1/absences/"
    made = program.post(url, said(ana, berta), headers={"Idempotency-Key": "a1"})
    assert (made.status_code, program_of(berta).get(url).json()["results"][0]["user"]) == (201, str(ana.pk))
    assert program_of(caseworker()).get(url).json()["results"] == []
    end = f"{url}{made.json()['id']}/end/"
    assert program_of(berta).post(end, {}, headers={"If-Match": '"1"'}).status_code == 403
    assert program.post(end, {}, headers={"If-Match": '"1"'}).status_code == 200


def test_what_somebody_has_in_another_office_of_hers_is_not_covered_from_here(ana, berta, office):
    elsewhere = working_office(office.organisation)
    MembershipFactory(user=ana, organisation=office.organisation, office=elsewhere, role="caseworker")
    far = opened_case(again(ana), office=elsewhere)
    covered(ana, berta)

    assert Case.objects.visible_to(again(ana), Level.FULL).filter(pk=far.pk).exists()
    assert not Case.objects.visible_to(again(berta)).filter(pk=far.pk).exists()
    assert rules.level_of(again(berta), far) is None
    assert browser_of(berta).get(far.get_absolute_url()).status_code == 404


def test_who_left_the_office_is_listed_to_its_supervisor_no_more(ana, berta, office):
    covered(ana, berta)
    head = supervisor(office)
    assert ana.full_name in browser_of(head).get(reverse("cases:absences")).text

    ana.memberships.update(since=TODAY - 9 * DAY, until=TODAY)

    assert ana.full_name not in browser_of(head).get(reverse("cases:absences")).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_who_is_away_asks_as_often_for_three_as_for_one(
    berta, office, number, django_assert_num_queries
):
    for _each in range(number):
        covered(caseworker(office), berta)
    desk = browser_of(supervisor(office))
    desk.get(reverse("cases:absences"))

    with django_assert_num_queries(8):
        desk.get(reverse("cases:absences"))
