"""Reporting periods: labels such as `FY2011-Q1`, `AQ2` or `2011`, and the days they stand for."""

import calendar
import datetime
import re
from dataclasses import dataclass
from itertools import count, takewhile

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

FISCAL_MONTH = 10
DAY = datetime.timedelta(days=1)
LIFE = "LOA"


class Calendar(TextChoices):
    """How an award counts its quarters and years."""

    FISCAL_QUARTER_OCT = "fiscal_quarter_oct", _("US fiscal quarters (year from October)")
    AWARD_QUARTER = "award_quarter", _("Award quarters (three months each, from its first day)")
    CALENDAR_QUARTER = "calendar_quarter", _("Calendar quarters (year from January)")


@dataclass(frozen=True)
class Period:
    """A named stretch of days, first and last included, as donors print it."""

    label: str
    start: datetime.date
    end: datetime.date

    def __str__(self):
        return self.label

    @property
    def words(self):
        """What people read instead of a label that only programs know."""
        return words_of(self.label)

    @property
    def until(self):
        """The first day after the period, where half-open ranges end."""
        return self.end + DAY

    def overlaps(self, start, end):
        return self.start <= end and start <= self.end


def months_after(day, months):
    """The same day of the month so many months later, clipped to that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def stretch(label, start, months):
    return Period(label, start, months_after(start, months) - DAY)


def fiscal_quarter(year, quarter, award=None):
    first = datetime.date(year - 1, FISCAL_MONTH, 1)
    return stretch(f"FY{year}-Q{quarter}", months_after(first, 3 * (quarter - 1)), 3)


def fiscal_year(year, award=None):
    return stretch(f"FY{year}", datetime.date(year - 1, FISCAL_MONTH, 1), 12)


def calendar_quarter(year, quarter, award=None):
    return stretch(f"{year}-Q{quarter}", datetime.date(year, 3 * quarter - 2, 1), 3)


def calendar_year(year, award=None):
    return stretch(f"{year}", datetime.date(year, 1, 1), 12)


def award_quarter(number, award):
    return part_of_award(f"AQ{number}", award, 3 * (number - 1), 3)


def award_year(number, award):
    return part_of_award(f"AY{number}", award, 12 * (number - 1), 12)


def part_of_award(label, award, skipped, months):
    """Counted from the award's first day each time, never chained from the part before; the last part ends
    with the award."""
    needs_award(label, award)
    start = months_after(award.starts, skipped)
    end = min(months_after(award.starts, skipped + months) - DAY, award.ends)
    if start > award.ends:
        raise ValidationError(
            _("%(label)s begins after the award has ended."), code="beyond_award", params={"label": label}
        )
    return Period(label, start, end)


def life_of(award):
    """The whole award, as long as it is now agreed to last."""
    needs_award(LIFE, award)
    return Period(LIFE, award.starts, award.ends)


def needs_award(label, award):
    if award is None:
        raise ValidationError(
            _("%(label)s is counted from an award: name the award."),
            code="needs_award",
            params={"label": label},
        )


def between(start, end, award=None):
    """Any stretch of days; a day that does not exist, or an end before the start, is refused."""
    try:
        first, last = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    except ValueError:
        raise unreadable(f"{start}..{end}") from None
    if last < first:
        raise ValidationError(
            _("The period %(label)s ends before it starts."),
            code="backwards",
            params={"label": f"{start}..{end}"},
        )
    return Period(f"{start}..{end}", first, last)


# Periods of an award's own; those of a fiscal or calendar year are shown as donors print them.
OWN_PERIODS = [
    (re.compile(LIFE), _("the whole award")),
    (re.compile(r"AQ(\d+)", re.ASCII), _("award quarter %(number)s")),
    (re.compile(r"AY(\d+)", re.ASCII), _("award year %(number)s")),
]


def words_of(label):
    """A period's label as people read it: files and programs go on writing the label."""
    for shape, words in OWN_PERIODS:
        if found := shape.fullmatch(label):
            return str(words) % {"number": "".join(found.groups())}
    return label


