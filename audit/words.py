"""What the verbs of the trail mean, for people who read it and are not technicians.

A room that has verbs of its own keeps their words in its `trail_words.py`, with a title for all of them; a
test finds verbs without words.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.translation import gettext_lazy as _

TITLE = _("The house itself")
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
def words_by_room():
    """`[(title, {verb: words})]` of every room that has verbs, those of the house itself last."""
    rooms = [config.name for config in apps.get_app_configs() if find_spec(f"{config.name}.trail_words")]
    modules = [import_module(f"{room}.trail_words") for room in rooms]
    return [*((one.TITLE, one.WORDS) for one in modules if hasattr(one, "WORDS")), (TITLE, OWN)]


@cache
def all_words():
    """The words of every room."""
    return {verb: words for _title, room in words_by_room() for verb, words in room.items()}


def words_of(verb):
    """The words of a verb; a verb without words is shown as it is."""
    return all_words().get(verb, verb)
