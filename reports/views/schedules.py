from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from reports import actions
from reports.forms import ScheduleForm
from reports.kinds import kinds
from reports.models import Schedule
from reports.pages import crumbs, manager_page
from work.asking import confirm, make, own, posted
from work.forms import Form
from work.pages import Column, cursor

COLUMNS = [
    Column(gettext_lazy("Award")),
    Column(gettext_lazy("Kind of report")),
    Column(gettext_lazy("State")),
]


@require_GET
@manager_page
def schedules(request):
    """Which reports are made by themselves."""
    rows = Schedule.objects.visible_to(request.user).select_related("award")
    page = cursor(rows, request, order=("-created_at", "id"), columns=COLUMNS)
    for schedule in page.rows:
        schedule.kind_name = kinds()[schedule.template].name
    return render(request, "reports/schedules.html", {"page": page, "crumbs": crumbs()})


@require_http_methods(["GET", "POST"])
@manager_page
def schedule_create(request):
    """Have a report made for every period."""
    form = ScheduleForm(posted(request), user=request.user)
    if not form.fields["award"].queryset.exists():
        shown = {"title": _("Have reports made by themselves"), "crumbs": way()}
        return render(request, "reports/nothing_to_ask.html", shown)
    return make(
        request,
        form,
        actions.schedule_reports,
        done=_("From now on the report is made the morning after each period ends."),
        to=lambda schedule: reverse("reports:schedules"),
        title=_("Have reports made by themselves"),
        intro=_("Periods that ended within the last 400 days are made at once."),
        crumbs=way(),
        cancel=_("Go back"),
        back_url=reverse("reports:schedules"),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def schedule_end(request, report_schedule):
    """Make no more reports by themselves."""
    schedule = own(Schedule, request, report_schedule, "award")
    return confirm(
        request,
        Form(posted(request)),
        actions.end_schedule,
        schedule,
        done=_("No more reports are made by themselves."),
        to=reverse("reports:schedules"),
        title=_("Make no more reports of %(award)s?") % {"award": schedule.award},
        text=_("Reports that were made stay. You can always ask for one."),
        label=_("Make no more"),
        crumbs=way(),
        back_url=reverse("reports:schedules"),
    )


def way():
    return [*crumbs(), (_("Schedules"), reverse("reports:schedules"))]
