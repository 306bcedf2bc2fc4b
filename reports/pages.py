"""The pages of reports are for programme managers; what several of them share."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.doors import for_roles
from accounts.roles import Role
from reports.models import Report
from work.asking import own
from work.models import Progress

RELATED = ["award__donor", "template", "approved_by", "asked_of", "files_asked_of"]

manager_page = for_roles(Role.PROGRAMME_MANAGER)


def own_report(request, report):
    """The report, when she may see it; foreign equals absent."""
    return own(Report, request, report, *RELATED)


def crumbs(report=None):
    """The way to a report's pages."""
    way = [(_("Reports"), reverse("reports:reports"))]
    return [*way, (named(report), report.get_absolute_url())] if report else way


def named(report):
    """What a report is called in titles: the award and the period."""
    return f"{report.award.number} · {report.period_words}"


def progress_of(report):
    """How far the worker is with its figures or else its files; None once nothing is under way."""
    row = is_counted_by(report) or (report.files_asked_of if report.awaits_files else None)
    if row is None:
        return None
    progress = Progress.objects.filter(pk=row.pk).first()
    done, total = (progress.done, progress.total) if progress else (0, 0)
    return {"state": row.state, "done": done, "total": total}


def is_counted_by(report):
    """The row of the worker that counts its figures; None once they are there."""
    row = report.asked_of
    return None if row is None or row.done_at else row


def work_of(report):
    """The same for `components/progress.html`."""
    progress = progress_of(report)
    if progress is None:
        return None
    counting = _("The figures are being counted.")
    return progress | {
        "uid": "making",
        "label": counting if is_counted_by(report) else _("The files are being made."),
        "poll_url": reverse("reports:report-progress", args=[report.pk]),
    }
