"""What the intake answers: of a person nothing that names her, of an event what its team reads."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases import rules
from cases.forms.intake import child_then
from cases.models import Exploitation, Ground, Needs, Person
from cases.resting import sentences
from work.api import PartialDate, Row

TEXT, OR_NOTHING = {"type": "string"}, {"type": ["string", "null"]}
PARTS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"case": TEXT, "was_child": TEXT, "own_account": OR_NOTHING, "follows": OR_NOTHING},
    },
}


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
    parts = serializers.SerializerMethodField()
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
            "parts",
        ]

    def get_cases(self, event) -> list[str]:
        """Numbers of the cases in it that this user reads in full."""
        return [link.case.number for link in self.read(event)]

    def get_was_child(self, event) -> str:
        """As it is sent, of the case of which a change is sent."""
        return child_then(self.read(event)[0]) if self.read(event) else ""

    @extend_schema_field(PARTS)
    def get_parts(self, event):
        """Of each of these cases: what concerns it alone, and after which earlier event it came."""
        return [
            {
                "case": link.case.number,
                "was_child": child_then(link),
                "own_account": link.account,
                "follows": self.told_follows(link),
            }
            for link in self.read(event)
        ]

    def read(self, event):
        """The parts in it that this user reads; none where it was taken out of the last of them just now."""
        return getattr(event, "links_read", [])

    def told_follows(self, link):
        """The earlier event, where this user reads it too."""
        after = link.follows
        if after is None or after.withdrawn_at or after.case.person_id != link.case.person_id:
            return None
        read = rules.can_read_account(self.context["request"].user, after.case)
        return str(after.exploitation_id) if read else None
