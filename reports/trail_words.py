"""What the verbs of the trail mean, for people who read it and are not technicians.

A room that has verbs of its own keeps their words in its `trail_words.py`; a test finds verbs without words.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.translation import gettext_lazy as _

OWN = {
    "file.kept": _("A file was kept"),
    "outbox.given_up": _("Work behind the page was given up"),
    "outbox.tried_again": _("Work behind the page is tried again"),
    "refused": _("Was refused"),
    "trail.read": _("Looked into the trail"),
    "vault.erased": _("A key was destroyed; what it sealed is erased"),
    "vault.rotated": _("Keys were wrapped anew"),
}


@cache
def all_words():
    """The words of every room."""
    rooms = [config.name for config in apps.get_app_configs() if find_spec(f"{config.name}.trail_words")]
    words = dict(OWN)
    for room in rooms:
        words |= getattr(import_module(f"{room}.trail_words"), "WORDS", {})
    return words


def words_of(verb):
    """The words of a verb; a verb without words is shown as it is."""
    return all_words().get(verb, verb)
