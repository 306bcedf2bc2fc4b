"""What the verbs of shelters and stays mean, for people who read the trail."""

from django.utils.translation import gettext_lazy as _

TITLE = _("Shelters")
WORDS = {
    "admission.not_found": _("Named a case for an admission that was not found"),
    "admission.looked_up": _("Looked a case up by its number for an admission"),
    "bed.added": _("Added a bed"),
    "bed.changed": _("Changed a bed"),
    "bed.corrected": _("A bed followed the corrected days of a stay"),
    "bed.given": _("Gave a bed"),
    "bed.given_up": _("Wrote down that somebody sleeps in no bed any more, though she lives there"),
    "beds.added": _("Added several beds"),
    "bed.left": _("A bed became free"),
    "residents.named": _("Opened the residents' list with names"),
    "room.added": _("Added a room"),
    "room.renamed": _("Renamed a room"),
    "shelter.address_opened": _("Read where a shelter stands"),
    "shelter.address_written": _("Wrote down where a shelter stands"),
    "shelter.changed": _("Changed a shelter"),
    "shelter.created": _("Set up a shelter"),
    "stay.begun": _("Recorded that somebody came to a shelter"),
    "stay.corrected": _("Corrected a stay"),
    "stay.ended": _("Recorded that somebody left a shelter"),
    "stay.entered": _("Entered a stay that was over already"),
    "stay.exit_taken_back": _("Took back an exit recorded by mistake"),
    "stay.withdrawn": _("Withdrew a stay recorded by mistake"),
}
