from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import actions, routes
from cases.events import event_label
from cases.filling import wait_for_ground
from cases.forms import MoveStageForm, NewRouteStageForm, RouteStageForm
from cases.grounds import writes_of_her
from cases.intake import EVENT
from cases.models import RouteStage
from cases.pages import case_page, part_in
from cases.views.events import way
from work.answers import carry_out
from work.asking import change, confirm, make, posted
from work.conflicts import seen_version
from work.forms import Form


@require_http_methods(["GET", "POST"])
@case_page
def route(request, case_number, exploitation):
    """The way of an event, stage by stage, and the next one to be written."""
    case, part = part_in(request, case_number, exploitation)
    if not writes_of_her(case):
        return wait_for_ground(request, case, EVENT.name)
    event = part.exploitation
    stages = routes.stages_of(case, event)[event.pk]
    for stage in stages:
        stage.label, stage.words = routes.stage_label(stage), routes.in_words(stage)
    return make(
        request,
        NewRouteStageForm(posted(request)),
        partial(actions.add_route_stage, event, case=case),
        done=_("The place is written down."),
        to=lambda stage: page_of(case, event),
        template="cases/route.html",
        title=_("Route"),
        case=case,
        part=part,
        intro=event_label(event),
        stages=stages,
        says_otherwise=routes.says_otherwise(event, stages),
        crumbs=way(case),
        back_url=reverse("cases:events", args=[case.number]),
    )


def page_of(case, event):
    """Where the route of this event is, as it is read through this case."""
    return reverse("cases:route", args=[case.number, event.pk])


def _stage(request, case_number, exploitation, route_stage):
    """The case and a stage that is read through it; another person's own stage is not there."""

    def find(case, part):
        rows = RouteStage.objects.told_to([case]).filter(exploitation=part.exploitation_id)
        return get_object_or_404(rows.select_related("case", "exploitation"), pk=route_stage)

    case, _part, stage = part_in(request, case_number, exploitation, find)
    return case, stage


def _frame(case, stage):
    event = stage.exploitation
    back = page_of(case, event)
    return {"to": back, "back_url": back, "crumbs": [*way(case), (_("Route"), back)]}


@require_http_methods(["GET", "POST"])
@case_page
def route_stage_change(request, case_number, exploitation, route_stage):
    """Correct what is written of a place on the way."""
    case, stage = _stage(request, case_number, exploitation, route_stage)
    if not writes_of_her(case):
        return wait_for_ground(request, case, EVENT.name)
    return change(
        request,
        stage,
        lambda data, row: RouteStageForm(data, instance=row),
        partial(actions.change_route_stage, case=case),
        done=_("Saved."),
        title=_("Change a place of the route"),
        intro=str(case),
        **_frame(case, stage),
    )


@require_POST
@case_page
def route_stage_move(request, case_number, exploitation, route_stage):
    """Put a stage earlier or later; of two who press at once, the second is told to look again."""
    case, stage = _stage(request, case_number, exploitation, route_stage)
    if not writes_of_her(case):
        return wait_for_ground(request, case, EVENT.name)
    form = MoveStageForm(request.POST)
    facts = {"by": request.user, "case": case, "version": seen_version(request.POST)}
    if not (form.is_valid() and carry_out(form, actions.move_route_stage, stage, **facts)):
        for words in form.errors.values():
            messages.error(request, " ".join(words))
    return redirect(page_of(case, stage.exploitation))


@require_http_methods(["GET", "POST"])
@case_page
def route_stage_remove(request, case_number, exploitation, route_stage):
    """Take out a place that was written by mistake."""
    case, stage = _stage(request, case_number, exploitation, route_stage)
    if not writes_of_her(case):
        return wait_for_ground(request, case, EVENT.name)
    return confirm(
        request,
        Form(posted(request)),
        partial(actions.remove_route_stage, case=case),
        stage,
        done=_("The place is taken out of the route."),
        title=_("Take this place out of the route?"),
        text=routes.stage_label(stage),
        consequences=[_("What stood there is kept in the history of the record.")],
        label=_("Take out"),
        danger=True,
        **_frame(case, stage),
    )
