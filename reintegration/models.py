"""How people live after the shelter, and who goes with them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from cases.models import AccessSource, Aged, CaseAccess, EnteredFrom, Level
from codebook import places
from codebook.fields import CodeField
from programmes.models import Charged
from programmes.models.charged import ChargedQuerySet
from vault.fields import SealedText
from vault.keyring import SECRET
from vault.models import Sealed
from work.dates import DateRange
from work.door_by_door import behind
from work.models import Record, known


class PlacementKind(models.TextChoices):
    """Where and with whom somebody lives (indicators: REI-FAM, REI-SUB, REI-IND)."""

    NUCLEAR_FAMILY = "nuclear_family", _("With her nuclear family")
    EXTENDED_FAMILY = "extended_family", _("With her extended family")
    SUBSTITUTE_FAMILY = "substitute_family", _("With a substitute family")
    INDEPENDENT_LIVING = "independent_living", _("Living independently")
    RETURN_ABROAD = "return_abroad", _("Returned to her country")


# What an exit from a shelter begins (codebook: shelter_exit_reason); other exits begin nothing here.
BEGUN_BY_EXIT = {
    "family": PlacementKind.NUCLEAR_FAMILY,
    "extended_family": PlacementKind.EXTENDED_FAMILY,
    "substitute_family": PlacementKind.SUBSTITUTE_FAMILY,
    "independent_living": PlacementKind.INDEPENDENT_LIVING,
    "semi_independent": PlacementKind.INDEPENDENT_LIVING,
    "return_country": PlacementKind.RETURN_ABROAD,
}


# Lives among people of her own family: who of them took part is asked before, and again when it is written.
WITH_FAMILY = {PlacementKind.NUCLEAR_FAMILY, PlacementKind.EXTENDED_FAMILY}


# In which roles somebody follows people home.
FOLLOWERS = (Role.CASEWORKER, Role.SUPERVISOR, Role.REINTEGRATION_WORKER)


class PlacementQuerySet(ChargedQuerySet):
    def visible_to(self, user):
        """Placements of cases of which those who follow people home read more than the number."""
        if not user.has_role(*FOLLOWERS):
            return self.none()
        cases = self.model._meta.get_field("case").related_model.objects
        return behind(self, "case", cases.doors(user, Level.ASSISTANCE))

    def standing(self):
        """Placements that happened; one that followed a mistaken exit was withdrawn and counts nowhere."""
        return self.filter(withdrawn_at=None)

    def lasting(self):
        """Those of a day at least: what another life, written later, leaves no day of was never lived."""
        return self.exclude(until=F("since"))

    def lived(self):
        """Placements that count: they happened, and lasted."""
        return self.standing().lasting()

    def on(self, day):
        """Placements that hold on this day."""
        return self.standing().filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def open(self):
        """Placements that go on, as far as it has been written."""
        return self.standing().filter(until=None)

    def narrowed(self, state="", kind=""):
        """Those in this state (`open`, `ended`) and of this kind; an empty one leaves all."""
        happened = Q(withdrawn_at=None)
        states = {"open": Q(until=None) & happened, "ended": Q(until__isnull=False) & happened}
        return self.filter(states.get(state, Q()), Q(kind=kind) if kind else Q())

    def unfollowed(self):
        """Open placements whose case is assigned to nobody who follows her home."""
        followed = CaseAccess.objects.live().filter(source=AccessSource.PLACEMENT).values("case")
        return self.open().exclude(case__in=followed)

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("case__office")


class Placement(Sealed, Aged, Charged, Record):
    """A person lives with her family, a substitute family, by herself or again in her country, from a day on.

    It begins with her exit from the shelter, whether a plan was signed or not.
    """

    told_with = ("case_id",)
    sealing_kind = "person"
    charge_date = "since"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="placements")
    person = models.ForeignKey("cases.Person", models.PROTECT, related_name="placements", editable=False)
    kind = models.CharField(_("how she lives"), max_length=30, choices=PlacementKind)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    department = models.CharField(_("department"), max_length=6, blank=True)
    country = CodeField(_("country"), code_list="country", blank=True)
    whereabouts = SealedText(_("where and with whom"), max_length=300, null=True, blank=True, ring=SECRET)
    end_reason = SealedText(_("why it ended"), max_length=300, null=True, blank=True)
    entered_from = models.CharField(max_length=20, choices=EnteredFrom, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta(Charged.Meta):
        abstract = False
        ordering = ["-since", "id"]
        constraints = [
            *Charged.Meta.constraints,
            *Aged.Meta.constraints,
            known("kind", PlacementKind.values),
            known("entered_from", EnteredFrom.values, or_empty=True),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="placement_ends_after_it_began",
                violation_error_message=_("It cannot end before it began."),
            ),
            models.CheckConstraint(
                condition=Q(department="") | Q(department__regex=r"^[A-Z]{2}-[A-Z0-9]{1,3}$"),
                name="placement_department_code",
                violation_error_message=_("Choose the department from the list."),
            ),
            ExclusionConstraint(
                name="one_placement_of_a_person_at_a_time",
                condition=Q(withdrawn_at=None),
                violation_error_message=_("Another placement of hers holds at that time: end it first."),
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("since", "until", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["component", "since"], name="placement_charged"),
            models.Index(fields=["case", "since"], name="placement_of_case"),
            models.Index(fields=["-since", "id"], name="placement_by_day"),
        ]

    def sealing_subject(self):
        return self.person_id

    def locked_after(self):
        return self.case, self.case.person

    @property
    def lasted(self):
        """Was it lived for a day at least (see `lasting`)?"""
        return self.until != self.since

    @property
    def department_name(self):
        """What the department is called, in the reader's language."""
        return places.subdivision_label(self.department) if self.department else ""
