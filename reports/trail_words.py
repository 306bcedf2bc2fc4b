"""What the verbs of the trail mean, for people who read it and are not technicians."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "refused": _("Was refused"),
    "trail.read": _("Looked into the trail"),
}


def words_of(verb):
    """The words of a verb; a verb without words is shown as it is."""
    return WORDS.get(verb, verb)
