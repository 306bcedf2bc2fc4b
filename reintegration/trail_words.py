"""What the verbs of reintegration mean, for people who read the trail."""

from django.utils.translation import gettext_lazy as _

TITLE = _("Reintegration")
WORDS = {
    "placement.begun": _("A placement began"),
    "placement.changed": _("Changed a placement"),
    "placement.corrected": _("A placement followed a corrected stay"),
    "placement.ended": _("A placement ended"),
    "placement.whereabouts_opened": _("Read where somebody lives"),
    "placement.withdrawn": _("A placement was withdrawn with its exit"),
}
