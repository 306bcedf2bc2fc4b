"""The work plan: what was planned, what was done, what is late."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from programmes import actions
from programmes.models import Activity, ActivityStatus
from tests.factories.programmes import ActivityFactory, ComponentFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


def test_a_manager_plans_an_activity_and_says_what_came_of_it(desk, award):
    objective = ObjectiveFactory(award=award, code="1")
    desk.post(
        reverse("programmes:activity-create", args=[award.pk]),
        {
            "title": "Workshop in San Marcos",
            "objective": objective.pk,
            "planned_start": "08/02/2012",
            "planned_end": "08/02/2012",
            "product": "List of trained officials",
        },
    )
    activity = Activity.objects.get()
    assert activity.status == ActivityStatus.PLANNED

    desk.post(
        reverse("programmes:activity-report", args=[activity.pk]),
        {"started_on": "08/02/2012", "finished_on": "09/02/2012", "evidence": "File 12", "version": 1},
    )

    activity.refresh_from_db()
    assert (activity.status, activity.evidence) == (ActivityStatus.DONE, "File 12")


def test_what_should_have_begun_or_ended_and_has_not_is_late(award):
    late = [
        ActivityFactory(award=award, planned_start=TODAY - 9 * DAY, planned_end=TODAY + DAY),
        ActivityFactory(
            award=award, planned_start=TODAY - 9 * DAY, planned_end=TODAY - DAY, started_on=TODAY - 9 * DAY
        ),
    ]
    on_time = [
        ActivityFactory(award=award, planned_start=TODAY, planned_end=TODAY + DAY),
        ActivityFactory(award=award, planned_start=TODAY - 9 * DAY, planned_end=TODAY, started_on=TODAY),
        ActivityFactory(award=award, started_on=date(2011, 1, 10), finished_on=date(2011, 1, 30)),
        ActivityFactory(award=award, cancelled_on=date(2011, 1, 1), cancelled_reason="No money"),
    ]

    assert set(Activity.objects.late(TODAY)) == set(late)
    assert [activity.is_late(TODAY) for activity in [*late, *on_time]] == [True] * 2 + [False] * 4


def test_the_list_is_narrowed_to_what_is_late(desk, award):
    late = ActivityFactory(award=award)
    ActivityFactory(award=award, started_on=date(2011, 1, 10), finished_on=date(2011, 1, 20))

    page = desk.get(reverse("programmes:activities", args=[award.pk]) + "?status=late").context["page"]
    done = desk.get(reverse("programmes:activities", args=[award.pk]) + "?status=done").context["page"]

    assert list(page) == [late]
    assert len(done) == 1


def test_every_status_is_the_same_in_the_list_and_in_the_row(award):
    rows = [
        ActivityFactory(award=award),
        ActivityFactory(award=award, started_on=date(2011, 1, 10)),
        ActivityFactory(award=award, started_on=date(2011, 1, 10), finished_on=date(2011, 1, 20)),
        ActivityFactory(award=award, cancelled_on=date(2011, 1, 1), cancelled_reason="No money"),
    ]

    assert [row.status for row in rows] == list(ActivityStatus)
    assert [list(Activity.objects.with_status(row.status)) for row in rows] == [[row] for row in rows]


def test_a_cancelled_activity_keeps_its_reason_and_can_be_planned_again(desk, award):
    activity = ActivityFactory(award=award)

    desk.post(
        reverse("programmes:activity-cancel", args=[activity.pk]),
        {"cancelled_on": "05/01/2011", "cancelled_reason": "Road closed"},
    )
    activity.refresh_from_db()
    assert (activity.status, activity.cancelled_reason) == (ActivityStatus.CANCELLED, "Road closed")

    desk.post(reverse("programmes:activity-take-up", args=[activity.pk]))
    activity.refresh_from_db()
    assert activity.status == ActivityStatus.PLANNED


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"finished_on": "20/01/2011"}, "What was finished was begun before, or on the same day."),
        (
            {"started_on": "20/01/2011", "finished_on": "19/01/2011"},
            "What was finished was begun before, or on the same day.",
        ),
    ],
)
def test_days_out_of_order_are_refused_in_a_sentence(desk, award, typed, sentence):
    activity = ActivityFactory(award=award)

    answer = desk.post(reverse("programmes:activity-report", args=[activity.pk]), typed | {"version": 1})

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [sentence]


def test_objectives_and_components_of_others_are_refused(award, manager):
    days = {"planned_start": date(2011, 1, 1), "planned_end": date(2011, 1, 2), "title": "X"}

    with pytest.raises(ValidationError, match="another award"):
        actions.plan_activity(award, by=manager, objective=ObjectiveFactory(), **days)
    with pytest.raises(ValidationError, match="cannot pay"):
        actions.plan_activity(award, by=manager, component=ComponentFactory(), **days)
    with pytest.raises(IntegrityError, match="activity_belongs_to_objective"), transaction.atomic():
        Activity.objects.create(award=award, objective=ObjectiveFactory(), **days)
