"""What waits for somebody today, for programs: the same as on My day."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from cases import looks
from config.coming import dates_to_come, days_of_tasks
from config.my_day import days_to_come, notices_for
from work.api import OnePage, Resource


class NoticeRow(serializers.Serializer):
    """One thing that waits, in a sentence, where to go, and how much it presses."""

    sentence = serializers.CharField()
    url = serializers.CharField()
    kind = serializers.CharField()


class DateRow(serializers.Serializer):
    """A task with a day of its own: a review, a hearing, the end of a ground, a case conference."""

    group = serializers.CharField()
    task = serializers.UUIDField(source="pk")
    kind = serializers.CharField()
    case = serializers.CharField(source="case.number")
    due_on = serializers.DateField()
    assignee = serializers.UUIDField(source="assignee_id", allow_null=True)


class DayRow(serializers.Serializer):
    day = serializers.DateField()
    tasks = serializers.IntegerField()


class WholeDay(OnePage):
    """All of it at once."""

    results = NoticeRow(many=True)
    dates = DateRow(many=True)
    days = DayRow(many=True)


class MyDayResource(Resource):
    """What waits for whoever asks."""

    title = _("My day")
    serializer_class = NoticeRow
    pagination_class = None
    filter_backends = ()

    @extend_schema(responses=forced_singular_serializer(WholeDay))
    def list(self, request):
        user, today = request.user, timezone.localdate()
        due = days_of_tasks(user, today)
        dates = [task for _words, tasks in dates_to_come(due, today) for task in tasks]
        looks.keep((task.case for task in dates), ["tasks"], by=user)
        days = [{"day": day, "tasks": number} for day, number in days_to_come(user, due) or ()]
        return WholeDay.of(notices_for(user, due), dates=dates, days=days)
