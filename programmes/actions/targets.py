"""What was promised: indicators agreed in an award, and how much of each for which period."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.doors import require
from programmes import rules
from programmes.actions.making import _locked, _made_once, _refuse_future
from programmes.indicators import check_breakdown, check_indicator
from programmes.models import AwardChange, AwardIndicator, ChangeKind, Target
from programmes.periods import parse
from work.actions import create, write
from work.actions import once as work_once


@transaction.atomic
def agree_indicator(award, *, by, indicator, dimension="", category="", once="", **facts):
    """Put an indicator, or one category of its breakdown, among those agreed in an award."""
    require(rules.can_change_award, by, award)
    _refuse_unknown(indicator, dimension, category)
    key = {"indicator": indicator, "dimension": dimension, "category": category}
    return _made_once(AwardIndicator(award=award, **key, **facts), by=by, verb="indicator.agreed", key=once)


@transaction.atomic
def edit_indicator(row, *, by, indicator, dimension="", category="", version=None, **facts):
    """Change an agreed indicator; its targets go along when its code or breakdown was wrong."""
    require(rules.can_change_award, by, row.award)
    _refuse_unknown(indicator, dimension, category)
    key = {"indicator": indicator, "dimension": dimension, "category": category}
    return write(row, by=by, verb="indicator.changed", changes=facts | key, version=version)


@transaction.atomic
def end_indicator(row, *, by, ended_on, version=None):
    """Ask for an indicator no more; its targets and figures stay."""
    require(rules.can_change_award, by, row.award)
    return write(row, by=by, verb="indicator.ended", changes={"ended_on": ended_on}, version=version)


def _refuse_unknown(indicator, dimension, category):
    try:
        check_indicator(indicator)
    except ValidationError as error:
        raise ValidationError({"indicator": error}) from None
    check_breakdown(indicator, dimension, category)


@transaction.atomic
def set_targets(award, *, by, values, dated_on=None, reason="", document="", once=""):
    """Set what was promised: `values` is {(AwardIndicator, period label): amount}.

    What had no target yet is simply set; each amount that stood before becomes an AwardChange, which needs
    the date, reason and document of what was agreed. An amount of None ends a target.
    """
    require(rules.can_change_award, by, award)
    award = _locked(award)
    present = {(t.indicator, t.dimension, t.category, t.period): t for t in award.targets.all()}
    first, changed = _sorted_out(award, values, present)
    if changed:
        _refuse_undocumented(dated_on, reason, document)

    def make():
        for target in first:
            create(target, by=by, verb="target.set")
        for target, amount in changed:
            _change(target, amount, by=by, dated_on=dated_on, reason=reason, document=document)
        return award

    work_once(once, by=by, verb="targets.set", make=make)
    return len(first) + len(changed)


def _sorted_out(award, values, present):
    """New targets, and `(target, new amount)` for those that stood with another."""
    first, changed = [], []
    for (row, label), amount in values.items():
        label = parse(label, award).label
        target = present.get((row.indicator, row.dimension, row.category, label))
        if target is None and amount is not None:
            first.append(_target(award, row, label, amount))
        elif target is not None and target.value != amount:
            changed.append((target, amount))
    return first, changed


def _target(award, row, label, amount):
    return Target(
        award=award,
        indicator=row.indicator,
        dimension=row.dimension,
        category=row.category,
        period=label,
        value=amount,
    )


def _refuse_undocumented(dated_on, reason, document):
    missing = {"dated_on": dated_on, "reason": reason, "document": document}
    sentence = _(
        "A target that stood before is changed: say when that was agreed, why and in which document."
    )
    errors = {name: sentence for name, given in missing.items() if not given}
    if errors:
        raise ValidationError(errors)
    _refuse_future(dated_on)


@transaction.atomic
def change_target(target, *, by, value, dated_on, reason, document, version=None):
    """Change one target as agreed, or end it (None); what it was before stays in its changes."""
    require(rules.can_change_award, by, target.award)
    _locked(target.award)
    _refuse_undocumented(dated_on, reason, document)
    return _change(target, value, by=by, dated_on=dated_on, reason=reason, document=document, version=version)


def _change(target, amount, *, by, dated_on, reason, document, version=None):
    """Write the new amount, and the change that says what it was."""
    before = Target.objects.get(pk=target.pk).value
    if before == amount:
        return target
    written = write(target, by=by, verb="target.changed", changes={"value": amount}, version=version)
    change = AwardChange(
        award_id=target.award_id,
        kind=ChangeKind.TARGET,
        target=target,
        dated_on=dated_on,
        reason=reason,
        document=document,
        old_value=before,
        new_value=amount,
    )
    create(change, by=by, verb="award.target")
    return written
