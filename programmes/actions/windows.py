"""Which component an award pays for, from when until when."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.doors import require
from programmes import rules
from programmes.actions.making import _locked, _made_once
from programmes.models import Funding
from programmes.periods import DAY
from work.actions import write


@transaction.atomic
def fund(award, *, by, component, since, last_day=None, once=""):
    """Let an award pay for a component from a day on, until its last day or until the award ends."""
    require(rules.can_change_award, by, award)
    award = _locked(award)
    last_day = last_day or award.ends
    _refuse_stranger(award, component, last_day)
    _refuse_outside(award, since, last_day)
    window = Funding(
        award=award,
        component=component,
        since=since,
        until=last_day + DAY,
        award_starts=award.starts,
        award_ends=award.ends,
    )
    return _made_once(window, by=by, verb="funding.created", key=once)


@transaction.atomic
def correct_window(funding, *, by, since, last_day, correction, version=None):
    """Correct the days of a funding window; figures already reported change, so the reason is kept."""
    require(rules.can_change_award, by, funding.award)
    award = _locked(funding.award)
    _refuse_stranger(award, funding.component, last_day)
    _refuse_outside(award, since, last_day)
    changes = {"since": since, "until": last_day + DAY, "correction": correction}
    return write(funding, by=by, verb="funding.corrected", changes=changes, version=version)


@transaction.atomic
def withdraw_window(funding, *, by, correction, version=None):
    """Take back a window that was entered by mistake; it stays readable and charges nothing any more."""
    require(rules.can_change_award, by, funding.award)
    _locked(funding.award)
    changes = {"withdrawn_on": timezone.localdate(), "correction": correction}
    return write(funding, by=by, verb="funding.withdrawn", changes=changes, version=version)


def _refuse_stranger(award, component, last_day):
    """An award pays for its own organisation's work and for that of those who have a sub-award from it."""
    if award.may_pay_for(component, last_day):
        return
    closed = award.sub_awards.filter(recipient=component.organisation_id).order_by("closed_on").last()
    if closed is None:
        sentence = _("This component belongs to an organisation that has no sub-award from this award.")
        raise ValidationError({"component": sentence})
    sentence = _("Sub-award %(number)s, by which this component is paid, was closed on %(day)s.")
    said = {"number": closed, "day": date_format(closed.closed_on)}
    raise ValidationError({"last_day": sentence % said})


def _refuse_outside(award, since, last_day):
    term = {"starts": date_format(award.starts), "ends": date_format(award.ends)}
    if not award.starts <= since <= award.ends:
        raise ValidationError({"since": _("The award lasts from %(starts)s to %(ends)s.") % term})
    if not award.starts <= last_day <= award.ends:
        raise ValidationError({"last_day": _("The award lasts from %(starts)s to %(ends)s.") % term})
    if last_day < since:
        raise ValidationError({"last_day": _("The last day cannot be before the first.")})


def _refuse_windows_outside(award, starts, ends, field):
    """Refuse new days of an award that would leave windows outside, naming each."""
    outside = award.fundings.live().filter(Q(since__lt=starts) | Q(until__gt=ends + DAY))
    named = [_named(window) for window in outside.select_related("component")]
    if named:
        sentence = _("These funding windows would lie outside the award: %(windows)s.")
        raise ValidationError({field: sentence % {"windows": "; ".join(named)}})


def _refuse_windows_after_closing(award, moved):
    """Refuse to lengthen windows beyond the closing of the sub-awards by which they are paid, naming each."""
    beyond = [window for window, until in moved if not award.may_pay_for(window.component, until - DAY)]
    if beyond:
        sentence = _("The sub-awards by which these windows are paid were closed before: %(windows)s.")
        raise ValidationError({"windows": sentence % {"windows": "; ".join(map(_named, beyond))}})


def _named(window):
    return _("%(component)s, %(since)s to %(last_day)s") % {
        "component": window.component,
        "since": date_format(window.since, "SHORT_DATE_FORMAT"),
        "last_day": date_format(window.last_day, "SHORT_DATE_FORMAT"),
    }


def _move_window_end(window, until, *, by, correction):
    """A window that follows the end of its award."""
    changes = {"until": until, "correction": correction[:300]}
    write(window, by=by, verb="funding.moved_with_award", changes=changes)


def _cut_or_lengthen(award, windows, old_end, new_end):
    """`(window, new first day no longer paid)` for those of these windows that follow the award's new end."""
    chosen = award.fundings.live().filter(pk__in=[window.pk for window in windows])
    chosen = chosen.select_related("component")
    if new_end > old_end:
        return [(window, new_end + DAY) for window in chosen if window.last_day == old_end]
    return [(window, new_end + DAY) for window in chosen if window.since <= new_end < window.last_day]
