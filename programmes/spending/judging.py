"""What becomes of each row of a spending file, and why: no row is taken or left out without a word."""

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import pycountry
from django.core.exceptions import ValidationError
from django.utils import timezone

from codebook.spelling import plain
from programmes.models import Award, Expenditure, ImportRow, PaidBy, RowOutcome
from programmes.periods import parse

CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
AMOUNT = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?|\.\d+", re.ASCII)
TOTALS = ("total", "subtotal", "sub total", "suma", "gran total", "totales")
# What a row of the account keeps of the spending it speaks of.
TAKEN = ("objective", "line", "paid_by", "period", "amount", "currency")
GENERAL = ("general", "generales", "gastos generales")
PAID_BY = {
    "": PaidBy.AWARD,
    "award": PaidBy.AWARD,
    "convenio": PaidBy.AWARD,
    "donante": PaidBy.AWARD,
    "counterpart": PaidBy.COUNTERPART,
    "contrapartida": PaidBy.COUNTERPART,
    "aporte propio": PaidBy.COUNTERPART,
}


class Reason(Exception):
    """Why a row is not taken: a code and what it speaks of; `programmes.spending.words` says it."""

    def __init__(self, code, **facts):
        self.said = {"code": code, **facts}
        super().__init__(code)


@dataclass
class Known:
    """What rows are judged against: objectives, what is there already, and what the file said before."""

    award: Award
    objectives: dict
    present: list
    seen: list = field(default_factory=list)


def known_of(award):
    """What stands now."""
    return Known(
        award=award,
        objectives={objective.code.casefold(): objective for objective in award.objectives.all()},
        present=list(award.expenditures.all()),
    )


def judge(known, number, cells):
    """The account of one row, not saved yet."""
    row = ImportRow(number=number, cells=cells)
    try:
        taken = understood(known, cells)
        outcome, said, there = compared(known, number, taken)
    except Reason as reason:
        blank = reason.said["code"] in {"blank", "total"}
        row.outcome, row.reason = (RowOutcome.BLANK if blank else RowOutcome.REFUSED), reason.said
        return row
    row.outcome, row.reason, row.expenditure = outcome, said, there
    for name in TAKEN:
        setattr(row, name, getattr(taken, name))
    return row


def understood(known, cells):
    """The spending that a row speaks of; what cannot be understood is a Reason."""
    if not cells.get("all"):
        raise Reason("blank")
    if plain(cells["objective"]).startswith(TOTALS) or (
        not cells["period"] and plain(cells["all"]).startswith(TOTALS)
    ):
        raise Reason("total")
    period = period_of(known.award, cells["period"])
    return Expenditure(
        award=known.award,
        objective=objective_of(known, cells["objective"]),
        line=cells.get("line", "")[:120],
        paid_by=payer_of(cells.get("paid_by", "")),
        period=period.label,
        starts=period.start,
        ends=period.end,
        amount=amount_of(cells["amount"]),
        currency=currency_of(cells["currency"]),
    )


def objective_of(known, text):
    """The objective of this number, None for costs of no single one, which have to be called so."""
    if plain(text) in GENERAL:
        return None
    if not text:
        raise Reason("no_objective")
    if (objective := known.objectives.get(text.casefold())) is None:
        raise Reason("unknown_objective", given=text)
    return objective


def period_of(award, text):
    if not text:
        raise Reason("no_period")
    try:
        period = parse(text, award)
    except ValidationError:
        raise Reason("unknown_period", given=text) from None
    if not period.overlaps(award.starts, award.ends):
        raise Reason("outside_award", given=period.label)
    if period.start > timezone.localdate():
        raise Reason("not_begun", given=period.label)
    return period


def amount_of(text):
    """Cents, rounded by half up as accounts do; the account shows what stood in the file beside it."""
    if not text:
        raise Reason("no_amount")
    if not AMOUNT.fullmatch(text):
        raise Reason("negative" if text.startswith(("-", "(")) else "unknown_amount", given=text)
    try:
        amount = Decimal(text.replace(",", "")).quantize(CENT, ROUND_HALF_UP)
    except InvalidOperation:
        raise Reason("unknown_amount", given=text) from None
    if amount > LARGEST:
        raise Reason("unknown_amount", given=text)
    return amount


def currency_of(text):
    if not text:
        raise Reason("no_currency")
    if pycountry.currencies.get(alpha_3=text.upper()) is None:
        raise Reason("unknown_currency", given=text)
    return text.upper()


def payer_of(text):
    if (payer := PAID_BY.get(plain(text))) is None:
        raise Reason("unknown_payer", given=text)
    return payer


def compared(known, number, taken):
    """What becomes of an understood row beside what the file said above it and what is there already."""
    for earlier, other in known.seen:
        if meet(taken, other):
            raise Reason("twice", row=earlier)
    there = [other for other in known.present if meet(taken, other)]
    same = [other for other in there if other.period == taken.period]
    if there and not same:
        raise Reason("overlaps", given=there[0].period)
    known.seen.append((number, taken))
    if not same:
        return RowOutcome.NEW, {}, None
    if same[0].amount == taken.amount:
        return RowOutcome.SAME, {}, same[0]
    return RowOutcome.CHANGED, {"code": "replaces", "amount": str(same[0].amount)}, same[0]


def meet(one, other):
    """Do two amounts speak of the same money during a common day?"""
    keys = [(row.objective_id, row.line, row.paid_by, row.currency) for row in (one, other)]
    return keys[0] == keys[1] and one.starts <= other.ends and other.starts <= one.ends


def to_be_taken(rows, award):
    """The spending that these rows of an account would become.

    A row whose period no longer fits the award is left out: it is judged anew before anything is taken.
    """
    found = []
    for row in rows:
        if row.outcome not in {RowOutcome.NEW, RowOutcome.CHANGED}:
            continue
        try:
            days = period_days(row.period, award)
        except ValidationError:
            continue
        found.append(Expenditure(period=row.period, amount=row.amount, currency=row.currency, **days))
    return found


def period_days(label, award):
    """First and last day of a period that was understood before."""
    period = parse(label, award)
    return {"starts": period.start, "ends": period.end}
