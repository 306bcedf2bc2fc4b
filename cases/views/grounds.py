from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.filling import SECTION, fill_in, frame, opened, way_on
from cases.forms import EndGroundForm, GroundForm, UnnamedForm
from cases.grounds import holds, in_force, lets_keep
from cases.intake import list_of, page_of
from cases.models import Answer, Assent, GroundKind
from cases.pages import case_page, crumbs, read_case
from cases.resting import resting_on, sentences
from work.asking import confirm, posted
from work.forms import Form

WHAT_LEAVES = [
    gettext_lazy(
        "What leaves: her names, birth date and age, telephones, documents and family, and everything else "
        "that describes her; what was done to her; the words of notes, tasks, consents and details; what was "
        "typed and not saved; and all of it in what was kept of earlier changes."
    ),
    gettext_lazy(
        "What stays: the number and the code name, her sex, and whether she is a child or an adult; what was "
        "given to her and when; her stays and how she lived after them, with their days; what was decided; "
        "and in the trail, who did what."
    ),
    gettext_lazy("Tasks that were written by hand end. Write again what still has to be done for her."),
    gettext_lazy("What others lived through with her, and what was written in their cases, stays with them."),
    gettext_lazy("If she changes her mind, her data can be kept again from then on."),
]


@require_GET
@case_page
def intake_ground(request, case_number):
    """The ledger of grounds, and which one may be added."""
    case = opened(request, case_number, "ground")
    held, related = {ground.pk for ground in in_force(case)}, ("recorded_by", "relative", "text")
    grounds = [(ground, ground.pk in held) for ground in case.grounds.select_related(*related)]
    for ground, _held in grounds:
        ground.stopped_words = sentences(ground.stopped)
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
        done=_what_is_recorded,
        to=lambda ground: _after_ground(request, case, ground),
        key=f"ground:{kind}",
        title=kind.label,
        template="cases/consent.html" if kind == GroundKind.CONSENT else SECTION,
        crumbs=crumbs(case, (_("Intake"), list_of(case)), (_("Ground or consent"), page_of(case, "ground"))),
        back_url=page_of(case, "ground"),
    )


def _adding(case, kind):
    """Where a ground of this kind is written."""
    return reverse("cases:intake-ground-add", args=[case.number, kind])


def _what_is_recorded(ground):
    """A no is no ground."""
    if Answer.REFUSED in (ground.answer, ground.assent):
        return _("The answer is recorded: no.")
    return _("The ground is recorded.")


def _after_ground(request, case, ground):
    """Who refuses is asked next about help without her name; who is helped so, whether she still wants it.

    A child's no beside her guardian's yes is no wish to leave the record: the ledger shows what holds.
    """
    if case.person.unnamed and lets_keep(case):
        return page_of(case, "name-again")
    if ground.assent == Assent.REFUSED and ground.answer != Answer.REFUSED:
        return page_of(case, "ground")
    refused = ground.answer == Answer.REFUSED and not lets_keep(case) and not case.person.unnamed
    return page_of(case, "unnamed") if refused else way_on(request, case, "ground")


@require_http_methods(["GET", "POST"])
@case_page
def ground_end(request, case_number, ground):
    """A ground ends: beforehand the page says what rests on it, afterwards the ledger what stopped."""
    case = read_case(request, case_number, "ground")
    found = get_object_or_404(case.grounds.select_related("relative"), pk=ground)
    require(rules.can_change_case, request.user, case)
    found.case = case
    rested = sentences(resting_on(found)) if holds(found) else []
    return confirm(
        request,
        EndGroundForm(posted(request)),
        actions.end_ground,
        found,
        done=_("The ground is ended."),
        to=page_of(case, "ground"),
        title=_("End this ground: %(ground)s") % {"ground": found.get_kind_display()},
        text=_("It stays in the ledger with the day on which it ended. Help goes on."),
        more="cases/resting.html",
        rested=rested,
        label=_("End the ground"),
        crumbs=crumbs(case, (_("Ground or consent"), page_of(case, "ground"))),
        back_url=page_of(case, "ground"),
    )


def _named_or_not(request, case, form, action, **words):
    """Ask whether her data are kept or not, and do it."""
    back = list_of(case)
    shown = crumbs(case, (_("Ground or consent"), page_of(case, "ground")))
    return confirm(request, form, action, case, crumbs=shown, back_url=back, **words)


@require_http_methods(["GET", "POST"])
@case_page
def intake_unnamed(request, case_number):
    """She does not want her data kept: help her without her name."""
    case = opened(request, case_number, "ground")
    return _named_or_not(
        request,
        case,
        UnnamedForm(posted(request), case=case),
        actions.keep_unnamed,
        done=_("She is helped without her name from now on."),
        to=list_of(case),
        title=_("Help her without keeping her data?"),
        text=_("What leaves the record does not come back, and nobody can open it any more."),
        consequences=WHAT_LEAVES,
        label=_("Help her without her name"),
        danger=True,
    )


@require_http_methods(["GET", "POST"])
@case_page
def intake_name_again(request, case_number):
    """She has changed her mind: her page opens again, once a ground for it is in force."""
    case = opened(request, case_number, "ground")
    return _named_or_not(
        request,
        case,
        Form(posted(request)),
        actions.name_again,
        done=_("Her data may be kept again. Write who she is, as far as she wants."),
        to=page_of(case, "person"),
        title=_("Keep her data again?"),
        text=_("She has changed her mind, and a ground to keep her data is in force."),
        consequences=[
            _("The pages about who she is and what was done to her open again, empty."),
            _("What had left the record does not come back: she tells it again, as far as she wants."),
        ],
        label=_("Keep her data again"),
    )
