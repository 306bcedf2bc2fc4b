from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.doors import require
from cases.keeping import refuse_impossible_day
from shelters import rules
from shelters.keeping import locked_stay, refuse_withdrawn
from shelters.sleeping import end_bed, give_bed, give_bed_up, refuse_later_moves
from work import actions as work
from work.errors import refusal


@transaction.atomic
def move_bed(stay, *, by, since, bed=None, once=None):
    """From this night on she sleeps in another bed, in her first one, or in none of the shelter's."""
    held = locked_stay(stay)
    require(rules.can_give_bed, by, held)

    def make():
        return _move(held, bed, since, by=by)

    work.once(once, by=by, verb="bed.given", make=make)
    stay.refresh_from_db()
    return stay


def _move(stay, bed, since, *, by):
    refuse_withdrawn(stay)
    refuse_impossible_day(since, field="since")
    _refuse_outside(stay, since)
    refuse_later_moves(stay, since)
    now = stay.beds.on(since).select_related("bed").first()
    if bed == (now.bed if now else None):
        raise refusal(_("That is where she sleeps already."), field="bed")
    if now:
        end = end_bed if bed else give_bed_up
        end(now, since, by=by, office=stay.shelter.office)
    if bed:
        give_bed(stay, bed, since, by=by)
    return stay


def _refuse_outside(stay, since):
    if since < stay.admitted_on:
        words = _("She came on %(day)s: write that day or a later one.")
        raise refusal(words % {"day": date_format(stay.admitted_on)}, field="since")
    if stay.left_on and since >= stay.left_on:
        words = _("She left on %(day)s: write a day before.")
        raise refusal(words % {"day": date_format(stay.left_on)}, field="since")
