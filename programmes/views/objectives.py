from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from programmes import actions
from programmes.award_pages import about, crumbs, page_of
from programmes.forms import EndForm, ObjectiveForm
from programmes.models import Award, Objective
from programmes.pages import change, confirm, make, manager_page, own, posted


def _way(award):
    return [*crumbs(award), (_("Spending"), page_of(award, "spending"))]


def _page_of(objective):
    return reverse("programmes:objective", args=[objective.pk])


@require_GET
@manager_page
def objective(request, objective):
    """One objective with its indicators and activities."""
    objective = own(Objective, request, objective, "award__donor")
    shown = {
        **about(objective.award, "spending"),
        "objective": objective,
        "indicators": objective.indicators.all(),
        "activities": objective.activities.all(),
        "crumbs": _way(objective.award),
    }
    return render(request, "programmes/objective.html", shown)


@require_http_methods(["GET", "POST"])
@manager_page
def objective_create(request, award):
    """Enter what an award is to achieve."""
    award = own(Award, request, award)
    return make(
        request,
        ObjectiveForm(posted(request)),
        actions.create_objective,
        award,
        done=_("The objective is entered."),
        to=lambda objective: page_of(award, "spending"),
        title=_("New objective"),
        another=True,
        crumbs=_way(award),
        back_url=page_of(award, "spending"),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def objective_change(request, objective):
    """Change an objective."""
    objective = own(Objective, request, objective, "award")
    return change(
        request,
        objective,
        lambda data, row: ObjectiveForm(data, instance=row),
        actions.edit_objective,
        done=_("The objective is changed."),
        to=_page_of(objective),
        title=_("Change the objective"),
        crumbs=_way(objective.award),
        back_url=_page_of(objective),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def objective_end(request, objective):
    """Pursue an objective no more."""
    objective = own(Objective, request, objective, "award")
    return confirm(
        request,
        EndForm(posted(request)),
        actions.end_objective,
        objective,
        done=_("The objective is given up."),
        to=_page_of(objective),
        title=_("Give up objective %(code)s?") % {"code": objective.code},
        text=_("New activities can no longer name it. What was done and spent for it stays."),
        label=_("Give it up"),
        crumbs=_way(objective.award),
        back_url=_page_of(objective),
    )
