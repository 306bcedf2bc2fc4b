"""The pages of reports are for programme managers; what several of them share."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.doors import for_roles
from accounts.roles import Role
from reports.models import Report
from work.asking import own
from work.models import Progress

manager_page = for_roles(Role.PROGRAMME_MANAGER)


def own_report(request, report):
    """The report, when she may see it; foreign equals absent."""
    return own(Report, request, report, "award__donor", "template", "approved_by", "asked_of")


def crumbs(report=None):
    """The way to a report's pages."""
    way = [(_("Reports"), reverse("reports:reports"))]
    return [*way, (named(report), report.get_absolute_url())] if report else way


def named(report):
    """What a report is called in titles: the award and the period."""
    return f"{report.award.number} · {report.period_words}"


def progress_of(report):
    """How far the worker is with it; None once nothing is under way."""
    row = report.asked_of
    if row is None or row.done_at:
        return None
    progress = Progress.objects.filter(pk=row.pk).first()
    done, total = (progress.done, progress.total) if progress else (0, 0)
    return {"state": row.state, "done": done, "total": total}


def work_of(report):
    """The same for `components/progress.html`."""
    progress = progress_of(report)
    if progress is None:
        return None
    return progress | {
        "uid": "making",
        "label": _("The figures are being counted."),
        "poll_url": reverse("reports:report-progress", args=[report.pk]),
    }
