"""What the verbs of cases mean, for people who read the trail."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "case.opened": _("Opened a case"),
    "person.added": _("Added a person"),
}
