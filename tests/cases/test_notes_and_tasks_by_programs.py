"""Programs write notes and tasks, end grounds and answer whether two people are one, as the pages do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tokens import issue
from audit.models import Event
from cases import actions
from cases.models import Level, Likeness, Note, Task
from tests.api.conftest import Caller
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, supervisor

pytestmark = pytest.mark.django_db
NOTES, TASKS, GROUNDS, PAIRS = (f"/api/v1/{name}/" for name in ("notes", "tasks", "grounds", "likenesses"))
TODAY = timezone.localdate()


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def program(case):
    return Caller(issue(case.worker)[0])


def of(user):
    return Caller(issue(user)[0])


def seen(version):
    return {"If-Match": f'"{version}"'}


def a_note(case, **facts):
    return {"case": case.number, "on": OPENED.isoformat(), "note_class": "team", "kind": "progress"} | facts


def test_a_note_is_written_once_for_its_key_and_read_by_its_own_address(program, case):
    body = a_note(case, text="She slept well.")

    first, again = (program.post(NOTES, body, headers={"Idempotency-Key": "n1"}) for _ in range(2))

    assert (first.status_code, again.status_code, Note.objects.count()) == (201, 201, 1), first.content
    assert (first.json()["case"], first.json()["text"]) == (case.number, "She slept well.")
    assert program.get(f"{NOTES}{first.json()['id']}/").json()["text"] == "She slept well."
    assert Event.objects.filter(verb="note.read").count() == 1


def test_the_list_says_that_notes_exist_and_not_what_they_say(program, case):
    actions.write_note(case, by=case.worker, on=OPENED, text="She slept well.")

    answer = program.get(f"{NOTES}?case={case.number}")

    [row] = answer.json()["results"]
    assert (row["note_class"], row["author"]) == ("team", str(case.worker_id))
    assert "slept" not in answer.content.decode()
    assert [event.detail for event in Event.objects.filter(verb="case.read")] == [["notes"]]


def test_a_note_of_another_profession_is_not_answered(case):
    psychologist = caseworker(case.office, profession="psychology")
    let_in(psychologist, case)
    note = actions.write_note(case, by=psychologist, on=OPENED, text="Dreams.", note_class="psychological")

    answer = of(supervisor(case.office)).get(f"{NOTES}{note.pk}/")

    assert answer.status_code == 403
    assert "Dreams" not in answer.content.decode()
    assert of(caseworker()).get(f"{NOTES}{note.pk}/").status_code == 404


def test_of_a_note_that_is_reserved_the_list_tells_no_kind_as_on_the_page(case):
    psychologist = caseworker(case.office, profession="psychology")
    let_in(psychologist, case)
    staff = caseworker(case.office, role="shelter_staff")
    let_in(staff, case)
    hidden = {"kind": "clinical", "note_class": "psychological"}
    actions.write_note(case, by=psychologist, on=OPENED, text="Dreams.", **hidden)
    actions.write_note(case, by=case.worker, on=OPENED, text="To court.", kind="call", note_class="team")
    actions.write_note(case, by=case.worker, on=OPENED, text="Ate.", kind="progress", note_class="care")

    def told(user):
        rows = of(user).get(NOTES).json()["results"]
        return {row["note_class"]: row["kind"] for row in rows}

    assert told(staff) == {"psychological": None, "team": None, "care": "progress"}
    assert told(case.worker) == {"psychological": None, "team": "call", "care": "progress"}
    # Whoever may open it reads the kind with the text, one note at a time.
    assert told(psychologist)["psychological"] is None
    [note] = Note.objects.filter(note_class="psychological")
    assert of(psychologist).get(f"{NOTES}{note.pk}/").json()["kind"] == "clinical"


def test_a_note_is_amended_once_and_the_earlier_one_stays_readable(program, case):
    note = actions.write_note(case, by=case.worker, on=OPENED, text="She slept well.")
    body = {"on": OPENED.isoformat(), "kind": "progress", "text": "She slept badly."}

    amended = program.post(f"{NOTES}{note.pk}/amend/", body)
    refused = program.post(f"{NOTES}{note.pk}/amend/", body)

    assert (amended.status_code, refused.status_code) == (201, 422)
    assert amended.json()["amends"] == str(note.pk)
    assert [row["id"] for row in program.get(NOTES).json()["results"]] == [amended.json()["id"]]
    assert program.get(f"{NOTES}{note.pk}/").json()["text"] == "She slept well."


def test_a_note_about_a_case_that_is_not_hers_is_refused_as_unknown(case):
    answer = of(caseworker()).post(NOTES, a_note(case, text="x"))

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["case"])


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_notes_asks_as_often_for_many_as_for_one(
    case, program, number, django_assert_num_queries
):
    for _time in range(number):
        actions.write_note(opened_case(case.worker), by=case.worker, on=OPENED, text="x")

    with django_assert_num_queries(12):
        program.get(NOTES)


def test_a_task_is_written_handed_on_and_done(program, case):
    colleague = caseworker(case.office)
    let_in(colleague, case)
    body = {"case": case.number, "words": "Call the school", "due_on": TODAY.isoformat()}

    made = program.post(TASKS, body, headers={"Idempotency-Key": "t1"})
    again = program.post(TASKS, body, headers={"Idempotency-Key": "t1"})
    here = f"{TASKS}{made.json()['id']}/"
    handed = program.patch(here, {"assignee": str(colleague.pk)}, headers=seen(1))
    done = program.post(f"{here}done/", {"outcome": "She begins on Monday."}, headers=seen(2))

    task = Task.objects.get()
    assert (made.status_code, again.json()["id"]) == (201, str(task.pk)), made.content
    assert (handed.status_code, task.assignee, task.due_on) == (200, colleague, TODAY), handed.content
    assert (done.status_code, done.json()["outcome"], done.json()["done_by"]) == (
        200,
        "She begins on Monday.",
        str(case.worker_id),
    )


def test_a_task_over_an_older_version_or_without_one_is_not_changed(program, case):
    task = actions.plan_task(case, by=case.worker, words="Call", due_on=TODAY)
    here = f"{TASKS}{task.pk}/done/"

    answers = [program.post(here, {"outcome": "x"}), program.post(here, {"outcome": "x"}, headers=seen(9))]

    assert [answer.status_code for answer in answers] == [428, 412]
    assert Task.objects.get().done_at is None


def test_tasks_are_found_by_case_and_state(program, case):
    waiting = actions.plan_task(case, by=case.worker, words="Call", due_on=TODAY)
    done = actions.plan_task(opened_case(case.worker), by=case.worker, words="Write", due_on=TODAY)
    actions.finish_task(done, by=case.worker, outcome="Written")
    Task.objects.filter(pk=waiting.pk).update(due_on=TODAY - timedelta(days=1))

    def found(query):
        return [row["id"] for row in program.get(TASKS + query).json()["results"]]

    assert found(f"?case={case.number}") == found("?state=late") == [str(waiting.pk)]
    assert found("?state=done") == [str(done.pk)]
    soon = actions.plan_task(case, by=case.worker, words="Visit", due_on=TODAY + timedelta(days=7))
    assert found("?state=soon") == [str(soon.pk)]
    assert of(caseworker()).get(TASKS).json()["results"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_tasks_asks_as_often_for_many_as_for_one(
    case, program, number, django_assert_num_queries
):
    for _time in range(number):
        actions.plan_task(opened_case(case.worker), by=case.worker, words="Call", due_on=TODAY)

    with django_assert_num_queries(11):
        program.get(TASKS)


def test_a_ground_ends_on_a_day(program, case):
    ground = actions.record_ground(case, by=case.worker, kind="duty_to_report", since=OPENED)
    here = f"{GROUNDS}{ground.pk}/"

    ended = program.post(f"{here}end/", {"ended_on": TODAY.isoformat()}, headers=seen(1))
    twice = program.post(f"{here}end/", {"ended_on": TODAY.isoformat()}, headers=seen(2))

    assert (ended.status_code, ended.json()["ended_on"], twice.status_code) == (200, TODAY.isoformat(), 422)
    one = program.get(here).json()
    assert one.pop("resting") == []
    assert program.get(f"{GROUNDS}?case={case.number}").json()["results"] == [one]


def test_the_ledger_is_for_the_team_that_reads_the_case_in_full(case):
    ground = actions.record_ground(case, by=case.worker, kind="duty_to_report", since=OPENED)
    helper = caseworker(case.office)
    let_in(helper, case, Level.ASSISTANCE)

    assert of(helper).get(f"{GROUNDS}{ground.pk}/").status_code == 404
    assert of(helper).get(GROUNDS).json()["results"] == []


@pytest.fixture
def pair(case):
    other = opened_case(case.worker)
    return actions.note_likeness(case.person, other.person, by=case.worker)


def test_whether_two_people_are_one_is_answered_and_taken_back(program, pair, case):
    here = f"{PAIRS}{pair.pk}/"

    answered = program.post(f"{here}answer/", {"answer": "same"}, headers=seen(1))
    back = program.post(f"{here}take-back/", {}, headers=seen(2))

    assert (answered.status_code, answered.json().get("answer")) == (200, "same"), answered.json()
    assert back.status_code == 200, back.json()
    assert (back.status_code, back.json()["answer"], back.json()["answered_by"]) == (200, "", None)
    assert Task.objects.open().get().subject == pair.pk
    assert len(program.get(f"{PAIRS}?waiting=true").json()["results"]) == 1


def test_a_pair_tells_only_the_numbers_of_cases_that_she_may_open(pair, case):
    far = opened_case(caseworker())
    elsewhere = actions.note_likeness(case.person, far.person, by=None)
    head = of(supervisor(case.office))

    told = {row["id"]: row["cases"] for row in head.get(PAIRS).json()["results"]}

    assert told[str(elsewhere.pk)] == [case.number]
    assert len(told[str(pair.pk)]) == 2
    assert of(far.worker).get(f"{PAIRS}{elsewhere.pk}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_pairs_asks_as_often_for_many_as_for_one(
    case, program, number, django_assert_num_queries
):
    for _time in range(number):
        actions.note_likeness(case.person, opened_case(case.worker).person, by=None)

    with django_assert_num_queries(12):
        answer = program.get(PAIRS)

    assert len(answer.json()["results"]) == number == Likeness.objects.count()
