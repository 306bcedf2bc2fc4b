"""What a consent is worth: a child's own answer, a giver who took no part, and her age on that day."""

import datetime
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import actions, legal
from cases.actions.grounds import RAN_OUT, let_ground_run_out
from cases.grounds import in_force, lets_keep
from cases.models import Draft, Ground, Service, Task
from cases.task_words import words_of
from codebook import lists
from tests.cases.intake.conftest import INVOLVED, TODAY, agreed, page, said, states
from tests.factories.cases import opened_case
from work.models import OutboxRow

pytestmark = pytest.mark.django_db
FOR_HER = {"giver": "state_guardian", "purposes": ["data_processing"]}


def consent(**facts):
    return {"answer": "given", "since": str(TODAY())} | FOR_HER | facts


def dental(case, **facts):
    return {"type": "dental", "on": str(TODAY()), "consent": "for_her", "giver": "state_guardian"} | facts


def open_tasks():
    return sorted(Task.objects.open().values_list("kind", flat=True))


def test_a_childs_own_answer_to_a_service_is_asked_and_never_taken_for_a_yes(desk, child):
    unasked = desk.post(f"/cases/{child.number}/services/new/", dental(child))

    assert (unasked.status_code, list(said(unasked))) == (422, ["assent"])
    assert (Ground.objects.count(), Service.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("answer", "holds", "tasks"), [("given", True, []), ("refused", False, ["child_said_no"])]
)
def test_her_no_is_kept_and_is_a_no_and_what_was_given_is_recorded(desk, child, answer, holds, tasks):
    desk.post(f"/cases/{child.number}/services/new/", dental(child, assent=answer))

    ground = Ground.objects.get()
    assert (ground.assent, in_force(child).exists()) == (answer, holds)
    assert (Service.objects.count(), open_tasks()) == (1, tasks)


def test_why_she_was_not_asked_is_written(desk, child):
    silent = desk.post(f"/cases/{child.number}/services/new/", dental(child, assent="not_able"))
    why = {"assent": "not_able", "assent_reason": "She is two years old"}
    told = desk.post(f"/cases/{child.number}/services/new/", dental(child, **why))

    assert (list(said(silent)), told.status_code) == (["assent_reason"], 302)
    assert Ground.objects.get().assent_reason == "She is two years old"


def test_a_guardians_yes_over_a_childs_no_lets_nothing_be_kept(desk, child):
    answer = desk.post(page(child, "ground/consent"), consent(assent="refused"))

    assert answer.url == page(child, "ground")
    assert lets_keep(child) is False
    assert "does not agree" in desk.get(page(child, "ground")).content.decode()
    assert open_tasks() == ["child_said_no"]


@pytest.mark.parametrize("giver", ["parent", "legal_guardian", "state_guardian"])
def test_whoever_took_part_consents_for_nobody(desk, child, worker, giver):
    involved = {"giver": giver, "giver_involved": "on", "assent": "given"}

    by_page = desk.post(page(child, "ground/consent"), consent(**involved))
    at_service = desk.post(f"/cases/{child.number}/services/new/", dental(child, **involved))

    assert said(by_page) == {"giver_involved": [INVOLVED]}
    assert said(at_service) == {"giver_involved": [INVOLVED]}
    with pytest.raises(ValidationError):
        agreed(child, worker, **involved | {"giver_involved": True})
    ground = agreed(child, worker, giver=giver, assent="given")
    ground.giver_involved = True
    with pytest.raises(IntegrityError), transaction.atomic():
        ground.save(update_fields=["giver_involved"])


def test_her_own_consent_does_not_hold_once_she_turns_out_to_have_been_a_child(case, worker):
    ground = agreed(case, worker)
    born = TODAY().replace(year=TODAY().year - 16)

    actions.describe_person(
        case.person, by=worker, case=case, birth_date=born, birth_precision="day", given_names="Ana"
    )

    ground.refresh_from_db()
    assert (ground.doubted_on, lets_keep(case)) == (TODAY(), False)
    asked = Task.objects.filter(kind="consent_of_a_child")
    assert {task.assignee for task in asked} == {worker, None}


def test_the_page_of_grounds_says_which_consent_is_in_doubt(desk, case, worker):
    agreed(case, worker)
    actions.edit_basics(case.person, by=worker, case=case, majority="minor")

    assert "In doubt since" in desk.get(page(case, "ground")).content.decode()
    assert "In doubt since" in desk.get(f"/cases/{case.number}/").content.decode()


def test_a_consent_that_was_doubted_for_a_wrong_age_holds_again(case, worker):
    ground = agreed(case, worker)
    actions.edit_basics(case.person, by=worker, case=case, majority="minor")
    actions.edit_basics(case.person, by=worker, case=case, majority="adult", why_adult="wrong")

    ground.refresh_from_db()
    assert (ground.doubted_on, lets_keep(case)) == (None, True)


