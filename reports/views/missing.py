from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.doors import for_roles
from accounts.models import Office
from accounts.roles import Role
from audit.actions import record
from cases.looks import look, watched
from cases.models import TEAM
from reports import actions
from reports import missing as missing_things
from reports.forms import MissingPeriodForm, SendMissingForm
from reports.missing.seen import MINE, NOBODY
from reports.models import MissingList, MissingSending
from reports.numbers import skipped
from reports.pages import manager_page
from work.asking import confirm, make, posted
from work.asking import own as own_row
from work.forms import Form

AT_ONCE = 50
missing_page = watched(for_roles(Role.PROGRAMME_MANAGER, *TEAM))
sending_page = for_roles(Role.PROGRAMME_MANAGER, Role.SUPERVISOR)
team_page = for_roles(*TEAM)


def page_of(period):
    """The address of the page of this period."""
    return f"{reverse('reports:missing')}?period={period.label}"


@require_GET
@missing_page
def missing(request):
    """What is missing for the reports of a quarter: of her programme, of her office, of her own cases."""
    filters = MissingPeriodForm(request.GET)
    user, period = request.user, filters.asked
    shown = {
        "filters": filters,
        "period": period,
        "fields": headings(),
        "places": SendMissingForm(user=user).places,
    }
    if user.has_role(Role.PROGRAMME_MANAGER):
        shown |= of_programme(user, period)
    if user.has_role(*TEAM):
        shown |= _of_team(request, period)
    # With nothing missing there is no list to send.
    shown["sends"] = bool(shown.get("offices") or shown.get("workers"))
    shown["sent"] = MissingSending.objects.visible_to(user).filter(start=period.start, end=period.end).first()
    return render(request, "reports/missing.html", shown, status=200 if filters.is_valid() else 422)


def headings():
    """(code, words) of what may be missing."""
    return [(name, missing_things.words_of(name)) for name in missing_things.FIELDS]


def of_programme(user, period):
    """What a programme manager is told: how many in which office, and the share of complete records."""
    found = missing_things.managed(user, period)
    return {
        "manages": True,
        "offices": missing_things.by_office(found, user.organisation_ids(Role.PROGRAMME_MANAGER)),
        "complete": missing_things.completeness(user, period),
    }


def _of_team(request, period):
    """What a supervisor and a worker are told: by worker, and the cases with the pages to write it on."""
    user, before = request.user, skipped(request.GET.get("from", ""))
    found = {}
    shown = {
        "works": True,
        "list": open_list(user, period),
        "supervises": bool(user.office_ids(Role.SUPERVISOR)),
    }
    own = missing_things.own(user, period)
    if shown["supervises"]:
        found = missing_things.supervised(user, period)
        shown["workers"] = missing_things.by_worker(found)
    names = names_of(shown.get("workers", ()))
    # Who is none of those in the table is told by no name: her own cases are shown instead.
    whose = asked if (asked := request.GET.get("whose")) in names else MINE
    chosen = own if whose == MINE else missing_things.of_worker(found, whose)
    lines = missing_things.lines_of(chosen, limit=AT_ONCE, offset=before)
    look(request, "missing", *(line.case for line in lines))
    last = before + AT_ONCE
    return shown | {
        "lines": lines,
        "whose": names.get(whose, ""),
        "whose_key": whose,
        "more": last if last < len(chosen) else None,
    }


def open_list(user, period):
    """The list of this period that she was sent and has not gone through."""
    return MissingList.objects.visible_to(user).open().filter(start=period.start, end=period.end).first()


def names_of(workers):
    """{what stands in the address: whose cases these are} of everybody in a supervisor's table."""
    return {str(one.key or NOBODY): one.name or _("nobody") for one in workers}


@require_GET
@manager_page
def missing_numbers(request):
    """The numbers of an office's cases that lack something: never whose they are."""
    filters, field = MissingPeriodForm(request.GET), request.GET.get("field", "")
    office = _own_office(request)
    if field not in missing_things.FIELDS:
        raise Http404
    before = skipped(request.GET.get("from", ""))
    found = missing_things.managed(request.user, filters.asked)
    rows = missing_things.numbers(request.user, found, office=office, field=field)
    rows = rows[before : before + AT_ONCE + 1]
    record("missing.opened", office, by=request.user, office=office, detail=[filters.asked.label, field])
    shown = {
        "rows": rows[:AT_ONCE],
        "office": office,
        "field": field,
        "words": missing_things.words_of(field),
        "period": filters.asked,
        "more": before + AT_ONCE if len(rows) > AT_ONCE else None,
        "crumbs": [(_("What is missing"), page_of(filters.asked))],
    }
    return render(request, "reports/missing_numbers.html", shown)


def _own_office(request):
    """The office that the address names, of an organisation whose programme she manages."""
    managed = Office.objects.filter(organisation__in=request.user.organisation_ids(Role.PROGRAMME_MANAGER))
    try:
        return get_object_or_404(managed, pk=UUID(request.GET.get("office", "")))
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@sending_page
def missing_send(request):
    """Have each worker sent her list."""
    asked = MissingPeriodForm(request.GET).asked
    form = SendMissingForm(posted(request), user=request.user, initial={"period": asked.label})
    return make(
        request,
        form,
        lambda *, place, by, period, once: actions.send_missing_lists(place, by=by, period=period, once=once),
        done=_("Each worker finds her list on her day in a moment."),
        to=lambda sending: page_of(sending.days),
        title=_("Send each worker her list"),
        intro=_("Who has it already finds the same list, with what is missing now."),
        crumbs=[(_("What is missing"), page_of(asked))],
        back_url=page_of(asked),
    )


@require_http_methods(["GET", "POST"])
@team_page
def missing_done(request, missing_list):
    """She has gone through her list."""
    found = own_row(MissingList, request, missing_list)
    return confirm(
        request,
        Form(posted(request)),
        actions.finish_missing_list,
        found,
        done=_("The list stands on your day no more."),
        to=page_of(found.days),
        title=_("Have you gone through your list?"),
        text=_("What is still missing stays on the page of the quarter, and can be sent again."),
        label=_("I have gone through it"),
        crumbs=[(_("What is missing"), page_of(found.days))],
        back_url=page_of(found.days),
    )
