"""The risk of a person is assessed, and what follows from it waits to be done; nothing stops the record."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from audit.models import Event
from cases import actions
from cases.models import RiskAssessment, Task
from cases.risks import days
from codebook import lists
from tests.factories.cases import OPENED, opened_case
from tests.factories.risk import PLAN, assess, waiting
from tests.shelters.conftest import browser_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def case():
    return opened_case()


# What is assessed


def test_the_days_of_a_review_are_those_of_the_list_of_levels():
    codes = lists.base("risk_level")

    assert {code.code: code.extra["review_days"] for code in codes} == days()["review_days"]
    assert days()["review_days"] == {"low": 30, "medium": 14, "high": 7, "imminent": 1}


@pytest.mark.parametrize(("level", "after"), [("low", 30), ("medium", 14), ("high", 7), ("imminent", 1)])
def test_the_next_review_follows_from_the_level_and_is_a_task_of_whoever_answers_for_her(case, level, after):
    risk = assess(case, level, safety_plan=PLAN)

    assert risk.review_on == TODAY + after * DAY
    task = Task.objects.open().get(case=case, kind="risk_review")
    assert (task.due_on, task.assignee) == (TODAY + after * DAY, case.worker)


def test_a_whole_that_is_lower_than_a_domain_asks_for_the_reason_and_is_kept_with_it(case):
    said = {"domains": ["retaliation:low", "family_threat:high"]}

    with pytest.raises(ValidationError) as refused:
        assess(case, "medium", **said)
    kept = assess(case, "medium", lower_reason="Her family has moved away.", **said)

    assert list(refused.value.message_dict) == ["lower_reason"]
    assert "Harm to her family" in refused.value.messages[0]
    assert kept.by_domain == {"retaliation": "low", "family_threat": "high"}
    assert assess(case, "high", safety_plan=PLAN, **said).lower_reason is None


def test_the_page_asks_for_the_reason_beside_its_box_and_keeps_what_was_typed(case):
    typed = {
        "on": TODAY.strftime("%d/%m/%Y"), "domains": ["self_harm:imminent", "data:low"], "level": "high",
        "basis": "She spoke of the river.", "safety_plan": PLAN,
    }  # fmt: skip
    browser, url = browser_of(case.worker), f"/cases/{case.number}/risks/new/"

    asked = browser.post(url, typed)
    assert (asked.status_code, list(asked.context["form"].errors)) == (422, ["lower_reason"])
    page = asked.content.decode()
    assert ["She spoke of the river." in page, 'value="self_harm:imminent" selected' in page] == [True, True]
    answer = browser.post(url, typed | {"lower_reason": "Her sister sleeps beside her."})

    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.number}/risks/")
    risk = RiskAssessment.objects.get()
    assert (risk.by_domain, risk.basis, risk.safety_plan) == (
        {"self_harm": "imminent", "data": "low"}, "She spoke of the river.", PLAN,
    )  # fmt: skip


def test_what_is_on_no_list_and_a_domain_said_twice_are_refused(case):
    for wrong in (["moon:high"], ["data:huge"], ["data:low", "data:high"], ["data"]):
        with pytest.raises(ValidationError):
            assess(case, "imminent", domains=wrong)
    assert not RiskAssessment.objects.exists()


def test_a_day_to_come_is_no_day_of_an_assessment(case):
    with pytest.raises(ValidationError) as refused:
        assess(case, on=TODAY + DAY)
    assert list(refused.value.message_dict) == ["on"]


def test_sent_twice_it_is_assessed_once_with_one_line_in_the_trail(case):
    first, again = (assess(case, once="r1") for _time in range(2))

    assert first == again
    line = Event.objects.get(verb="risk.assessed")
    assert (line.actor, line.subjects, line.detail) == (case.worker.pk, [first.pk, case.pk], [])
    assert Task.objects.filter(kind="risk_review").count() == 1


# What waits to be done


def test_the_next_assessment_ends_the_review_that_waited_and_promises_the_next(case):
    assess(case, "low", on=TODAY - 3 * DAY)
    assert waiting(case) == {"risk_review": TODAY + 27 * DAY}

    assess(case, "high", safety_plan=PLAN)

    assert waiting(case) == {"risk_review": TODAY + 7 * DAY}
    done = Task.objects.get(kind="risk_review", done_at__isnull=False)
    assert (done.done_by, "The risk was assessed on" in done.outcome) == (case.worker, True)


@pytest.mark.parametrize(("level", "within"), [("high", 1), ("imminent", 0)])
def test_without_a_safety_plan_it_is_kept_and_the_plan_is_a_task(case, level, within):
    assess(case, level)

    assert RiskAssessment.objects.get().safety_plan is None
    assert waiting(case)["safety_plan"] == TODAY + within * DAY


@pytest.mark.parametrize("level", ["low", "medium"])
def test_a_lower_risk_asks_for_no_safety_plan(case, level):
    assess(case, "high")
    assess(case, level)

    assert set(waiting(case)) == {"risk_review"}


def test_a_plan_that_was_asked_for_by_tomorrow_is_asked_for_today_once_the_danger_is_imminent(case):
    assess(case, "high")
    assess(case, "imminent")

    assert waiting(case)["safety_plan"] == TODAY


def test_a_plan_that_is_written_into_the_assessment_ends_its_task(case):
    risk = assess(case, "high")
    actions.change_risk(risk, by=case.worker, safety_plan=PLAN)

    assert waiting(case) == {"risk_review": TODAY + 7 * DAY}


def test_imminent_calls_the_supervisors_and_a_later_plan_below_it_answers_them(client, case):
    risk = assess(case, "imminent", safety_plan=PLAN)
    called = Task.objects.get(kind="danger")
    assert (called.office, called.assignee, called.due_on) == (case.office, None, TODAY)
    actions.change_risk(risk, by=case.worker, basis="Two men came again.")
    assert waiting(case)["danger"] == TODAY
    shown = browser_of(case.worker).get(f"/cases/{case.number}/").content.decode()
    assert "what protects her stands under “Risk”" in shown

    assess(case, "high", safety_plan=PLAN)

    called.refresh_from_db()
    assert "danger" not in waiting(case)
    assert "safety plan" in called.outcome


@pytest.mark.parametrize(
    ("level", "plan", "answered"), [("medium", PLAN, True), ("low", None, False), ("imminent", PLAN, False)]
)
def test_the_call_of_an_intake_is_answered_by_saying_what_protects_her(level, plan, answered):
    case = opened_case(danger="yes")
    assert waiting(case)["danger"] == TODAY

    assess(case, level, safety_plan=plan)

    assert ("danger" not in waiting(case)) is answered


def test_what_was_assessed_before_a_call_does_not_answer_it():
    case = opened_case(danger="yes")

    assess(case, "medium", on=TODAY - DAY, safety_plan=PLAN)

    assert waiting(case)["danger"] == TODAY


def test_an_earlier_day_entered_after_a_later_one_changes_nothing_that_waits(case):
    assess(case, "low")
    before = waiting(case)

    assess(case, "imminent", on=TODAY - 5 * DAY)

    assert waiting(case) == before


def test_a_back_entry_makes_no_task_that_would_have_been_due_before_today(case):
    old = assess(case, "imminent", on=OPENED, entered_from="paper", domains=["data:imminent"])
    assert (old.entered_from, waiting(case)) == ("paper", {})

    assess(case, "low", on=TODAY - DAY, domains=["data:high"], entered_from="paper")

    assert waiting(case) == {"risk_review": TODAY + 29 * DAY}


def test_an_old_assessment_from_paper_leaves_the_review_that_waits(case):
    assess(case, "low", on=TODAY - 60 * DAY)
    waits = waiting(case)
    assert waits == {"risk_review": TODAY}

    assess(case, "medium", on=TODAY - 40 * DAY, entered_from="paper")

    assert waiting(case) == waits
