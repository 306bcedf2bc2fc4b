"""The shelter's first year, told again through the actions, comes to the figures that its papers came to.

The figures are those of the scenario, counted by hand from its file, not by this program.
"""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from cases.models import Case, RiskAssessment, Service, Task
from programmes.models import Award
from reintegration.models import Placement
from shelters.models import BedAssignment, Stay

QUARTERS = [date(2010, 10, 1), date(2011, 1, 1), date(2011, 4, 1)]
YEAR_END = date(2011, 10, 1)


@pytest.fixture
def usaid(_loaded, django_db_blocker):
    with django_db_blocker.unblock():
        yield Award.objects.get(number="USAID-GT-2010-01")


def history():
    return Case.objects.filter(office__name="El Refugio", opened_on__lt=YEAR_END)


def test_66_people_each_with_one_case_all_closed(usaid):
    assert Counter(history().values_list("status", flat=True)) == {"closed": 66}
    assert history().values("person").distinct().count() == 66
    assert history().order_by("closed_on").first().closed_on == date(2012, 10, 1)


def test_the_risk_of_each_counts_as_medium_on_the_day_on_which_she_was_admitted(usaid):
    first = dict(
        Stay.objects.filter(case__in=history()).order_by("-admitted_on").values_list("case", "admitted_on")
    )
    said = RiskAssessment.objects.filter(case__in=history()).values_list("case", "on", "level")

    assert sorted(said) == sorted((case, on, "medium") for case, on in first.items())
    assert not Task.objects.filter(case__in=history(), kind__startswith="risk").exists()


def test_services_of_the_year_and_of_its_first_quarters(usaid):
    year = Service.objects.charged_to(usaid, until=YEAR_END)
    quarters = [year.filter(on__gte=since, on__lt=until).count() for since, until in pairwise(QUARTERS)]

    assert (year.count(), quarters) == (642, [81, 146])


def test_who_came_who_left_and_who_lived_there_at_the_end(usaid):
    came = Stay.objects.charged_to(usaid, until=YEAR_END)
    left = Stay.objects.charged_to(usaid, until=YEAR_END, on="left_on")
    lived = [
        Stay.objects.charged_on(usaid, day).on(day).count() for day in (date(2010, 12, 31), date(2011, 9, 30))
    ]

    assert (came.count(), left.count(), lived) == (41, 17, [11, 24])


def test_on_the_eve_of_the_other_award_twelve_lived_there(usaid):
    assert Stay.objects.filter(shelter__office__name="El Refugio").on(date(2011, 1, 14)).count() == 12


def test_where_they_went(usaid):
    kinds = Placement.objects.charged_to(usaid, until=YEAR_END).values_list("kind", flat=True)

    assert Counter(kinds) == {"nuclear_family": 11, "substitute_family": 4, "independent_living": 2}


def test_sex_and_age_of_the_66(usaid):
    services = Service.objects.filter(case__in=history()).order_by("on", "created_at")
    first = {}
    for case, child in services.values_list("case", "child"):
        first.setdefault(case, child)

    assert Counter(history().values_list("person__sex", flat=True)) == {"F": 60, "M": 6}
    assert Counter(first.values()) == {True: 45, False: 21}


def test_nobody_sleeps_in_two_beds_and_back_entry_leaves_no_task(usaid):
    assert BedAssignment.objects.filter(stay__case__in=history()).count() == 41
    assert Task.objects.filter(case__in=history()).count() == 0


def test_around_today_forty_people_are_helped_in_every_way(usaid):
    running = Case.objects.filter(opened_on__gt=timezone.localdate() - timedelta(days=400))

    assert running.exclude(role="accompanying_child").count() == 40
    assert set(running.values_list("status", flat=True)) == {"intake", "active", "closed"}
    assert running.filter(person__unnamed=True).count() == 1
    assert running.filter(role="accompanying_child").exists()
    assert Stay.objects.filter(case__in=running, left_on=None).exists()
    assert Placement.objects.filter(case__in=running, until=None).exists()
