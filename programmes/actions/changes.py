"""What is agreed after an award was signed: each a dated row, none of them ever edited."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from programmes import rules
from programmes.actions.making import _locked, _made_once, _refuse_future
from programmes.actions.windows import (
    _cut_or_lengthen,
    _move_window_end,
    _refuse_windows_after_closing,
    _refuse_windows_outside,
)
from programmes.models import AwardChange, ChangeKind, SuspendedWork, open_suspension, suspensions_of
from programmes.periods import DAY
from work.actions import create, once, write


@transaction.atomic
def move_end(award, *, by, dated_on, reason, document, new_end, windows=(), once=""):
    """Extend an award or end it earlier; the windows named follow it, any other must already lie inside."""
    require(rules.can_change_award, by, award)
    award = _locked(award)
    _refuse_future(dated_on)
    if new_end < award.starts:
        raise ValidationError({"new_end": _("The award would end before it starts.")})
    change = AwardChange(
        award=award,
        kind=ChangeKind.NEW_END,
        dated_on=dated_on,
        reason=reason,
        document=document,
        old_end=award.end_on(dated_on),
        new_end=new_end,
    )
    return _change_once(change, by=by, key=once, follow=lambda: _follow_end(award, windows, reason, by=by))


def _change_once(change, *, by, key, follow):
    """Write a change and what follows from it, once."""

    def make():
        create(change, by=by, verb=f"award.{change.kind}")
        follow()
        return change

    made = once(key, by=by, verb=f"award.{change.kind}", make=make)
    return change if made == change.pk else AwardChange.objects.get(pk=made)


def _follow_end(award, windows, reason, *, by):
    """Bring the award's last day to what its changes say now, and with it the windows that go along."""
    ends = award.end_on()
    moved = _cut_or_lengthen(award, windows, award.ends, ends)
    if ends < award.ends:
        for window, until in moved:
            _move_window_end(window, until, by=by, correction=reason)
    _refuse_windows_outside(award, award.starts, ends, "new_end")
    earlier = award.ends
    write(award, by=by, verb="award.end_moved", changes={"ends": ends})
    if ends > earlier:
        _refuse_windows_after_closing(award, moved)
        for window, until in moved:
            _move_window_end(window, until, by=by, correction=reason)


@transaction.atomic
def suspend_award(award, *, by, dated_on, reason, document, since, last_day=None, once=""):
    """Suspend an award: work from that day on is charged to the other awards, not to this one."""
    require(rules.can_change_award, by, award)
    award = _locked(award)
    _refuse_future(dated_on)
    until = last_day + DAY if last_day else None
    if last_day and last_day < since:
        raise ValidationError({"last_day": _("The last day cannot be before the first.")})
    if not award.starts <= since <= award.ends:
        raise ValidationError({"since": _("The award does not run on that day.")})
    if any(_meet(one, since, until) for one in suspensions_of(award)):
        raise ValidationError({"since": _("The award is already suspended during part of that time.")})
    change = AwardChange(
        award=award,
        kind=ChangeKind.SUSPENSION,
        dated_on=dated_on,
        reason=reason,
        document=document,
        since=since,
        until=until,
    )
    return _made_once(change, by=by, verb="award.suspension", key=once)


def _meet(suspension, since, until):
    """Have a suspension and these days a day in common?"""
    return (until is None or suspension.since < until) and (
        suspension.until is None or since < suspension.until
    )


@transaction.atomic
def resume_award(
    award, *, by, dated_on, reason, document, since, suspended_work=SuspendedWork.UNDECIDED, once=""
):
    """End the suspension in force; `since` is the first day the award pays again."""
    require(rules.can_change_award, by, award)
    award = _locked(award)
    _refuse_future(dated_on)
    suspension = open_suspension(award, since - DAY) or open_suspension(award, since)
    if suspension is None:
        raise ValidationError({"since": _("The award is not suspended on that day.")})
    change = AwardChange(
        award=award,
        kind=ChangeKind.RESUMPTION,
        about=suspension.change,
        dated_on=dated_on,
        reason=reason,
        document=document,
        since=since,
        suspended_work=suspended_work,
    )
    return _made_once(change, by=by, verb="award.resumption", key=once)


@transaction.atomic
def decide_suspended_work(suspension, *, by, dated_on, reason, document, suspended_work, once=""):
    """Record what the donor decided about work done during a suspension: charged to the award, or not."""
    require(rules.can_change_award, by, suspension.award)
    award = _locked(suspension.award)
    _refuse_future(dated_on)
    change = AwardChange(
        award=award,
        kind=ChangeKind.DECISION,
        about=suspension,
        dated_on=dated_on,
        reason=reason,
        document=document,
        suspended_work=suspended_work,
    )
    return _made_once(change, by=by, verb="award.decision", key=once)


@transaction.atomic
def withdraw_change(change, *, by, withdrawn_reason, version=None):
    """Take back a change written by mistake: it stays readable, and what follows from it is undone."""
    require(rules.can_change_award, by, change.award)
    award = _locked(change.award)
    if change.kind == ChangeKind.TARGET:
        raise ValidationError(_("A target is set right by another change, with its own reason."))
    if change.followed_by.live().exists():
        raise ValidationError(_("Later changes rest on this one: withdraw those first."))
    facts = {"withdrawn_on": timezone.localdate(), "withdrawn_reason": withdrawn_reason}
    written = write(change, by=by, verb="award.change_withdrawn", changes=facts, version=version)
    if change.kind == ChangeKind.NEW_END:
        _follow_end(award, (), withdrawn_reason, by=by)
    return written
