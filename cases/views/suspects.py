from functools import partial

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import actions, suspects
from cases.events import event_label
from cases.filling import wait_for_ground
from cases.forms import ChangeSuspectForm, LinkSuspectForm, SuspectForm, TakeOutSuspectForm
from cases.grounds import writes_of_her
from cases.intake import EVENT
from cases.models import SuspectInEvent
from cases.pages import case_page, part_in, part_unseen
from cases.views.events import way
from work.asking import change, confirm, make, posted


def _page(name, case, event, *further):
    return reverse(f"cases:{name}", args=[case.number, getattr(event, "pk", event), *further])


def _frame(case, event):
    back = _page("suspects", case, event)
    return {"back_url": back, "crumbs": [*way(case), (_("Suspects"), back)]}


def _by(suspect):
    """How a suspect that stands in her event is found; of another event there is as little as of none."""

    def find(_case, part):
        rows = SuspectInEvent.objects.standing().filter(exploitation=part.exploitation_id)
        return get_object_or_404(rows.select_related("exploitation", "suspect"), pk=suspect)

    return find


@require_GET
@case_page
def suspects_of_event(request, case_number, exploitation):
    """Who is thought to have done it, by number and role; words are opened one suspect at a time."""
    case, part = part_in(request, case_number, exploitation)
    if not writes_of_her(case):
        return wait_for_ground(request, case, EVENT.name)
    event = part.exploitation
    found = suspects.suspects_of(case, event)
    for one in found:
        one.facts = suspects.in_words(one)
    shown = {
        "case": case,
        "part": part,
        "intro": event_label(event),
        "suspects": found,
        "elsewhere": suspects.known_elsewhere(request.user, case, event).exists(),
        "crumbs": way(case),
    }
    return render(request, "cases/suspects.html", shown)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@case_page
def suspect_create(request, case_number, exploitation):
    """Write down somebody who is thought to have done it; what is typed is kept only once it is saved."""
    case, part = part_in(request, case_number, exploitation)
    if not writes_of_her(case):
        return wait_for_ground(request, case, EVENT.name)
    event = part.exploitation
    return make(
        request,
        SuspectForm(posted(request), case=case),
        partial(actions.add_suspect, event, case=case),
        done=lambda one: _("%(who)s: it is written down.") % {"who": one.label},
        to=lambda one: _page("suspects", case, event),
        title=_("New suspect"),
        intro=_("What is typed here is kept only once it is saved. Write no more than is needed."),
        **_frame(case, event),
    )


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@case_page
def suspect_link(request, case_number, exploitation):
    """A suspect of another event of the same person who stands in this one too."""
    case, part = part_in(request, case_number, exploitation)
    if not writes_of_her(case):
        return wait_for_ground(request, case, EVENT.name)
    event = part.exploitation
    return make(
        request,
        LinkSuspectForm(posted(request), case=case, user=request.user, event=event),
        partial(actions.link_suspect, event, case=case),
        done=_("Saved."),
        to=lambda one: _page("suspects", case, event),
        title=_("A suspect of another event"),
        intro=_("Whoever reads only one of the two events is not told of the other."),
        **_frame(case, event),
    )


@require_POST
@case_page
def suspect_open(request, case_number, exploitation, suspect):
    """What is written of a suspect, on a page of its own; the trail keeps who opened it."""
    case, part, one = part_unseen(request, case_number, exploitation, _by(suspect))
    if not writes_of_her(case):
        return wait_for_ground(request, case, EVENT.name)
    words = [
        (field.verbose_name, said) for field, said in actions.open_suspect(one, by=request.user, case=case)
    ]
    one.hers = next(row.hers for row in suspects.suspects_of(case, one.exploitation) if row.pk == one.pk)
    shown = {"case": case, "one": one, "part": part, "words": words, "facts": suspects.in_words(one)}
    return render(request, "cases/suspect.html", shown | _frame(case, one.exploitation))


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@case_page
def suspect_change(request, case_number, exploitation, suspect):
    """Correct what is written of a suspect; its words stay unseen, and stand unless others are written."""
    case, _part, one = part_in(request, case_number, exploitation, _by(suspect))
    if not writes_of_her(case):
        return wait_for_ground(request, case, EVENT.name)
    event = one.exploitation
    return change(
        request,
        one,
        lambda data, row: ChangeSuspectForm(data, instance=row, case=case),
        partial(actions.change_suspect, case=case),
        done=_("Saved."),
        to=_page("suspects", case, event),
        title=_("Change: %(who)s") % {"who": one.label},
        intro=str(case),
        **_frame(case, event),
    )


@require_http_methods(["GET", "POST"])
@case_page
def suspect_take_out(request, case_number, exploitation, suspect):
    """Take a suspect out of an event in which it was put by mistake."""
    case, _part, one = part_in(request, case_number, exploitation, _by(suspect))
    if not writes_of_her(case):
        return wait_for_ground(request, case, EVENT.name)
    event = one.exploitation
    return confirm(
        request,
        TakeOutSuspectForm(posted(request)),
        partial(actions.take_out_suspect, case=case),
        one,
        done=_("The suspect was taken out of the event."),
        to=_page("suspects", case, event),
        title=_("Take this suspect out of the event?"),
        text=one.label,
        consequences=[_("What is written is shown with this event no more."), _("Your reason is kept.")],
        label=_("Take out"),
        danger=True,
        **_frame(case, event),
    )
