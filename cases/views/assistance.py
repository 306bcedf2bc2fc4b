from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.filling import fill_in
from cases.forms import NewServicePage, ServiceFilterForm, ServicePage, WithdrawServiceForm
from cases.intake import SERVICE
from cases.looks import look
from cases.pages import about, address, case_page, case_to_add_to, crumbs, read_case, way_on
from cases.writers import name_writers
from work.asking import change, confirm, posted
from work.dates import Precision, written
from work.pages import Column, cursor

COLUMNS = [
    Column(gettext_lazy("Date")),
    Column(gettext_lazy("Service")),
    Column(gettext_lazy("How many"), numeric=True),
    Column(gettext_lazy("By")),
    Column(gettext_lazy("Details")),
]
ORDER = ("-on", "-created_at", "id")
YEAR = timedelta(days=365)


@require_GET
@case_page
def services(request, case_number):
    """What was given to her, the latest first; what was withdrawn stays readable."""
    case = read_case(request, case_number, "services")
    require(rules.can_record_service, request.user, case)
    filters = ServiceFilterForm(request.GET)
    rows = filters.narrow(case.services.for_list())
    page = cursor(rows, request, order=ORDER, columns=COLUMNS)
    for service in name_writers(request.user, case, page.rows, "given_by"):
        service.case = case
        service.opens = rules.reads_detail(request.user, service)
        service.taken_back = rules.can_withdraw_service(request.user, service)
        service.serves = rules.goal_served(request.user, service)
    shown = {**about(request, case, "services"), "page": page, "filters": filters, "crumbs": crumbs(case)}
    return render(request, "cases/services.html", shown)


def _same_day(request):
    """The day of the service before, where one more of that day was asked for."""
    return {"on": request.GET["on"]} if request.GET.get("on") else {}


@require_http_methods(["GET", "POST"])
@case_page
def service_create(request, case_number):
    """Record a service in a few seconds; one more on the same day where that was asked."""
    case, user, recorded = case_to_add_to(request, case_number), request.user, []
    require(rules.can_add, user, case)
    last_day = rules.last_day_to_add(user, case)
    if last_day is None:
        look(request, "service", case)

    def record(case, **typed):
        recorded.append(actions.record_service(case, **typed))
        return recorded[0]

    answer = fill_in(
        request,
        case,
        SERVICE.name,
        lambda data, row: NewServicePage(
            data, case=case, user=user, last_day=last_day, initial=_same_day(request)
        ),
        None,
        save=record,
        done=_("The service is recorded."),
        to=lambda service: way_on(address(case), user, service.case),
        template="cases/service_form.html",
        another=True,
        crumbs=[] if last_day else crumbs(case),
        also_url=address(case, "note-create") if last_day else "",
        back_url=way_on(address(case), user, case),
        saved_url=way_on(address(case, "services"), user, case),
    )
    if answer.status_code == 302:
        _ask_about_year(request, recorded[0])
    if answer.status_code == 302 and "another" in request.POST:
        day = written(recorded[0].on, Precision.DAY)
        return redirect(f"{request.path}?{urlencode({'on': day})}")
    return answer


def _ask_about_year(request, service):
    """A year that was mistyped is no mistake that a check could name: she is asked to look at it again."""
    case = service.case
    before = min(day for day in (case.found_on, case.opened_on) if day) - service.on
    if before < YEAR or not rules.can_record_service(request.user, case):
        return
    said = ngettext(
        "The day of this service, %(day)s, lies about %(number)s year before the case began: see whether "
        "the year is right.",
        "The day of this service, %(day)s, lies about %(number)s years before the case began: see whether "
        "the year is right.",
        round(before / YEAR),
    ) % {"day": written(service.on, Precision.DAY), "number": round(before / YEAR)}
    way = reverse("cases:service-change", args=[case.number, service.pk])
    messages.warning(request, format_html('{} <a href="{}">{}</a>', said, way, _("Correct the service")))


def _service_of(request, case_number, service):
    """A service of a case that she may open."""
    case = read_case(request, case_number, "service")
    rows = case.services.select_related("case__office", "case__person", "case__component", "component")
    found = get_object_or_404(rows, pk=service)
    require(rules.can_record_service, request.user, case)
    return case, found


def way(case):
    """The way to a page under the services of a case."""
    return crumbs(case, (_("Services"), address(case, "services")))


@require_http_methods(["GET", "POST"])
@case_page
def service_change(request, case_number, service):
    """Correct a service; what it was stays readable."""
    case, service = _service_of(request, case_number, service)
    require(rules.can_change_service, request.user, service)
    corrected = []

    def correct(service, **typed):
        corrected.append(actions.change_service(service, **typed))
        return corrected[0]

    answer = change(
        request,
        service,
        lambda data, row: ServicePage(data, instance=row, case=case, user=request.user),
        correct,
        done=_("The service is corrected."),
        to=address(case, "services"),
        title=_("Correct the service"),
        crumbs=way(case),
        back_url=address(case, "services"),
        withdraw_url=reverse("cases:service-withdraw", args=[case.number, service.pk]),
        template="cases/service_change.html",
    )
    if corrected:
        _ask_about_year(request, corrected[0])
    return answer


@require_http_methods(["GET", "POST"])
@case_page
def service_withdraw(request, case_number, service):
    """Take back a service that was written by mistake."""
    case, service = _service_of(request, case_number, service)
    require(rules.can_withdraw_service, request.user, service)
    return confirm(
        request,
        WithdrawServiceForm(posted(request)),
        actions.withdraw_service,
        service,
        done=_("The service is withdrawn."),
        to=address(case, "services"),
        title=_("Withdraw the service?"),
        text=service.get_type_display(),
        consequences=[_("It counts no more, and stays readable with your reason.")],
        label=pgettext("a service", "Withdraw"),
        danger=True,
        crumbs=way(case),
        back_url=address(case, "services"),
    )
