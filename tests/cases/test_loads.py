"""A supervisor sees how much each one of her office has to do, who is away, and what waits for nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases import actions
from cases.loads import loads_of
from cases.models import Task
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from tests.shelters.conftest import browser_of, in_english, program_of

__all__ = ["in_english"]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WEEK = timedelta(days=7)


@pytest.fixture
def office():
    return working_office()


@pytest.fixture
def head(office):
    return supervisor(office)


def busy(office, *levels):
    """A caseworker with one case for each of these levels of risk, and a task of today in each."""
    worker = caseworker(office)
    for level in levels:
        case = opened_case(worker)
        plan = {"safety_plan": "x"} if level in ("high", "imminent") else {}
        actions.assess_risk(case, by=worker, level=level, **plan)
        case.tasks.open().update(due_on=TODAY + 3 * WEEK)
        actions.plan_task(case, by=worker, words="Call", due_on=TODAY, assignee=worker)
    return worker


def test_each_number_is_what_the_list_behind_it_shows(office, head):
    ana, berta = busy(office, "low", "high", "imminent"), busy(office, "medium")
    stranger = busy(working_office(office.organisation), "high")
    late = opened_case(ana)
    late.tasks.open().update(due_on=TODAY - WEEK, assignee=ana)
    known = actions.plan_task(late, by=ana, words="Call", due_on=TODAY, assignee=ana)
    type(known).objects.filter(pk=known.pk).update(due_on=TODAY - timedelta(days=1))
    alone = opened_case(ana)
    actions.change_case(alone, by=head, worker=None)
    actions.say_absence(by=ana, user=ana, cover=berta, since=TODAY, until=TODAY + WEEK)

    found = loads_of(head)
    told = {load.user: load for load in found.people}
    desk = browser_of(head)
    page = desk.get(reverse("cases:loads"))

    assert stranger not in told
    assert (told[ana].cases, told[ana].at_risk, told[ana].away.cover) == (4, 2, berta)
    assert (told[berta].cases, told[berta].at_risk, told[berta].this_week) == (1, 0, 1)
    assert [one.user for one in told[berta].covers] == [ana]
    assert (found.unassigned, told[ana].this_week) == (1, 3)
    assert "away until" in page.text
    mine = f"whose=office&worker={ana.pk}"
    lists = [
        (f"{reverse('cases:cases')}?{mine}", told[ana].cases),
        (f"{reverse('cases:cases')}?{mine}&risk=pressing", told[ana].at_risk),
        (f"{reverse('cases:cases')}?whose=office&worker=nobody", found.unassigned),
        (f"{reverse('tasks:tasks')}?whose=office&state=late&assignee={ana.pk}", told[ana].late),
        (f"{reverse('tasks:tasks')}?whose=office&state=week&assignee={ana.pk}", told[ana].this_week),
    ]
    for url, number in lists:
        assert len(desk.get(url).context["page"].rows) == number, url
        assert url.replace("&", "&amp;") in page.text


def test_it_is_for_supervisors_and_says_nothing_of_a_case_that_is_shut_to_her(office, head):
    ana = busy(office, "high")
    case = ana.cases.get()
    assert browser_of(ana).get(reverse("cases:loads")).status_code == 403
    assert program_of(ana).get("/api/v1/loads/").status_code == 403
    assert case.code_name not in browser_of(head).get(reverse("cases:loads")).text
    [row] = [one for one in program_of(head).get("/api/v1/loads/").json()["results"] if one["open_cases"]]
    assert (row["user"], row["at_high_risk"], row["away_until"]) == (str(ana.pk), 1, None)
    actions.say_known(case, by=head)
    assert {load.cases for load in loads_of(head).people} == {0}


def test_it_asks_as_often_for_one_worker_as_for_three(office, head):
    desk, numbers = browser_of(head), []
    for people in (1, 2):
        for _each in range(people):
            busy(office, "high")
        desk.get(reverse("cases:loads"))
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("cases:loads"))
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_my_day_shows_what_has_a_day_of_its_own_and_lets_it_be_given_to_somebody(office):
    ana = caseworker(office)
    case = opened_case(ana)
    actions.assess_risk(case, by=ana, level="imminent", safety_plan="x")
    actions.plan_conference(case, by=ana, due_on=TODAY + timedelta(days=10), assignee=ana)
    desk = browser_of(ana)
    day = desk.get(reverse("my-day"))

    groups = {str(words): [task.kind for task in tasks] for words, tasks in day.context["dates"]}
    assert groups == {"Case conferences": ["conference"], "Reviews of plan and risk": ["risk_review"]}
    task = case.tasks.get(kind="conference")
    assert reverse("tasks:task-change", args=[task.pk]) in day.text
    told = program_of(ana).get("/api/v1/my-day/").json()
    assert [one["kind"] for one in told["dates"]] == ["conference", "risk_review"]
    assert told["dates"][0]["case"] == case.number
    case.tasks.filter(kind="conference").update(due_on=TODAY + timedelta(days=15))
    assert "Case conferences" not in desk.get(reverse("my-day")).text


def test_what_somebody_left_behind_who_works_here_no_more_is_counted_too(office, head):
    ana, today = busy(office, "high", "low"), TODAY
    ana.memberships.update(since=today - WEEK, until=today)

    [load] = [one for one in loads_of(head).people if one.cases]
    page = browser_of(head).get(reverse("cases:loads")).text

    assert (load.user, load.here, load.cases, load.at_risk, load.this_week) == (ana, False, 2, 1, 2)
    assert "does not work here today" in page
    shown = browser_of(head).get(f"{reverse('cases:cases')}?whose=office&worker={ana.pk}")
    assert len(shown.context["page"].rows) == 2
    [row] = [one for one in program_of(head).get("/api/v1/loads/").json()["results"] if one["open_cases"]]
    assert (row["user"], row["here"]) == (str(ana.pk), False)


def test_however_much_is_late_what_comes_tomorrow_stands_in_my_day(office):
    ana = caseworker(office)
    case = opened_case(ana)
    actions.plan_conference(case, by=ana, due_on=TODAY + timedelta(days=1), assignee=ana)
    late = {"kind": "risk_review", "case": case, "office": case.office, "assignee": ana}
    for number in range(41):
        Task.objects.create(key=str(number), due_on=TODAY - WEEK, **late)

    day = browser_of(ana).get(reverse("my-day"))

    assert "Case conferences" in {str(words) for words, _tasks in day.context["dates"]}
