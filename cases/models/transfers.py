from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Role
from cases.models.exclusions import without_shut
from work.door_by_door import behind
from work.models import Record, known


class TransferState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("transfer", "waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("transfer", "accepted")
    DECLINED = "declined", pgettext_lazy("transfer", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("transfer", "taken back")


class WhyTransfer(models.TextChoices):
    """Why a case should go on in another office: a code tells nothing of her."""

    LIVES_THERE = "lives_there", _("The person lives there now")
    WISHES = "wishes", _("The person wishes it")
    SAFETY = "safety", _("The person is safer there")
    SERVICES = "services", _("What the person needs is given there")
    KNOWN_HERE = "known_here", _("Nobody here can work with it, as somebody knows the person")
    CAPACITY = "capacity", _("Nobody here has room for it")
    OTHER = "other", pgettext_lazy("why a case is handed over", "Another reason")


class WhyDeclined(models.TextChoices):
    """Why an office does not take a case."""

    CAPACITY = "capacity", _("Nobody here has room for it")
    OTHER_AREA = "other_area", _("The person does not live in our area")
    OTHER_WORK = "other_work", _("What the person needs is not given here")
    NOT_SAFE = "not_safe", _("The person would not be safe here")
    ASK_FIRST = "ask_first", _("Speak with us first")
    OTHER = "other", pgettext_lazy("why a case is not taken", "Another reason")


class TransferQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of offices that she supervises, from which a case goes or to which it should come."""
        offices = sorted(user.office_ids(Role.SUPERVISOR))
        if not offices:
            return self.none()
        rows = without_shut(self.model.objects.all(), user)
        return behind(self, "pk", [rows.filter(from_office__in=offices), rows.filter(to_office__in=offices)])

    def waiting(self):
        """Those that nobody has answered yet."""
        return self.filter(state=TransferState.ASKED)

    def moved(self):
        """Those by which a case changed its office."""
        return self.filter(state=TransferState.ACCEPTED)

    def gone_from(self, organisations):
        """Those by which a case left an office of these organisations."""
        return self.moved().filter(from_office__organisation__in=organisations)

    def after(self, day):
        """Those by which a case left after this day: the first of them says where it was on that day."""
        return self.moved().filter(decided_on__gt=day).order_by("decided_on", "created_at")

    def waiting_for(self, user):
        """Those that she is to answer."""
        rows = without_shut(self.waiting(), user)
        return rows.filter(to_office__in=sorted(user.office_ids(Role.SUPERVISOR)))

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related(
            "case__office", "from_office__organisation", "to_office__organisation", "asked_by", "decided_by"
        )


class Transfer(Record):
    """A case should go on in another office: who asked, who answered, what and when; nothing of her."""

    told_with = ("case_id",)

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="transfers")
    from_office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+")
    to_office = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="+", verbose_name=_("to which office")
    )
    # To which line of work it belonged and belongs: figures of before and of after are told apart by them.
    from_component = models.ForeignKey("programmes.Component", models.PROTECT, related_name="+")
    to_component = models.ForeignKey(
        "programmes.Component", models.PROTECT, null=True, related_name="+", editable=False
    )
    reason = models.CharField(_("why"), max_length=20, choices=WhyTransfer)
    # By what another organisation may be told: nobody asks within one's own.
    ground = models.ForeignKey(
        "cases.Ground", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ground")
    )
    receiver_named = models.BooleanField(_("The consent names this receiver"), default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_on = models.DateField(_("asked on"))
    state = models.CharField(
        _("state"), max_length=20, choices=TransferState, default=TransferState.ASKED, editable=False
    )
    why_declined = models.CharField(
        _("why it is not taken"), max_length=20, choices=WhyDeclined, blank=True, editable=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_on = models.DateField(_("answered on"), null=True, editable=False)
    # Whom the receiving office named to answer for it.
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-created_at", "id"]
        constraints = [
            known("state", TransferState.values),
            known("reason", WhyTransfer.values),
            known("why_declined", WhyDeclined.values, or_empty=True),
            models.CheckConstraint(
                condition=~Q(from_office=F("to_office")),
                name="transfer_to_another_office",
                violation_error_message=_("The case is in this office already."),
            ),
            models.CheckConstraint(
                condition=Q(state=TransferState.ASKED, decided_on=None)
                | ~Q(state=TransferState.ASKED) & Q(decided_on__isnull=False),
                name="transfer_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=TransferState.DECLINED) & ~Q(why_declined="")
                | ~Q(state=TransferState.DECLINED) & Q(why_declined=""),
                name="transfer_declined_with_reason",
                violation_error_message=_("Say why it is not taken."),
            ),
            models.CheckConstraint(
                condition=Q(state=TransferState.ACCEPTED, to_component__isnull=False)
                | ~Q(state=TransferState.ACCEPTED) & Q(to_component=None, worker=None),
                name="transfer_accepted_into_a_component",
            ),
            models.CheckConstraint(
                condition=Q(receiver_named=False) | Q(ground__isnull=False),
                name="transfer_receiver_named_by_a_ground",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=TransferState.ASKED), name="one_transfer_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["from_office", "-asked_on", "id"], name="transfer_from_office"),
            models.Index(fields=["to_office", "-asked_on", "id"], name="transfer_to_office"),
            models.Index(
                fields=["case", "decided_on"],
                condition=Q(state=TransferState.ACCEPTED),
                name="transfer_of_case",
            ),
        ]

    @property
    def is_waiting(self):
        return self.state == TransferState.ASKED

    @property
    def crosses(self):
        """Does the case go to another organisation?"""
        return self.from_office.organisation_id != self.to_office.organisation_id

    def locked_after(self):
        return (self.case,)


def component_on(day, case="", told=""):
    """An expression: to which line of work a case belongs on the day in this column.

    Since it was handed over that is `works_under`; before it, the one from which it went next. `case` leads
    to the case, and `told` to what of its line of work is asked.
    """
    left = Transfer.objects.after(OuterRef(day)).filter(case=OuterRef(f"{case}pk"))
    return Case(
        When(**{f"{case}moved_on": None}, then=F(f"{case}component{told}")),
        When(**{f"{case}moved_on__lte": F(day)}, then=F(f"{case}works_under{told}")),
        default=Subquery(left.values(f"from_component{told}")[:1]),
        output_field=models.UUIDField(),
    )