SHAPES = [
    (re.compile(r"FY(20\d\d|19\d\d)-Q([1-4])", re.ASCII), fiscal_quarter),
    (re.compile(r"FY(20\d\d|19\d\d)", re.ASCII), fiscal_year),
    (re.compile(r"(20\d\d|19\d\d)-Q([1-4])", re.ASCII), calendar_quarter),
    (re.compile(r"(20\d\d|19\d\d)", re.ASCII), calendar_year),
    (re.compile(r"AQ([1-9]\d?)", re.ASCII), award_quarter),
    (re.compile(r"AY([1-9]\d?)", re.ASCII), award_year),
]
RANGE = re.compile(r"((?:19|20)\d\d-\d\d-\d\d)\.\.((?:19|20)\d\d-\d\d-\d\d)", re.ASCII)


def unreadable(label):
    return ValidationError(
        _("“%(label)s” is no period. Write for example %(examples)s."),
        code="invalid",
        params={
            "label": label[:40],
            "examples": "FY2011-Q1, FY2011, AQ1, AY1, 2011-Q1, 2011, 2011-01-01..2011-03-31",
        },
    )


def parse(label, award=None):
    """The period of this label; one that cannot be read is refused in a sentence."""
    text = str(label).strip().upper()
    if text == LIFE:
        return life_of(award)
    if found := RANGE.fullmatch(text):
        return between(*found.groups())
    for shape, make in SHAPES:
        if found := shape.fullmatch(text):
            return make(*map(int, found.groups()), award=award)
    raise unreadable(str(label))


def quarters_of(award, kind=None):
    """The quarters that touch the award, in the calendar it reports by (or in another)."""
    kind = kind or award.reporting_calendar
    if kind == Calendar.AWARD_QUARTER:
        return parts_from_start(award_quarter, award)
    make, year = {
        Calendar.FISCAL_QUARTER_OCT: (fiscal_quarter, fiscal_year),
        Calendar.CALENDAR_QUARTER: (calendar_quarter, calendar_year),
    }[kind]
    quarters = [
        make(period.end.year, number) for period in years_touching(award, year) for number in range(1, 5)
    ]
    return [quarter for quarter in quarters if quarter.overlaps(award.starts, award.ends)]


def years_of(award, kind=None):
    """The years that touch the award, in the calendar it reports by (or in another)."""
    kind = kind or award.reporting_calendar
    if kind == Calendar.AWARD_QUARTER:
        return parts_from_start(award_year, award)
    return years_touching(award, fiscal_year if kind == Calendar.FISCAL_QUARTER_OCT else calendar_year)


def years_touching(award, year):
    candidates = (year(number) for number in range(award.starts.year, award.ends.year + 2))
    return [period for period in candidates if period.overlaps(award.starts, award.ends)]


def parts_from_start(part, award):
    months = 12 if part is award_year else 3
    numbers = takewhile(
        lambda number: months_after(award.starts, months * (number - 1)) <= award.ends, count(1)
    )
    return [part(number, award) for number in numbers]


@dataclass(frozen=True)
class Due:
    """A report that the award asks for, and the day by which it must be sent; a weekend does not move it."""

    kind: str
    period: Period
    on: datetime.date


def reports_due(award):
    """Every report of the award in order of its day: programme, money, and the final one."""
    dues = [
        Due("programme", period, period.end + award.report_due_days * DAY) for period in quarters_of(award)
    ]
    dues += [
        Due("financial", period, period.end + award.financial_due_days * DAY)
        for period in quarters_of(award, award.financial_calendar)
    ]
    dues.append(Due("final", life_of(award), award.ends + award.final_due_days * DAY))
    return sorted(dues, key=lambda due: (due.on, due.kind))
