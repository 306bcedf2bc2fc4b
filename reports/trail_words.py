"""What the verbs of reports mean, for people who read the trail."""

from django.utils.translation import gettext_lazy as _

TITLE = _("Reports")
WORDS = {
    "deviation.changed": _("Changed what was said of a figure"),
    "deviation.explained": _("Explained a figure of a report"),
    "figure.opened": _("Opened the cases behind a figure"),
    "missing.delivered": _("Workers were sent what is missing"),
    "missing.opened": _("Opened the numbers of cases of which something is missing"),
    "missing.sent": _("Had workers sent what is missing"),
    "missing_list.done": _("Went through the list of what is missing"),
    "missing_list.sent": _("A worker was sent what is missing of her cases"),
    "report.approved": _("Approved a report"),
    "report.asked": _("Asked for a report"),
    "report.file_taken": _("Took the file of a report"),
    "report.made": _("A worker made a report"),
    "schedule.created": _("Had reports made for every period"),
    "schedule.ended": _("Had reports made no more"),
}
