"""Spending from a file of the accounts: read and shown row by row, then taken in whole or not at all."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from programmes import rules
from programmes.actions.making import _locked
from programmes.models import Expenditure, ExpenditureImport, ImportRow, RowOutcome
from programmes.spending.judging import TAKEN, judge, known_of, period_days
from programmes.spending.reading import read_rows
from work.actions import create, write
from work.actions import once as work_once

SHOWN_NAME = 120


@transaction.atomic
def read_spending(award, *, by, file, once=""):
    """Read a file and keep the account of its rows; nothing is taken yet. A file is read once."""
    require(rules.can_change_award, by, award)
    award = _locked(award)
    content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    if earlier := award.expenditure_imports.filter(digest=digest, discarded_at=None).first():
        return earlier
    table = _rows(content)
    if not table:
        raise ValidationError({"file": _("There is no row below the heads.")})
    made = ExpenditureImport(award=award, file_name=file.name[-SHOWN_NAME:], digest=digest)

    def make():
        create(made, by=by, verb="spending.read")
        _keep_account(made, award, table)
        return made

    return ExpenditureImport.objects.get(pk=work_once(once, by=by, verb="spending.read", make=make))


def _rows(content):
    try:
        return read_rows(content)
    except ValidationError as error:
        raise error if hasattr(error, "error_dict") else ValidationError({"file": error}) from None


def _keep_account(made, award, table):
    known = known_of(award)
    rows = [judge(known, number, cells) for number, cells in table]
    for row in rows:
        row.expenditure_import = made
    ImportRow.objects.bulk_create(rows)


@transaction.atomic
def take_in_import(made, *, by, replace=False, without_refused=False, version=None):
    """Take in the spending of a file that was read: new amounts, and with `replace` those that differ.

    What was shown must still hold: where the figures changed meanwhile nothing is taken and the account is
    written anew. Rows that cannot be taken have to be left out knowingly.
    """
    award = _locked(made.award)
    require(rules.can_change_award, by, award)
    rows = list(made.rows.select_related("objective", "expenditure"))
    _refuse_settled(made)
    if _judged_anew(award, rows):
        return None
    _refuse_unanswered(rows, replace, without_refused)
    _take_new(award, made, [row for row in rows if row.outcome == RowOutcome.NEW])
    for row in rows:
        if row.outcome == RowOutcome.CHANGED:
            _replace(row, made, award, by=by)
    changes = {"imported_at": timezone.now()}
    return write(made, by=by, verb="spending.taken_in", changes=changes, version=version)


def _refuse_settled(made):
    """What was decided of a file meanwhile holds, whatever the page says on which somebody decides again."""
    made = ExpenditureImport.objects.get(pk=made.pk)
    if made.imported_at:
        raise ValidationError(_("This file was already taken in."))
    if made.discarded_at:
        raise ValidationError(_("This file was discarded: read it again."))


def _judged_anew(award, rows):
    """Write the account anew where it no longer says what would happen; True when it did not."""
    known, differing = known_of(award), []
    for row in rows:
        now = judge(known, row.number, row.cells)
        if (now.outcome, now.reason, now.expenditure_id) != (row.outcome, row.reason, row.expenditure_id):
            row.outcome, row.reason, row.expenditure = now.outcome, now.reason, now.expenditure
            for name in TAKEN:
                setattr(row, name, getattr(now, name))
            differing.append(row)
    ImportRow.objects.bulk_update(differing, ["outcome", "reason", "expenditure", *TAKEN])
    return bool(differing)


def _refuse_unanswered(rows, replace, without_refused):
    outcomes = {row.outcome for row in rows}
    if not outcomes & {RowOutcome.NEW, RowOutcome.CHANGED}:
        raise ValidationError(_("There is nothing to take: every amount of this file is already there."))
    if RowOutcome.CHANGED in outcomes and not replace:
        raise ValidationError(
            {"replace": _("Some amounts differ from those that are there: say that they replace them.")}
        )
    if RowOutcome.REFUSED in outcomes and not without_refused:
        raise ValidationError(
            {"without_refused": _("Some rows cannot be taken: say that the rest is taken without them.")}
        )


def _take_new(award, made, rows):
    """Insert the new amounts at once, and note in each row what it became."""
    for row in rows:
        row.expenditure = Expenditure(
            award=award,
            objective=row.objective,
            line=row.line,
            paid_by=row.paid_by,
            period=row.period,
            amount=row.amount,
            currency=row.currency,
            came_in=made,
            **period_days(row.period, award),
        )
    Expenditure.objects.bulk_create([row.expenditure for row in rows])
    ImportRow.objects.bulk_update(rows, ["expenditure"])


def _replace(row, made, award, *, by):
    days = period_days(row.period, award)
    changes = {"amount": row.amount, "period": row.period, "came_in": made, **days}
    write(row.expenditure, by=by, verb="spending.replaced", changes=changes)


@transaction.atomic
def discard_import(made, *, by, version=None):
    """Put aside a file that was read but shall not be taken in."""
    require(rules.can_change_award, by, _locked(made.award))
    _refuse_settled(made)
    changes = {"discarded_at": timezone.now()}
    return write(made, by=by, verb="spending.discarded", changes=changes, version=version)
