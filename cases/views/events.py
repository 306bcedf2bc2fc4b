from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.events import earlier_of, event_label, told
from cases.filling import fill_in, wait_for_ground
from cases.forms import ExploitationForm, JoinForm, TakeOutForm
from cases.grounds import writes_of_her
from cases.intake import EVENT, draft_key
from cases.looks import look_apart
from cases.pages import address, case_page, crumbs, part_in, read_case
from cases.showing import event_in_words
from work.asking import confirm, make, posted


def way(case):
    """The way to a page under what happened to her."""
    return crumbs(case, (pgettext("event", "What happened"), address(case, "events")))


def _opened(request, case_number):
    """The case of which she reads what happened; that she looked is kept."""
    case = read_case(request, case_number, "exploitation")
    require(rules.can_read_account, request.user, case)
    return case


@require_GET
@case_page
def events(request, case_number):
    """What happened to her, event by event; of who lived through the same, those whom she reads in full."""
    case = _opened(request, case_number)
    parts, kept = told(request.user, case), writes_of_her(case)
    for part in parts:
        part.facts = event_in_words(part) if kept else []
    # Each for itself: no line of the trail says of one that she lived through it with another.
    look_apart(request, *{other for part in parts for other in part.others})
    out = case.exploitation_links.exclude(withdrawn_at=None).order_by("withdrawn_at")
    shown = {"case": case, "parts": parts, "kept": kept, "out": out if kept else [], "crumbs": crumbs(case)}
    return render(request, "cases/events.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def event_create(request, case_number):
    """Write another event; where one stands already it is offered as that after which this one came."""
    case = _opened(request, case_number)
    if not writes_of_her(case):
        return wait_for_ground(request, case, EVENT.name)
    earlier = earlier_of(request.user, case)
    said = {"follows": earlier[-1].pk} if earlier else {}
    return fill_in(
        request,
        case,
        EVENT.name,
        lambda data, row: ExploitationForm(data, initial=said, earlier=earlier),
        None,
        save=actions.record_exploitation,
        to=lambda event: address(case, "events"),
        title=_("Another event"),
        **_frame(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def event_change(request, case_number, exploitation):
    """Change what is written of one of several events, and of her part in it."""
    case, part = part_in(request, case_number, exploitation)
    if not writes_of_her(case):
        return wait_for_ground(request, case, EVENT.name)
    event, earlier = part.exploitation, earlier_of(request.user, case, but=part.exploitation)
    return fill_in(
        request,
        case,
        EVENT.name,
        lambda data, row: ExploitationForm(data, instance=row, part=part, earlier=earlier),
        event,
        key=draft_key(event),
        save=partial(actions.edit_exploitation, case=case),
        to=address(case, "events"),
        **_frame(case),
    )


def _frame(case):
    return {
        "done": _("Saved."),
        "crumbs": way(case),
        "intro": str(case),
        "back_url": address(case, "events"),
        "warning": _("Ask only what helps her. She may leave out whatever she does not want to tell."),
        "template": "cases/event_form.html",
    }


@require_http_methods(["GET", "POST"])
@case_page
def event_join(request, case_number, exploitation):
    """Somebody else lived through the same: a case that she reads in full, or one to be opened."""
    case, part = part_in(request, case_number, exploitation)
    event = part.exploitation
    return make(
        request,
        JoinForm(posted(request), user=request.user),
        partial(actions.join_exploitation, event, case=case),
        done=_("Saved."),
        to=lambda event: address(case, "events"),
        template="cases/event_join.html",
        title=_("Somebody else lived through the same"),
        intro=event_label(event) if writes_of_her(case) else "",
        new_url=f"{reverse('cases:case-create')}?event={event.pk}",
        crumbs=way(case),
        back_url=address(case, "events"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def event_take_out(request, case_number, exploitation):
    """Take her out of an event to which she was put by mistake, with the reason."""
    case, part = part_in(request, case_number, exploitation)
    event = part.exploitation
    return confirm(
        request,
        TakeOutForm(posted(request)),
        partial(actions.take_out_of_exploitation, case=case),
        event,
        done=_("The person was taken out of the event."),
        to=address(case, "events"),
        title=_("Take this person out of the event?"),
        text=event_label(event) if writes_of_her(case) else str(case),
        consequences=[
            _("What is written of the event is then no part of this case any more."),
            _("Your reason stays readable."),
        ],
        label=_("Take out"),
        danger=True,
        crumbs=way(case),
        back_url=address(case, "events"),
    )
