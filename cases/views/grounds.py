from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.filling import fill_in, frame, opened, way_on
from cases.forms import EndGroundForm, GroundForm
from cases.grounds import in_force, lets_keep
from cases.intake import list_of, page_of
from cases.models import Answer, GroundKind
from cases.pages import case_page, crumbs, read_case
from work.asking import confirm, posted
from work.forms import Form


@require_GET
@case_page
def intake_ground(request, case_number):
    """The ledger of grounds, and which one may be added."""
    case = opened(request, case_number, "ground")
    held = {ground.pk for ground in in_force(case)}
    grounds = [(ground, ground.pk in held) for ground in case.grounds.select_related("recorded_by")]
    shown = frame(case, "ground", "ground") | {
        "grounds": grounds,
        "kinds": [
            (reverse("cases:intake-ground-add", args=[case.number, kind]), kind) for kind in GroundKind
        ],
        "kept": lets_keep(case),
        "refused": any(ground.answer == Answer.REFUSED for ground, _held in grounds),
    }
    return render(request, "cases/grounds.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def intake_ground_add(request, case_number, ground_kind):
    """Write a line of the ledger."""
    if ground_kind not in GroundKind.values:
        raise Http404
    case, kind = opened(request, case_number, "ground"), GroundKind(ground_kind)
    return fill_in(
        request,
        case,
        "ground",
        lambda data, row: GroundForm(data, case=case, kind=kind),
        None,
        save=actions.record_ground,
        done=_("The ground is recorded."),
        to=lambda ground: _after_ground(request, case, ground),
        key=f"ground:{kind}",
        title=kind.label,
        crumbs=crumbs(case, (_("Intake"), list_of(case)), (_("Ground or consent"), page_of(case, "ground"))),
        back_url=page_of(case, "ground"),
    )


def _adding(case, kind):
    """Where a ground of this kind is written."""
    return reverse("cases:intake-ground-add", args=[case.number, kind])


def _after_ground(request, case, ground):
    """Who refuses is asked next whether she wants to be helped without her name."""
    refused = ground.answer == Answer.REFUSED and not lets_keep(case) and not case.person.unnamed
    return page_of(case, "unnamed") if refused else way_on(request, case, "ground")


@require_http_methods(["GET", "POST"])
@case_page
def ground_end(request, case_number, ground):
    """A ground ended on a day."""
    case = read_case(request, case_number, "ground")
    found = get_object_or_404(case.grounds.all(), pk=ground)
    require(rules.can_change_case, request.user, case)
    return confirm(
        request,
        EndGroundForm(posted(request)),
        actions.end_ground,
        found,
        done=_("The ground is ended."),
        to=page_of(case, "ground"),
        title=_("End this ground: %(ground)s") % {"ground": found.get_kind_display()},
        text=_("It stays in the ledger with the day on which it ended. Help goes on."),
        label=_("End the ground"),
        crumbs=crumbs(case, (_("Ground or consent"), page_of(case, "ground"))),
        back_url=page_of(case, "ground"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def intake_unnamed(request, case_number):
    """She does not want her data kept: help her without her name."""
    case = opened(request, case_number, "ground")
    return confirm(
        request,
        Form(posted(request)),
        actions.keep_unnamed,
        case,
        done=_("She is helped without her name from now on."),
        to=list_of(case),
        title=_("Help her without keeping her data?"),
        text=_(
            "Her names, birth date, last residence, telephones and documents leave the record. The number, "
            "the code name, sex, child or adult, and what is given to her stay. This cannot be undone."
        ),
        label=_("Help her without her name"),
        crumbs=crumbs(case, (_("Ground or consent"), page_of(case, "ground"))),
        back_url=list_of(case),
    )
