from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from programmes import actions
from programmes.award_pages import about, crumbs, page_of
from programmes.forms import ActivityForm, CancelActivityForm, ReportActivityForm
from programmes.forms.activities import ActivityFilterForm
from programmes.forms.ending import NothingForm
from programmes.models import Activity, Award
from programmes.pages import change, confirm, make, manager_page, own, posted
from work.pages import Column, cursor, sorted_by

COLUMNS = [
    Column(gettext_lazy("Activity")),
    Column(gettext_lazy("Objective")),
    Column(gettext_lazy("Planned"), sort=("planned_start", "id")),
    Column(gettext_lazy("Real")),
    Column(gettext_lazy("State")),
]


def _way(award):
    return [*crumbs(award), (_("Work plan"), page_of(award, "activities"))]


def _page_of(activity):
    return reverse("programmes:activity", args=[activity.pk])


@require_GET
@manager_page
def activities(request, award):
    """The work plan of an award: what was planned, what was done, what is late."""
    award = own(Award, request, award, "donor")
    today = timezone.localdate()
    order, columns = sorted_by(request, COLUMNS, ("planned_start", "id"))
    filters = ActivityFilterForm(request.GET)
    rows = filters.narrow(award.activities.select_related("objective"), today)
    page = cursor(rows, request, order=order, columns=columns)
    for activity in page.rows:
        activity.late = activity.is_late(today)
    shown = {"page": page, "filters": filters, "late": award.activities.late(today).count()}
    return render(request, "programmes/activities.html", {**about(award, "activities"), **shown})


@require_GET
@manager_page
def activity(request, activity):
    """One activity: plan, reality, product and evidence."""
    activity = own(Activity, request, activity, "award__donor", "objective", "component")
    shown = {
        **about(activity.award, "activities"),
        "activity": activity,
        "late": activity.is_late(timezone.localdate()),
        "crumbs": _way(activity.award),
    }
    return render(request, "programmes/activity.html", shown)


@require_http_methods(["GET", "POST"])
@manager_page
def activity_create(request, award):
    """Put an activity into the work plan."""
    award = own(Award, request, award)
    return make(
        request,
        ActivityForm(posted(request), award=award),
        actions.plan_activity,
        award,
        done=_("The activity is planned."),
        to=lambda activity: page_of(award, "activities"),
        title=_("New activity"),
        another=True,
        crumbs=_way(award),
        back_url=page_of(award, "activities"),
    )


def _change(request, activity, build, action, **words):
    back = _page_of(activity)
    return change(
        request, activity, build, action, to=back, crumbs=_way(activity.award), back_url=back, **words
    )


@require_http_methods(["GET", "POST"])
@manager_page
def activity_change(request, activity):
    """Change the plan of an activity."""
    return _change(
        request,
        own(Activity, request, activity, "award"),
        lambda data, row: ActivityForm(data, instance=row, award=row.award),
        actions.edit_activity,
        done=_("The activity is changed."),
        title=_("Change the activity"),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def activity_report(request, activity):
    """Say what came of an activity."""
    return _change(
        request,
        own(Activity, request, activity, "award"),
        lambda data, row: ReportActivityForm(data, instance=row),
        actions.report_activity,
        done=_("The activity is reported."),
        title=_("What came of the activity"),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def activity_cancel(request, activity):
    """Say that an activity will not take place."""
    activity = own(Activity, request, activity, "award")
    return confirm(
        request,
        CancelActivityForm(posted(request)),
        actions.cancel_activity,
        activity,
        done=_("The activity is cancelled."),
        to=_page_of(activity),
        title=_("Cancel the activity?"),
        text=activity.title,
        label=_("Cancel the activity"),
        crumbs=_way(activity.award),
        back_url=_page_of(activity),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def activity_take_up(request, activity):
    """Plan again an activity that was cancelled."""
    activity = own(Activity, request, activity, "award")
    return confirm(
        request,
        NothingForm(posted(request)),
        actions.take_up_activity,
        activity,
        done=_("The activity is planned again."),
        to=_page_of(activity),
        title=_("Plan the activity again?"),
        text=activity.title,
        label=_("Plan it again"),
        crumbs=_way(activity.award),
        back_url=_page_of(activity),
    )
