"""What happened on one day stands in the order in which it was written, the last on top."""

import datetime

import pytest
from django.utils import timezone, translation

from cases import actions, timelines
from cases.levels import told_at
from cases.models import Level, Note, Service
from reintegration.models import Placement
from shelters.models import Stay
from tests.factories.cases import OPENED
from tests.factories.shelters import admitted, case_for, left, shelter_of

pytestmark = pytest.mark.django_db


def written(model, hours, **which):
    """This was written so many hours after everything else."""
    later = timezone.now() + datetime.timedelta(hours=hours)
    model.objects.filter(**which).update(created_at=later)


def titles(case):
    told = told_at(Level.FULL)
    with translation.override("en"):
        events = timelines.timeline(case, case.worker, told, timelines.written(case, case.worker, told))
        return [str(one.title) for one in events]


def test_one_day_from_the_first_contact_to_the_exit():
    shelter = shelter_of(name="El Refugio")
    case = case_for(shelter)
    actions.record_service(case, by=case.worker, on=OPENED, type="food")
    actions.write_note(case, by=case.worker, on=OPENED, text="Ate.")
    stay = left(admitted(shelter, case=case), on=OPENED)
    written(Service, 1, case=case)
    written(Stay, 2, pk=stay.pk)
    written(Note, 3, case=case)
    written(Placement, 4, case=case)

    assert titles(case) == [
        "Placement began",
        "Note",
        "Left El Refugio",
        "Came to live in El Refugio",
        "Food",
        "Opened",
    ]


def test_who_leaves_one_house_for_another_the_same_day_left_before_she_came():
    first = shelter_of(name="Ceiba")
    case = case_for(first)
    second = shelter_of(first.office.organisation, name="Jade")
    day = OPENED + datetime.timedelta(days=3)
    old = left(admitted(first, case=case), on=day, to="other_shelter")
    written(Stay, 1, pk=old.pk)
    new = admitted(second, case=case, on=day)
    written(Stay, 24, pk=new.pk)

    assert titles(case)[:2] == ["Came to live in Jade", "Left Ceiba"]


def test_the_order_is_the_same_each_time():
    case = case_for(shelter_of())
    for _time in range(3):
        actions.record_service(case, by=case.worker, on=OPENED, type="food")
    written(Service, 1, case=case)

    assert titles(case) == titles(case)
