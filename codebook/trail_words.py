"""What the verbs of the code lists mean, for people who read the trail."""

from django.utils.translation import gettext_lazy as _

TITLE = _("Code lists and places")
WORDS = {
    "code.added": _("Added a code"),
    "code.hidden": _("Hid a code"),
    "code.relabelled": _("Called a code otherwise"),
    "code.restored": _("Gave a code its first words back"),
    "code.shown": _("Showed a hidden code again"),
    "list.ordered": _("Put a code list in another order"),
    "municipalities.imported": _("Imported municipalities"),
    "municipality.changed": _("Changed a municipality"),
}
