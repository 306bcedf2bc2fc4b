"""Age bands of many people on days of which no row carries them."""

from cases.ages import ADULT, band_edge
from cases.models import Person
from vault.keys import held_keys, open_keys
from work.dates import Precision

AT_ONCE = 2_000
CLEAR = ("birth_year", "birth_precision", "majority")


def ages_on(wanted):
    """{(person, day): (lower edge of her band or None, child or adult or None)} for pairs of person and day.

    The birth year, which stands in the clear, settles most; only where a birthday decides between two bands
    is the birth date opened (some 8 microseconds each).
    """
    found, undecided = {}, {}
    for person, days in by_person(wanted):
        for day in days:
            band = band_by_year(person, day)
            if band is None:
                undecided.setdefault(person.pk, []).append(day)
            else:
                found[person.pk, day] = band
    return found | opened(undecided)


def ages_in_vault(wanted):
    """The same for pairs that the birth year is known not to settle."""
    return opened(days_of(wanted))


def days_of(wanted):
    """{person: the days asked of her}"""
    days = {}
    for person, day in wanted:
        days.setdefault(person, []).append(day)
    return days


def by_person(wanted):
    """People with what stands of them in the clear, and the days asked of each."""
    days = days_of(wanted)
    for ids in batches(sorted(days)):
        for person in Person.objects.filter(pk__in=ids).only("pk", *CLEAR):
            yield person, days[person.pk]


def batches(ids):
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def band_by_year(person, day):
    """The band where the year alone settles it: a birthday earlier or later that year changes nothing."""
    if person.birth_year is None or person.birth_precision == Precision.UNKNOWN:
        return None
    oldest = day.year - person.birth_year
    if oldest < 1 or band_edge(oldest) != band_edge(oldest - 1):
        return None
    return band_edge(oldest), oldest < ADULT


def opened(undecided):
    """The same from the sealed birth dates."""
    found = {}
    for ids in batches(sorted(undecided)):
        with held_keys():
            people = list(Person.objects.filter(pk__in=ids).only("pk", "birth_date", "adult_since", *CLEAR))
            open_keys([person for person in people if person.birth_year is not None])
            for person in people:
                for day in undecided[person.pk]:
                    found[person.pk, day] = band_edge(person.age_on(day)), person.is_child_on(day)
    return found
