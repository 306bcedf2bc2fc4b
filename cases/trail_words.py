"""What the verbs of cases mean, for people who read the trail."""

from django.utils.translation import gettext_lazy as _

TITLE = _("Cases")
WORDS = {
    "case.activated": _("Began or took up the assistance of a case"),
    "case.changed": _("Changed a case"),
    "case.closed": _("Closed a case"),
    "case.identified": _("Decided that somebody is, or must be presumed to be, a victim"),
    "case.name_revealed": _("Saw the name of a person"),
    "case.opened": _("Opened a case"),
    "case.outside_scope": _("Decided that a case is outside the scope"),
    "case.read": _("Read a case"),
    "case.readers_read": _("Saw who has looked into a case"),
    "case.reopened": _("Took up a closed case again"),
    "ground.recorded": _("Recorded a ground for keeping data"),
    "note.read": _("Opened a reserved note"),
    "note.written": _("Wrote a note"),
    "person.added": _("Added a person"),
    "service.changed": _("Corrected a service"),
    "service.recorded": _("Recorded a service"),
    "service.withdrawn": _("Withdrew a service"),
    "task.added": _("Added a task"),
}
