"""Her plans, agreed, worked at and closed; and what is best for a child."""

from django.utils import timezone

from cases.models import Plan, Step


def plans_with_her(day, case):
    """By pages, each field with a canary of its own."""
    plan = begins(day, case)
    under = f"plan/{plan.pk}/"
    agreed = {"by_whom": "with_guardian", "how": "signed"}
    agreed |= day.texts("cases.PlanAgreement", "guardian", "present")
    day.worker.fill_in(day.under(case, f"{under}agree/"), **agreed)
    added = {"service_type": "recreation"} | day.texts("cases.Goal", "words", "added_words")
    day.worker.fill_in(day.under(case, f"{under}goals/new/"), **added)
    day.worker.fill_in(day.under(case, f"{under}review/"), **day.texts("cases.PlanReview", "words"))
    found = {"stage": "bia_done"} | day.texts("cases.BestInterest", "decider", "words")
    day.worker.fill_in(day.under(case, "best-interests/new/"), **found)
    closes(day, case, plan)


def begins(day, case):
    """A plan with a goal and a step."""
    goals = {"goals-0-words": day.canaries.text("cases.Goal.words"), "goals-0-service_type": "clothing"}
    day.worker.fill_in(day.under(case, "plan/new/"), **goals)
    plan = Plan.objects.get(case=case, closed_on=None)
    goal = plan.goals.get()
    step = {"who": "partner"} | day.texts("cases.Step", "words", "partner")
    day.worker.fill_in(day.under(case, f"goals/{goal.pk}/steps/new/"), **step)
    return plan


def closes(day, case, plan):
    """The step is done, the goal is dropped, the plan is over."""
    today = {"on": timezone.localdate().strftime("%d/%m/%Y")}
    goal = plan.goals.earliest("created_at")
    done = today | day.texts("cases.Step", "done_words")
    day.worker.fill_in(day.under(case, f"steps/{Step.objects.get(goal=goal).pk}/done/"), **done)
    ended = today | {"state": "dropped"} | day.texts("cases.Goal", "ended_words")
    day.worker.fill_in(day.under(case, f"goals/{goal.pk}/end/"), **ended)
    words = day.texts("cases.Plan", "closed_words")
    day.worker.fill_in(day.under(case, f"plan/{plan.pk}/close/"), **words)
