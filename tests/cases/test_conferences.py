"""A case conference is called, written down and amended; what it decides are tasks with an owner."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import actions
from cases.models import Conference, Level, Task
from tests.factories.cases import caseworker, let_in, opened_case, supervisor
from tests.shelters.conftest import browser_of, in_english, program_of

__all__ = ["in_english"]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WORDS = "Her brother waits at the gate"


@pytest.fixture
def case():
    return opened_case()


def at(case, *rest):
    return "/".join([f"/cases/{case.number}", "conferences", *map(str, rest), ""])


def typed(*people, **facts):
    who = {"people": [str(one.pk) for one in people], "outside": ["prosecutor"]}
    return {"on": str(TODAY), "minutes": WORDS, **who} | facts


def test_called_held_and_decided(case):
    ana, boss = case.worker, supervisor(case.office)
    desk, day = browser_of(ana), TODAY + timedelta(days=2)
    called = desk.post(at(case, "call"), {"due_on": str(day), "assignee": str(ana.pk)})
    assert called.status_code == 302
    assert "Case conferences" in desk.get("/").text
    assert Task.objects.open().get(kind="conference").due_on == day

    answer = desk.post(at(case, "new"), typed(ana, boss))

    conference = Conference.objects.get()
    assert (answer.status_code, answer.url) == (302, at(case, conference.pk))
    assert not Task.objects.open().filter(kind="conference").exists()
    assert {*conference.people.all()} == {ana, boss}
    decided = desk.post(at(case, conference.pk, "decide"), {
        "words": "Change the lock", "due_on": str(day), "assignee": str(boss.pk),
    })  # fmt: skip
    nobody = desk.post(at(case, conference.pk, "decide"), {"words": "x", "due_on": str(day)})
    task = Task.objects.open().get(kind="conference_decided")
    assert (decided.status_code, nobody.status_code, task.assignee, task.due_on) == (302, 422, boss, day)
    page = browser_of(boss).get(at(case)).text
    assert all(one in page for one in (WORDS, "Change the lock", "The prosecutor", ana.full_name))
    assert "Case conference" in desk.get(case.get_absolute_url()).text


def test_it_is_for_the_team_and_not_for_whoever_helps(case):
    helper = caseworker(case.office)
    let_in(helper, case, Level.ASSISTANCE)
    conference = actions.record_conference(case, by=case.worker, on=TODAY, minutes=WORDS, outside=["police"])
    for page in ("", conference.pk, "new"):
        assert browser_of(helper).get(at(case, *filter(None, [page]))).status_code == 403
        assert browser_of(caseworker()).get(at(case, *filter(None, [page]))).status_code == 404
    assert program_of(helper).get("/api/v1/conferences/").json()["results"] == []


def test_minutes_are_amended_and_never_overwritten_and_decisions_go_along(case):
    desk = browser_of(case.worker)
    first = actions.record_conference(case, by=case.worker, on=TODAY, minutes=WORDS, outside=["police"])
    facts = {"words": "Call", "due_on": TODAY, "assignee": case.worker}
    actions.decide_in_conference(first, by=case.worker, **facts)

    answer = desk.post(at(case, first.pk, "amend"), typed(case.worker, minutes="It was her cousin"))

    later = Conference.objects.get(amends=first)
    assert (answer.status_code, Conference.objects.get(pk=first.pk).minutes) == (302, WORDS)
    page = desk.get(at(case, later.pk)).text
    assert ("It was her cousin" in page, "Call" in page) == (True, True)
    listed = desk.get(at(case)).text
    assert (WORDS in listed, "It was her cousin" in listed) == (False, True)
    again = desk.post(at(case, first.pk, "amend"), typed(case.worker))
    assert (again.status_code, "amended already" in again.text) == (422, True)


def test_minutes_of_last_month_leave_the_conference_that_is_called_for_tuesday(case):
    actions.plan_conference(case, by=case.worker, due_on=TODAY + timedelta(days=2), assignee=case.worker)

    actions.record_conference(
        case, by=case.worker, on=TODAY - timedelta(days=30), minutes=WORDS, outside=["police"]
    )

    assert Task.objects.open().filter(kind="conference").exists()


def test_what_is_decided_beside_minutes_that_were_amended_meanwhile_stands_with_the_later_ones(case):
    facts = {"on": TODAY, "outside": ["police"]}
    first = actions.record_conference(case, by=case.worker, minutes=WORDS, **facts)
    later = actions.record_conference(case, by=case.worker, minutes="Else", amends=first, **facts)

    decided = {"words": "Call", "due_on": str(TODAY), "assignee": str(case.worker.pk)}
    browser_of(case.worker).post(at(case, first.pk, "decide"), decided)

    assert Task.objects.open().get(kind="conference_decided").subject == later.pk


def test_bad_input_is_said_beside_the_field_and_a_draft_is_kept(case):
    desk = browser_of(case.worker)
    nobody = desk.post(at(case, "new"), {"on": str(TODAY), "minutes": WORDS})
    ahead = desk.post(at(case, "new"), typed(case.worker, on=str(TODAY + timedelta(days=1))))
    assert ("Say who took part" in nobody.text, nobody.status_code, ahead.status_code) == (True, 422, 422)
    assert WORDS in desk.get(at(case, "new")).text
    assert WORDS not in browser_of(supervisor(case.office)).get(at(case, "new")).text


def test_programs_write_amend_and_decide(case):
    program, url = program_of(case.worker), "/api/v1/conferences/"
    body = typed(case.worker) | {"case": case.number}
    made = program.post(url, body, headers={"Idempotency-Key": "c1"})
    repeated = program.post(url, body, headers={"Idempotency-Key": "c1"})
    assert (made.status_code, repeated.json()["id"]) == (201, made.json()["id"])
    one = f"{url}{made.json()['id']}/"
    facts = {"words": "Call", "due_on": str(TODAY), "assignee": str(case.worker.pk)}
    decided = program.post(f"{one}decide/", facts)
    assert (decided.status_code, Task.objects.get(kind="conference_decided").words) == (201, "Call")
    amended = program.post(f"{one}amend/", typed(case.worker, minutes="y"))
    assert (amended.status_code, amended.json()["amends"]) == (201, made.json()["id"])
    assert [row["minutes"] for row in program.get(url).json()["results"]] == ["y"]
    assert program_of(caseworker()).get(one).status_code == 404


def test_the_list_asks_as_often_for_one_as_for_three(case):
    desk, numbers = browser_of(case.worker), []
    for many in (1, 2):
        for _each in range(many):
            held = actions.record_conference(
                case, by=case.worker, on=TODAY, minutes="x", people=[case.worker], outside=["police"]
            )
            facts = {"words": "Call", "due_on": TODAY, "assignee": case.worker}
            actions.decide_in_conference(held, by=case.worker, **facts)
        desk.get(at(case))
        with CaptureQueriesContext(connection) as asked:
            desk.get(at(case))
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
