"""Where a verb of a case must reach upwards: what the rooms above add, and what the verbs here call.

Each room of the floor above adds its functions when the programme starts (`AppConfig.ready`); actions call
them in their own transaction, in the order below. A room says why where it has nothing to add.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where her way stands, derived from open records and never stored."""

    SHELTER = "shelter", _("Lives in a shelter")
    PREPARING_EXIT = "preparing_exit", _("Preparing to leave the shelter")
    REINTEGRATION = "reintegration", _("Reintegration")


# Order of calling; a room of floor 7 that adds nothing says why in its AppConfig (`without_dependants`).
ROOMS = ("shelters", "reintegration", "referrals", "trainings")

_added = {}


def add(room, **functions):
    """A room names its functions; once, when the programme starts."""
    _added[room] = functions


def registered():
    """Rooms that have added something."""
    return set(_added)


def each(name):
    """The functions of this name, in order."""
    return [_added[room][name] for room in ROOMS if name in _added.get(room, ())]


def open_items(case):
    """Sentences that say what is still open of this case above, such as a stay that has not ended."""
    return [sentence for function in each("open_items") for sentence in function(case)]


def stages_of(case_ids):
    """{case id: [stage, …]} derived from open records above, such as living in a shelter."""
    found = {}
    for function in each("stages_of"):
        for case_id, stage in function(case_ids):
            found.setdefault(case_id, []).append(stage)
    return found


def age_rows(person):
    """Rewrite the age bands of what is counted above, after a wrong birth date was mended; she is locked."""
    for function in each("age_rows"):
        function(person)


def forget_identity(person, emptied):
    """She is kept without her name: take out of the rows above what would name her; they follow her already.

    `emptied` takes every sealed word out of a row, and what it is given beside (`cases.naming`).
    """
    for function in each("forget_identity"):
        function(person, emptied)


def sealed_rows(case_ids):
    """Rows above that are sealed under the key of the person of these cases, locked, each with its case."""
    return [row for function in each("sealed_rows") for row in function(case_ids)]


def timeline(case, user):
    """What happened above, for the case's own page: entries that this user may see."""
    return [entry for function in each("timeline") for entry in function(case, user)]


def verbs(case, user):
    """`(words, address)` of what she may do above with this case, such as finding her a bed."""
    return [verb for function in each("verbs") for verb in function(case, user)]


def next_stay(person_id, day):
    """The first day, this one or later, on which a stay of hers begins as far as it is written; or None."""
    found = [function(person_id, day) for function in each("next_stay")]
    return min((one for one in found if one), default=None)


def first_day(person):
    """The first day of what is written above of this person, in whichever case; or None."""
    found = [function(person) for function in each("first_day")]
    return min((one for one in found if one), default=None)


def last_day(case):
    """The last day of what happened above in this case and is over, such as a stay; or None."""
    found = [function(case) for function in each("last_day")]
    return max((one for one in found if one), default=None)


def after_exit(case, *, on, destination, by, entered_from=""):
    """A stay ended: whoever follows her from here begins, in the same transaction."""
    for function in each("after_exit"):
        function(case, on=on, destination=destination, by=by, entered_from=entered_from)


def after_admission(case, *, on, by, was_on=None, over=False):
    """A stay began: whatever a life outside the shelter had begun ends that day, in the same transaction.

    With `was_on` the day had been written wrongly; with `on` None she never came. With `over` her exit is
    written already and follows at once.
    """
    for function in each("after_admission"):
        function(case, on=on, by=by, was_on=was_on, over=over)


def resting_on_ground(ground):
    """Codes of what rests above on this ground, such as a stay (`cases.resting`)."""
    return [code for function in each("resting_on_ground") for code in function(ground)]


def stop_resting_on(ground, by):
    """The ground ends: what rests on it above stops being kept and told, and whoever does it is asked to see.

    Answers the codes of what was stopped. Its case is locked; help that was asked for never stops.
    """
    return [code for function in each("stop_resting_on") for code in function(ground, by)]


def resting_on_exit(case, on):
    """Sentences that say what rests by now on what an exit of this day began, such as who follows her."""
    return [sentence for function in each("resting_on_exit") for sentence in function(case, on)]


def after_exit_corrected(case, *, was_on, on, destination, by, went=None):
    """The day or the destination (`went`) of an exit was wrong; with `on` None there never was an exit."""
    for function in each("after_exit_corrected"):
        function(case, was_on=was_on, on=on, destination=destination, by=by, went=went)
