"""What the intake answers: of a person nothing that names her, of an event what its team reads."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.forms.intake import child_then
from cases.models import Exploitation, Ground, Needs, Person
from cases.resting import sentences
from work.api import PartialDate, Row


class PersonRow(Row):
    """What figures need of a person; her names, birth date, telephones and documents are told nowhere."""

    class Meta:
        model = Person
        fields = [
            "id",
            "version",
            "unnamed",
            "sex",
            "majority",
            "age_estimated",
            "gender",
            "nationalities",
            "people",
            "languages",
            "disabilities",
            "education",
            "marital_status",
            "origin",
            "legal_status",
            "migration_profile",
        ]


class GroundRow(Row):
    """A line of the ledger, without the names of who gave it, interpreted or witnessed.

    `stopped` says in words what stopped when it ended.
    """

    relative = serializers.UUIDField(source="relative_id", read_only=True, allow_null=True)
    text = serializers.UUIDField(source="text_id", read_only=True, allow_null=True)
    stopped = serializers.SerializerMethodField()

    class Meta:
        model = Ground
        fields = [
            "id",
            "version",
            "kind",
            "answer",
            "purposes",
            "since",
            "expires_on",
            "expires_at",
            "ended_on",
            "giver",
            "relative",
            "giver_involved",
            "form",
            "language",
            "assent",
            "doubted_on",
            "points_told",
            "text",
            "text_how",
            "interpreter_sworn",
            "interpreter_accepted",
            "stopped",
        ]

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_stopped(self, ground):
        return sentences(ground.stopped)


class NeedsRow(Row):
    """What she needs and wants, as it was asked on a day."""

    wishes = serializers.CharField(read_only=True, allow_null=True)
    health_alert = serializers.CharField(read_only=True, allow_null=True)
    pregnant = serializers.CharField(read_only=True, allow_null=True)
    pregnant_said_on = serializers.DateField(read_only=True, allow_null=True)

    class Meta:
        model = Needs
        fields = [
            "id",
            "version",
            "on",
            "needs",
            "wishes",
            "health_alert",
            "pregnant",
            "pregnant_said_on",
        ]


class ExploitationRow(Row):
    """What was done, to whom among those whose cases one reads in full."""

    began = PartialDate("began", "began_precision")
    ended = PartialDate("ended", "ended_precision")
    place = serializers.CharField(read_only=True, allow_null=True)
    account = serializers.CharField(read_only=True, allow_null=True)
    cases = serializers.SerializerMethodField()
    was_child = serializers.SerializerMethodField(
        help_text=_("What is said of the person of the first of these cases; empty where nothing is said.")
    )

    class Meta:
        model = Exploitation
        fields = [
            "id",
            "version",
            "cases",
            "acts",
            "means",
            "control",
            "purposes",
            "recruiters",
            "recruitment",
            "country",
            "department",
            "place",
            "began",
            "ended",
            "was_child",
            "account",
        ]

    def get_cases(self, event) -> list[str]:
        """Numbers of the cases in it that this user reads in full."""
        return [link.case.number for link in event.links_read]

    def get_was_child(self, event) -> str:
        """As it is sent, of the case of which a change is sent."""
        return child_then(event.links_read[0])
