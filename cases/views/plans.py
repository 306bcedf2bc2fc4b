from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, planning, rules
from cases.filling import fill_in, latest_draft
from cases.forms import AgreeForm, ClosePlanForm, PaperForm, PlanPage, ReviewForm
from cases.intake import PLAN, PLAN_REVIEW
from cases.looks import look
from cases.models import Level, Plan
from cases.pages import about, address, case_page, crumbs, read_case
from cases.plan_page import plan_in_parts, plan_of
from work.asking import confirm, make, own, posted, unless_changed
from work.conflicts import seen_version


@require_GET
@case_page
def plan(request, case_number):
    """The plan of a case: goals with their steps, and what was given for them."""
    case = read_case(request, case_number, "plan")
    require(rules.can_read_plan, request.user, case)
    head = about(request, case, "plan")
    drafts = (PLAN.name, PLAN_REVIEW.name) if head["team"] else ()
    found = {name: latest_draft(request.user, case, name) for name in drafts}
    parts = plan_in_parts(request.user, case, head["level"])
    return render(request, "cases/plan.html", {**head, **parts, "drafts": found, "crumbs": crumbs(case)})


def way(case):
    """The way to a page under the plan of a case."""
    return crumbs(case, (_("Plan"), address(case, "plan")))


@require_http_methods(["GET", "POST"])
@case_page
def plan_create(request, case_number):
    """Make a plan: a goal is offered for each need that has none, in her words."""
    case = read_case(request, case_number, "plan")
    require(rules.can_plan, request.user, case)
    needs = case.needs.first()
    return fill_in(
        request,
        case,
        PLAN.name,
        lambda data, row: PlanPage(data, case=case),
        None,
        save=actions.make_plan,
        done=_("The plan is made. Go through it with the person, and write down that it was agreed."),
        to=lambda made: address(case, "plan"),
        template="cases/plan_form.html",
        crumbs=way(case),
        needs=needs,
        back_url=address(case, "plan"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def plan_agree(request, case_number, plan):
    """Record that she agreed to the plan as it stands."""
    case, plan = plan_of(request, case_number, plan)
    require(rules.can_plan, request.user, case)
    number = plan.goals.open().count()
    usual = {"by_whom": "with_guardian" if case.person.is_child_on() else "herself"}
    return make(
        request,
        AgreeForm(posted(request), initial=usual),
        actions.agree_plan,
        plan,
        done=_("It is recorded that the plan was agreed."),
        to=lambda made: address(case, "plan"),
        title=_("The plan was agreed"),
        intro=_("All goals that are open are agreed with it: %(number)d.") % {"number": number},
        crumbs=way(case),
        back_url=address(case, "plan"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def plan_review(request, case_number, plan):
    """Write down what came of looking at the plan again."""
    case, plan = plan_of(request, case_number, plan)
    require(rules.can_plan, request.user, case)

    def review(case, **typed):
        return actions.review_plan(plan, **typed)

    return fill_in(
        request,
        case,
        PLAN_REVIEW.name,
        lambda data, row: ReviewForm(data),
        None,
        save=review,
        done=_("The review is written down."),
        to=lambda made: address(case, "plan"),
        template="cases/note_form.html",
        intro=_("What was reached, what has changed, what comes next. The next review is a task in 30 days."),
        crumbs=way(case),
        back_url=address(case, "plan"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def plan_close(request, case_number, plan):
    """Close a plan with what came of it."""
    case, plan = plan_of(request, case_number, plan)
    require(rules.can_plan, request.user, case)
    number = plan.goals.open().count()
    dropped = _("Goals that are still open are dropped with these words: %(number)d.") % {"number": number}
    return confirm(
        request,
        ClosePlanForm(posted(request)),
        unless_changed(actions.close_plan, seen_version(request.POST)),
        plan,
        done=_("The plan is closed."),
        to=address(case, "plan"),
        title=_("Close the plan?"),
        text=str(case),
        consequences=[dropped] if number else [],
        label=_("Close the plan"),
        version=plan.version,
        crumbs=way(case),
        back_url=address(case, "plan"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def plan_paper(request, plan):
    """Her plan on paper, in her words, where she says that it is safe for her to keep it."""
    plan = own(Plan, request, plan, "case__office__organisation", "case__person")
    case = plan.case
    look(request, "plan", case)
    require(rules.can_plan, request.user, case)
    goals = plan.goals.open().told_at(Level.FULL)
    form = PaperForm(posted(request), goals=goals)
    back = {"crumbs": way(case), "back_url": address(case, "plan"), "case": case}
    if not form.is_valid():
        shown = {"form": form, "title": _("The plan on paper"), **back}
        return render(request, "cases/plan_paper_ask.html", shown, status=422 if form.is_bound else 200)
    safe, chosen = form.cleaned_data["safe"] == "yes", form.cleaned_data["goals"]
    how = {"safe": safe, "goals": list(chosen), "site_name": form.cleaned_data["site_name"]}
    on_paper = actions.print_plan(plan, by=request.user, **how)
    if not safe:
        return render(request, "cases/plan_paper_unsafe.html", {"title": _("No paper"), **back})
    lines = planning.on_paper(on_paper)
    return render(request, "cases/plan_paper.html", {"lines": lines, "names": how["site_name"], **back})
