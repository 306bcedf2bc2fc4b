"""A plan is made of what she needs, agreed with her, changed only with reasons, reviewed and closed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.roles import Role
from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.models import Goal, GoalState, Level, Plan, PlanAgreement, PlanReview, Task
from tests.factories.accounts import member
from tests.factories.cases import ENDING, OPENED, caseworker, let_in, opened_case, supervisor
from tests.factories.plans import CLAIM, STUDY, agreed, goal_of, planned
from work.models import Revision

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
EN = {"Accept-Language": "en"}


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def here(client, case):
    client.force_login(case.worker)
    client.cookies["language"] = "en"
    return client


def place(case, rest=""):
    return f"/cases/{case.number}/plan/{rest}"


def rows(*goals):
    """Goals as the page sends them."""
    sent = {"goals-TOTAL_FORMS": len(goals), "goals-INITIAL_FORMS": 0}
    for number, goal in enumerate(goals):
        sent |= {f"goals-{number}-{name}": value for name, value in goal.items()}
    return sent


def kinds(case):
    return sorted(Task.objects.open().filter(case=case).values_list("kind", flat=True))


def test_a_goal_is_offered_for_each_need_that_has_none_and_the_kinds_of_plan_with_them(here, case):
    actions.record_needs(case, by=case.worker, needs=["education_formal", "dental"], wishes="To study")

    page = here.get(place(case, "new/"))

    offered = [form["service_type"].value() for form in page.context["form"].goals.forms]
    assert [code for code in offered if code] == ["education_formal", "dental"]
    assert page.context["form"]["types"].value() == ["education", "health"]
    assert "To study" in page.content.decode()


def test_she_writes_the_goals_in_her_words_and_rows_without_words_are_left_out(here, case):
    needs = actions.record_needs(case, by=case.worker, on=OPENED, needs=["education_formal", "dental"])
    typed = {"on": "02/03/2026", "types": ["education"], "once": "3f0f4a5e-3f1b-4e61-9a44-000000000001"}
    typed |= rows({"words": "", "service_type": "dental"}, STUDY | {"due_on": "01/12/2026"})

    answers = [here.post(place(case, "new/"), typed) for _time in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    plan = Plan.objects.get()
    goal = goal_of(plan)
    assert (plan.needs, plan.types, plan.agreed_on) == (needs, ["education"], None)
    assert (goal.words, goal.service_type, str(goal.due_on)) == (
        STUDY["words"], "education_formal", "2026-12-01",
    )  # fmt: skip
    assert Event.objects.filter(verb="plan.made").count() == 1


def test_a_goal_without_the_help_it_is_about_is_asked_for_and_what_was_typed_stays(here, case):
    answer = here.post(
        place(case, "new/"), {"on": "02/03/2026"} | rows({"words": "Work", "service_type": ""})
    )

    assert (answer.status_code, Plan.objects.count()) == (422, 0)
    assert 'value="Work"' in answer.content.decode()


def test_one_more_row_is_asked_for_and_nothing_typed_is_lost(here, case):
    answer = here.post(place(case, "new/"), {"on": "02/03/2026", "add-row": "goals"} | rows(STUDY))

    forms = answer.context["form"].goals.forms
    assert [one["words"].value() for one in forms] == [STUDY["words"], None]
    assert (answer.context["form"].wrong_rows, Plan.objects.count()) == ([], 0)


def test_a_plan_without_a_goal_and_a_second_open_plan_are_refused(here, case):
    empty = here.post(place(case, "new/"), {"on": "02/03/2026"} | rows())
    assert "Write at least one goal." in empty.content.decode()

    planned(case)
    second = here.post(place(case, "new/"), {"on": "02/03/2026"} | rows(STUDY))
    assert (second.status_code, Plan.objects.count()) == (422, 1)
    assert "has a plan already" in second.content.decode()


def test_the_data_base_knows_one_open_plan_of_a_case_and_goals_of_no_other_case(case):
    plan = planned(case)
    other = opened_case(case.worker)

    with pytest.raises(IntegrityError, match="one_open_plan_of_a_case"), transaction.atomic():
        Plan.objects.create(case=case, on=OPENED)
    with pytest.raises(IntegrityError, match="of_its_own_case"), transaction.atomic():
        Goal.objects.filter(plan=plan).update(case=other)


def test_what_was_typed_of_a_plan_is_offered_again(here, case):
    typed = {"on": "02/03/2026", "draft_page": "3f0f4a5e-3f1b-4e61-9a44-000000000002"} | rows(STUDY)
    here.post(f"/cases/{case.number}/intake/drafts/plan/", typed)

    assert STUDY["words"] in here.get(place(case, "new/")).content.decode()
    assert "Go on with it" in here.get(place(case)).content.decode()


def test_she_agrees_on_a_day_and_the_plan_asks_to_be_looked_at_again_in_thirty_days(here, case):
    actions.activate_case(case, by=case.worker, on=OPENED)
    assert "plan" in kinds(case)
    plan = planned(case)
    day = TODAY - timedelta(days=3)
    typed = {"on": f"{day:%d/%m/%Y}", "by_whom": "herself", "how": "thumbprint", "language": "quc"}

    answer = here.post(place(case, f"{plan.pk}/agree/"), typed | {"present": "Her sister"})

    plan.refresh_from_db()
    assert (answer.status_code, plan.agreed_on, goal_of(plan).agreed_in.how) == (302, day, "thumbprint")
    assert ("plan" in kinds(case), Task.objects.get(kind="plan_review").due_on) == (
        False, day + timedelta(days=30),
    )  # fmt: skip
    shown = here.get(place(case)).content.decode()
    assert ("Her sister" in shown, "With a thumb-print" in shown) == (True, True)


def test_a_plan_agreed_before_the_day_on_which_it_was_written_was_made_then(case):
    plan = planned(case, on=TODAY)

    actions.agree_plan(plan, by=case.worker, on=OPENED, how="said", by_whom="herself")

    plan.refresh_from_db()
    assert (plan.on, plan.agreed_on) == (OPENED, OPENED)
    with pytest.raises(ValidationError):
        actions.agree_plan(plan, by=case.worker, on=TODAY + timedelta(1), how="said", by_whom="herself")


def test_a_child_who_agreed_alone_is_recorded_and_the_guardian_is_a_task(here):
    child = opened_case(majority="minor")
    agreed(child)
    assert "plan_guardian" in kinds(child)

    actions.agree_plan(
        child.plans.get(), by=child.worker, on=TODAY, how="signed", by_whom="with_guardian", guardian="PGN"
    )
    assert "plan_guardian" not in kinds(child)


def test_who_the_guardian_is_is_asked_beside_the_field(here, case):
    plan = planned(case)

    answer = here.post(
        place(case, f"{plan.pk}/agree/"), {"on": "02/03/2026", "by_whom": "with_guardian", "how": "signed"}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["guardian"])


def test_an_agreed_plan_is_changed_by_adding_and_dropping_with_reasons_and_agreed_anew(here, case):
    plan = agreed(case)
    goal = goal_of(plan)

    with pytest.raises(ValidationError):
        actions.change_goal(goal, by=case.worker, words="Something else")
    refused = here.post(
        place(case, f"{plan.pk}/goals/new/"), {"words": "To work", "service_type": "job_placement"}
    )
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["added_words"])
    dropped = here.post(
        f"/cases/{case.number}/goals/{goal.pk}/end/", {"state": "dropped", "on": f"{TODAY:%d/%m/%Y}"}
    )
    assert (dropped.status_code, list(dropped.context["form"].errors)) == (422, ["ended_words"])

    actions.add_goal(
        plan, by=case.worker, words="To work", service_type="job_placement", added_words="She asked"
    )
    assert "plan_agree" in kinds(case)
    assert "changed since it was agreed" in here.get(place(case)).content.decode()
    actions.end_goal(goal, by=case.worker, on=TODAY, state="dropped", ended_words="She works instead")
    actions.agree_plan(plan, by=case.worker, on=TODAY, how="said", by_whom="herself")

    plan.refresh_from_db()
    assert (plan.agreed_on, PlanAgreement.objects.count(), "plan_agree" in kinds(case)) == (OPENED, 2, False)
    assert [(one.state, bool(one.agreed_in_id)) for one in plan.goals.all()] == [
        ("dropped", True), ("open", True),
    ]  # fmt: skip


def test_a_goal_that_is_not_agreed_yet_is_corrected_and_two_editors_see_both_versions(here, case):
    goal = goal_of(planned(case))
    actions.change_goal(goal, by=supervisor(case.office), words="I want to study at night")

    answer = here.post(
        f"/cases/{case.number}/goals/{goal.pk}/",
        {"words": "I want to study by day", "service_type": "education_formal", "version": "1"},
    )

    assert answer.status_code == 409
    assert {"I want to study at night", "I want to study by day"} <= set(
        answer.content.decode().replace("<", ">").split(">")
    )
    assert Revision.objects.of(goal).count() == 1


def test_a_review_is_written_and_the_next_one_waits(here, case):
    plan = agreed(case, on=TODAY - timedelta(days=40))
    assert Task.objects.open().get(kind="plan_review").due_on == TODAY

    answer = here.post(
        place(case, f"{plan.pk}/review/"), {"on": f"{TODAY:%d/%m/%Y}", "words": "She goes to school"}
    )

    assert (answer.status_code, PlanReview.objects.get().words) == (302, "She goes to school")
    assert Task.objects.open().get(kind="plan_review").due_on == TODAY + timedelta(days=30)
    assert "She goes to school" in here.get(place(case)).content.decode()


def test_the_task_of_a_review_that_is_said_to_be_done_is_the_review(case):
    plan = agreed(case)

    actions.finish_task(Task.objects.open().get(kind="plan_review"), by=case.worker, outcome="All goes well")

    assert [(one.on, one.words) for one in plan.reviews.all()] == [(TODAY, "All goes well")]
    assert Task.objects.open().get(kind="plan_review").due_on == TODAY + timedelta(days=30)


def test_a_plan_is_closed_with_what_came_of_it_and_nothing_of_it_waits(here, case):
    plan = agreed(case)
    step = {"words": "Call", "who": "worker", "worker": case.worker, "due_on": TODAY}
    actions.add_step(goal_of(plan), by=case.worker, **step)
    typed = {"on": f"{TODAY:%d/%m/%Y}", "closed_words": "She moved", "version": "2"}

    early = here.post(place(case, f"{plan.pk}/close/"), typed | {"on": "01/03/2026"})
    assert (early.status_code, list(early.context["form"].errors)) == (422, ["on"])
    assert here.post(place(case, f"{plan.pk}/close/"), typed).status_code == 302

    plan.refresh_from_db()
    assert (plan.closed_on, goal_of(plan).state, kinds(case)) == (TODAY, GoalState.DROPPED, [])
    assert planned(case).closed_on is None


def test_open_goals_are_named_before_a_case_is_closed_and_never_stop_what_happened(here, case):
    actions.activate_case(case, by=case.worker, on=OPENED)
    agreed(case)
    boss = supervisor(case.office)
    assert "1 goal of the plan is open" in here.get(f"/cases/{case.number}/close/").content.decode()

    with pytest.raises(ValidationError, match="1"):
        actions.close_case(case, by=boss, on=TODAY, **ENDING)
    actions.close_case(case, by=case.worker, on=TODAY, closure_reason="withdrew")

    assert "close_open_items" in kinds(case)
    actions.close_plan(case.plans.get(), by=boss, on=TODAY, closed_words="She left")


@pytest.mark.parametrize(("born", "asked"), [("minor", True), ("adult", False)])
def test_assistance_begins_without_a_plan_and_asks_for_it(born, asked):
    case = opened_case(majority=born)

    actions.activate_case(case, by=case.worker, on=TODAY)

    assert ("plan" in kinds(case), "best_interest" in kinds(case)) == (True, asked)


def test_a_plan_entered_later_from_paper_leaves_no_task_of_the_past(case):
    plan = planned(case, entered_from="paper")
    actions.agree_plan(plan, by=case.worker, on=OPENED, how="signed", by_whom="herself")
    facts = {"words": "Call", "who": "worker", "worker": case.worker, "due_on": OPENED}
    actions.add_step(goal_of(plan), by=case.worker, **facts)

    assert kinds(case) == []


READERS = [
    (Role.CASEWORKER, Level.FULL, {"Finish", "Claim", "Sister", "Review"}),
    (Role.CASEWORKER, Level.ASSISTANCE, {"Finish"}),
    (Role.SHELTER_STAFF, Level.FULL, {"Finish"}),
    (Role.SHELTER_STAFF, Level.ASSISTANCE, {"Finish"}),
    (Role.CASEWORKER, Level.REFERENCE, None),
]


@pytest.mark.parametrize(("role", "level", "reads"), READERS)
def test_who_looks_after_her_reads_the_goals_but_for_those_in_legal_matters(client, case, role, level, reads):
    plan = agreed(case, STUDY | {"words": "Finish"}, CLAIM | {"words": "Claim"}, present="Sister")
    actions.review_plan(plan, by=case.worker, on=TODAY, words="Review")
    reader = member(role, case.office, since="2010-01-01")
    let_in(reader, case, level)
    client.force_login(reader)
    client.cookies["language"] = "en"

    page = client.get(place(case))

    shown = page.content.decode()
    assert page.status_code == (403 if reads is None else 200)
    if reads is not None:
        assert {word for word in ("Finish", "Claim", "Sister") if word in shown} == reads - {"Review"}
        assert ("<p>Review</p>" in shown) == ("Review" in reads)
    legal = goal_of(plan, service_type="compensation")
    door = client.get(f"/cases/{case.number}/goals/{legal.pk}/end/").status_code
    assert door == (200 if reads and "Claim" in reads else 403 if reads is None else 404)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SHELTER_STAFF])
def test_who_only_looks_after_her_makes_and_changes_no_plan(case, role):
    helper = member(role, case.office, since="2010-01-01")
    let_in(helper, case)
    plan = planned(case)

    for act in (
        lambda: planned(case, by=helper),
        lambda: actions.agree_plan(plan, by=helper, on=OPENED, how="said", by_whom="herself"),
        lambda: actions.add_goal(plan, by=helper, **CLAIM),
        lambda: actions.end_goal(goal_of(plan), by=helper, on=OPENED, state="reached"),
        lambda: actions.review_plan(plan, by=helper, on=OPENED, words="x"),
        lambda: actions.close_plan(plan, by=helper, on=OPENED, closed_words="x"),
        lambda: actions.print_plan(plan, by=helper, safe=True),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_many_goals_as_for_one(case, here, number, django_assert_num_queries):
    plan = agreed(case, *[STUDY | {"words": f"Goal {one}"} for one in range(number)])
    for goal in plan.goals.all():
        actions.add_step(goal, by=case.worker, words="Call", who="worker", worker=case.worker)
        actions.record_service(case, by=case.worker, on=OPENED, type="education_formal", goal=goal)

    with django_assert_num_queries(23):
        here.get(place(case))


def test_what_happened_with_the_plan_stands_in_the_timeline(here, case):
    plan = agreed(case, STUDY, CLAIM)
    for goal in plan.goals.all():
        actions.end_goal(goal, by=case.worker, on=TODAY, state="reached")
    helper = caseworker(case.office)
    let_in(helper, case)

    told = [event.text for event in here.get(f"/cases/{case.number}/").context["events"]]
    here.force_login(helper)
    less = here.get(f"/cases/{case.number}/").context["events"]

    assert {"Signed", "Compensation claim", "Formal education"} <= set(told)
    assert [event.text for event in less if event.title == "Goal reached"] == ["Formal education"]


def test_her_words_leave_the_plan_with_her_name_and_that_she_agreed_stays(case):
    plan = agreed(case, STUDY, guardian="Her aunt", language="quc")
    facts = {"words": "Call", "who": "partner", "partner": "Casa", "due_on": TODAY}
    actions.add_step(goal_of(plan), by=case.worker, **facts)
    actions.review_plan(plan, by=case.worker, on=TODAY, words="She is well")
    actions.record_best_interest(case, by=case.worker, on=OPENED, stage="bia_done", words="With her aunt")

    actions.keep_unnamed(case, by=case.worker)

    case.refresh_from_db()
    plan = case.plans.get()
    agreement, goal = plan.agreements.get(), plan.goals.get()
    step = goal.steps.get()
    assert (plan.agreed_on, agreement.guardian, agreement.language) == (OPENED, None, None)
    assert (goal.words, step.words, step.partner, plan.reviews.get().words) == ("—", "—", "—", "—")
    assert case.best_interests.get().words is None
