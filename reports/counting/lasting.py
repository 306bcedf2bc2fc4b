"""Figures of what lasts: residents and open cases on a day, people with a night in a period, beds used."""

from dataclasses import replace
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from programmes.periods import Period
from reports.counting import nights as nights_in
from reports.counting import statements
from reports.counting.cells import HUNDRED, Cell
from reports.counting.tally import count_picked, rows_of


def count_lasting(member, scope, periods):
    """Fill in the figures of what lasts; of a period that has not begun nobody can tell."""
    today, begun = timezone.localdate(), []
    for one, period in zip(member.found, periods, strict=True):
        if period.start <= today:
            begun.append((one, period))
        else:
            one.total = Cell(None)
    if not begun:
        return
    found, periods = zip(*begun, strict=True)
    member, periods = replace(member, found=list(found)), until_today(periods)
    if member.definition.denominator:
        note_share(member, scope, periods)
    elif picks := picked_nights(member, scope, periods):
        count_picked([member], picks)


def until_today(periods):
    """A period that is not over ends today: nobody knows who will sleep where tomorrow."""
    today = timezone.localdate()
    return [Period(one.label, one.start, min(one.end, today)) for one in periods]


def picked_nights(member, scope, periods):
    """Each person (or case) once in each period, on her first day that counts; None where nothing is paid."""
    nights = nights_of(member.source, scope, periods, stock=member.definition.is_stock)
    return nights_in.each_once(nights) if nights else None


def nights_of(source, scope, periods, *, stock=False):
    """The compiled rows with the days that count; None where nothing is paid for."""
    until = max(period.until for period in periods)
    windows = scope.windows(until)
    columns = {
        "r_entity": F(source.person),
        "r_row": F("pk"),
        "r_case": F(source.case) if source.places else F("pk"),
        "r_component": source.component or F(f"{source.charge}component"),
        "r_since": F(source.since),
        "r_until": F(source.until),
    }
    rows = source.rows.filter(**{f"{source.since}__lt": until})
    if source.own_charge:
        rows = scope.not_charged_elsewhere(rows, source.charge)
    compiled = statements.compiled(rows.order_by().annotate(**columns).values(*columns))
    return nights_in.nights(compiled, windows, periods, stock=stock) if compiled and windows else None


def note_share(member, scope, periods):
    """Nights slept for each hundred nights of beds."""
    used, able = (sums_of(one, scope, periods) for one in (member.source, member.definition.under()))
    for number, one in enumerate(member.found):
        (nights, latest), (beds, _day) = used.get(number, (0, None)), able.get(number, (0, None))
        share = HUNDRED * nights / beds if beds else None
        one.total = Cell(share, nights, latest, numerator=Decimal(nights), denominator=Decimal(beds))


def sums_of(source, scope, periods):
    """{number of the period: (nights, the latest first day)}"""
    nights = nights_of(source, scope, periods)
    lines = statements.fetch(nights_in.sum_of_nights(nights)) if nights else []
    return {number: (total, latest) for number, total, latest in lines}


def lasting_behind(member, scope, period, where, cut):
    """(case, day) of the rows behind a figure of what lasts, in order of their day."""
    if period.start > timezone.localdate():
        return []
    picks = picked_nights(member, scope, until_today([period]))
    return rows_of(member, picks, where, cut) if picks else []
