"""Who lived in the shelters at the start of a period, who came, who left, and who lives there at its end."""

from dataclasses import dataclass

from django.db.models import Q

from programmes.periods import DAY
from shelters.models import Stay


@dataclass(frozen=True)
class Movement:
    """Opening and closing numbers of residents whose shelter the award pays for, and what lies between.

    Residents that were there when the award began to pay are carried in; those still there when it ceased to
    are carried out, though they went nowhere.
    """

    opening: int
    carried_in: int
    entries: int
    exits: int
    carried_out: int
    closing: int

    @property
    def comes_out(self):
        """Does what was there, with all that changed, come to what is there?"""
        return self.opening + self.carried_in + self.entries - self.exits - self.carried_out == self.closing


def movement(scope, period):
    """The residents' account of this period."""
    stays, windows = scope.not_charged_elsewhere(Stay.objects.standing()), scope.windows(period.until)
    return Movement(
        opening=on_night(scope, stays, period.start - DAY),
        carried_in=sum(
            there(stays, component, since).count()
            for component, since, _until in windows
            if period.start <= since <= period.end
        ),
        entries=sum(during(stays, "admitted_on", period, *window) for window in windows),
        exits=sum(during(stays, "left_on", period, *window) for window in windows),
        carried_out=sum(
            there(stays, component, until).count()
            for component, _since, until in scope.windows(None)
            if period.start <= until <= period.end
        ),
        closing=on_night(scope, stays, period.end),
    )


def during(stays, column, period, component, since, until):
    """How many came or left (by this column) while a window was open in the period: each window by itself.

    The report's own figures take all windows at once; what is held against them is not asked in their way.
    """
    inside = {f"{column}__gte": max(since, period.start), f"{column}__lt": min(until, period.until)}
    return stays.filter(component=component, **inside).count()


def there(stays, component, day):
    """Who lived there on the eve of this day, and so may leave on it."""
    still = Q(left_on=None) | Q(left_on__gte=day)
    return stays.filter(still, component=component, admitted_on__lt=day)


def on_night(scope, stays, night):
    """How many live in shelters that are paid for on this night."""
    paid = [component for component, since, until in scope.windows(None) if since <= night < until]
    return stays.on(night).filter(component__in=paid).count()
