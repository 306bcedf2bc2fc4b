from datetime import datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.doors import for_roles
from accounts.roles import Role
from audit.actions import record
from audit.models import Event
from audit.words import all_words, words_of
from cases.complaints import without_hidden
from reports.forms import TrailFilterForm
from work.pages import Column, cursor
from work.searching import address_of, asked

# So many records of an event are shown at once: a list that was read names all its cases.
AT_ONCE = 3
COLUMNS = [Column(_("When")), Column(_("Who")), Column(_("What")), Column(_("Records"))]


@require_http_methods(["GET", "POST"])
@for_roles(Role.DATA_PROTECTION)
def trail(request):
    """The trail, newest first, for those who protect data; looking into it is an event of its own."""
    form = TrailFilterForm(asked(request, TrailFilterForm) or None)
    if address := address_of(request, form):
        return redirect(address)
    events = without_hidden(Event.objects.visible_to(request.user), request.user)
    status = 200
    if form.is_bound:
        events, status = (chosen(events, form.cleaned_data), 200) if form.is_valid() else (events.none(), 422)
    page = cursor(events, request, order=("-id",), columns=COLUMNS)
    record(
        "trail.read",
        by=request.user,
        detail=sorted(key for key in form.data if form.data[key] and key in form.fields),
    )
    return render(
        request, "reports/trail.html", {"form": form, "page": page, "lines": lines(page)}, status=status
    )


def chosen(events, wanted):
    """Events that fit what was asked; days are the office's local days, both included."""
    if wanted["person"]:
        people = get_user_model().objects.signing_in_as(wanted["person"])
        events = events.filter(actor__in=people.values("pk"))
    if wanted["verb"]:
        events = done(events, wanted["verb"])
    if wanted["record"]:
        events = events.about(wanted["record"])
    if wanted["request"]:
        events = events.filter(request_id=wanted["request"])
    if wanted["since"]:
        events = events.filter(at__gte=start_of(wanted["since"]))
    if wanted["until"]:
        events = events.filter(at__lt=start_of(wanted["until"] + timedelta(days=1)))
    return events


def done(events, verb):
    """Events of this kind of deed; of a code that nobody knows, those whose code begins with it."""
    return events.filter(verb=verb) if verb in all_words() else events.filter(verb__startswith=verb)


def start_of(day):
    """The first moment of a local day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def lines(page):
    """Each event with its words and its person's sign-in name, read with one query for the page."""
    events = list(page)
    names = dict(
        get_user_model()
        .objects.filter(pk__in={event.actor for event in events})
        .values_list("pk", "sign_in_name")
    )
    return [
        {
            "event": event,
            "what": words_of(event.verb),
            "who": names.get(event.actor, ""),
            "role": role_words(event.role),
            "more": max(0, len(event.subjects or []) - AT_ONCE),
        }
        for event in events
    ]


def role_words(codes):
    """The roles somebody acted in, in words; a code no longer known is shown as it is."""
    known = dict(Role.choices)
    return ", ".join(str(known.get(code, code)) for code in codes.split("+") if code)