def test_a_guardians_consent_does_not_hold_for_who_turns_out_to_be_an_adult(child, worker):
    agreed(child, worker, giver="parent", assent="given")

    actions.edit_basics(child.person, by=worker, case=child, majority="adult", why_adult="wrong")

    assert lets_keep(child) is False
    assert set(open_tasks()) == {"consent_for_an_adult", "data_without_ground"}


def test_when_the_72_hours_are_over_drafts_go_and_the_worker_is_told(desk, case, worker):
    vital = {"kind": "vital_interest", "since": TODAY(), "reason": "Unconscious"}
    ground = actions.record_ground(case, by=worker, **vital)
    actions.keep_draft(by=worker, section="person", typed=[["given_names", ["Ana"]]], case=case)
    promised, over = OutboxRow.objects.get(effect=RAN_OUT), ground.expires_at
    let_ground_run_out(ground)
    still = Draft.objects.count()

    Ground.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    let_ground_run_out(ground)
    let_ground_run_out(ground)

    assert (promised.not_before, promised.keys) == (over, {"ground": str(ground.pk)})
    assert (still, Draft.objects.count(), states(desk, case)["person"]) == (1, 0, "waits")
    assert [(task.kind, task.assignee) for task in Task.objects.open()] == [("data_without_ground", worker)]
    actions.record_service(case, by=worker, on=TODAY(), type="food")


def test_a_consent_until_a_day_runs_out_after_that_day(case, worker):
    last = TODAY() + timedelta(days=30)
    agreed(case, worker, expires_on=last)

    promised = OutboxRow.objects.get(effect=RAN_OUT).not_before
    assert timezone.localtime(promised).replace(tzinfo=None) == datetime.datetime.combine(
        last + timedelta(days=1), datetime.time.min
    )


def test_what_was_typed_on_a_ground_that_is_over_is_not_shown_in_the_meantime(desk, case, worker):
    vital = {"kind": "vital_interest", "since": TODAY(), "reason": "Unconscious"}
    actions.record_ground(case, by=worker, **vital)
    actions.keep_draft(by=worker, section="person", typed=[["given_names", ["Quetzalí"]]], case=case)
    Ground.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert states(desk, case)["person"] == "waits"
    assert "Quetzalí" not in desk.get(page(case, "person")).content.decode()


@pytest.mark.parametrize(
    ("said_then", "born", "then"),
    [
        (None, datetime.date(2010, 6, 1), True),
        (None, datetime.date(1999, 6, 1), False),
        (True, datetime.date(1999, 6, 1), False),
        (False, datetime.date(2010, 6, 1), True),
    ],
)
def test_a_child_then_follows_from_her_birth_date_whenever_that_is_mended(worker, said_then, born, then):
    case = opened_case(worker)
    actions.record_ground(case, by=worker, kind="duty_to_report", since=TODAY())
    began = {"began": datetime.date(2025, 1, 1), "began_precision": "day", "acts": ["recruitment"]}
    actions.record_exploitation(case, by=worker, was_child=said_then, **began)

    actions.describe_person(case.person, by=worker, case=case, birth_date=born, birth_precision="day")

    case.refresh_from_db()
    link = case.exploitation_links.get()
    assert (link.was_child, legal.was_child(case, link)) == (said_then, then)


def test_nothing_of_a_consent_is_chosen_before_she_answers(desk, case, child):
    for whose in (case, child):
        text = desk.get(page(whose, "ground/consent")).content.decode()
        assert "checked" not in text


def test_two_things_to_which_a_child_said_no_are_told_apart(child, worker):
    for purpose in ("medical_exam", "shelter_entry"):
        facts = {"giver": "state_guardian", "purposes": [purpose], "assent": "refused"}
        agreed(child, worker, **facts)

    told = {str(words_of(task)) for task in Task.objects.open().filter(kind="child_said_no")}

    kinds = lists.get("consent_type")
    assert {words.rpartition(": ")[2] for words in told} == {
        kinds.label("medical_exam"), kinds.label("shelter_entry")
    }  # fmt: skip


def test_a_no_to_much_at_once_is_told_as_far_as_it_is_known(child, worker):
    facts = {"giver": "state_guardian", "assent": "refused"}
    agreed(child, worker, purposes=["medical_exam", "shelter_entry", "data_processing"], **facts)

    words = str(words_of(Task.objects.get(kind="child_said_no")))

    kinds = lists.get("consent_type")
    assert [code for code in ("medical_exam", "shelter_entry") if kinds.label(code) not in words] == []
    assert "data_proc" not in words
