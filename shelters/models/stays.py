from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from cases.ages import ADULT
from cases.models import READERS, Aged, EnteredFrom, Level, without_shut
from codebook.fields import CodeField
from programmes.models import Charged
from programmes.models.charged import ChargedQuerySet
from shelters.models.shelters import Bed, Shelter
from vault.fields import SealedText
from vault.models import Sealed
from work.dates import DateRange
from work.door_by_door import behind
from work.models import Record, known

ALREADY = _("She already lives in a shelter at that time.")


def lately():
    """The first day on which somebody may have left whose stay is still open to those on shift."""
    return timezone.localdate() - timedelta(days=settings.FORMER_RESIDENT_DAYS)


def shelters_of(user, *roles):
    """Ids of the shelters of the offices in which she acts in one of these roles.

    Read once for each user object, and anew each minute. Conditions name these few ids: joined, PostgreSQL
    took the stays of a shelter for few, and sorted all that ever were to show the first page.
    """
    rows = Shelter.objects.filter(office__in=user.office_ids(*READERS)).values_list("pk", "office")
    every = user.once("shelters", lambda: list(rows), moment=int(timezone.now().timestamp()) // 60)
    offices = user.office_ids(*roles)
    return sorted(shelter for shelter, office in every if office in offices)


class DecidedBy(models.TextChoices):
    """Who decided that a stay ends."""

    PERSON = "person", _("She herself")
    GUARDIAN = "guardian", _("Her guardian or family")
    TEAM = "team", _("The case team together with her")
    COURT = "court", _("A court or authority")
    SHELTER = "shelter", _("The shelter")
    UNKNOWN = "unknown", _("Not known")


class StayQuerySet(ChargedQuerySet):
    def visible_to(self, user):
        """Stays of those whom she looks after, and, wherever they were, of cases that she follows.

        Of who lives in her shelter now also the earlier ones there; where else she lived, the next shelter
        does not read.
        """
        known = self.model._meta.get_field("case").related_model.objects
        stays = self.model.objects
        doors = [*stays.looked_after(user), behind(stays.all(), "case", known.followed(user))]
        if here := shelters_of(user, *READERS):
            of_hers = stays.filter(shelter__in=here)
            doors.append(behind(of_hers, "case", known.doors(user, Level.ASSISTANCE)))
        return behind(self, "pk", doors)

    def looked_after(self, user):
        """Doors of a shelter: for those on shift who lives there or left lately, for its coordinator all.

        A stay that was recorded by mistake, or begins on a day to come, opens nothing.
        """
        begun = without_shut(self.standing().filter(admitted_on__lte=timezone.localdate()), user)
        doors = []
        if shifts := shelters_of(user, Role.SHELTER_STAFF):
            here = begun.filter(shelter__in=shifts)
            doors += [here.filter(left_on=None), here.filter(left_on__gte=lately())]
        if coordinated := shelters_of(user, Role.SUPERVISOR):
            doors.append(begun.filter(shelter__in=coordinated))
        return doors

    def standing(self):
        """Stays that happened; one recorded by mistake was withdrawn and counts nowhere."""
        return self.filter(withdrawn_at=None)

    def on(self, day):
        """Stays that include the night of this day."""
        return self.standing().filter(Q(left_on=None) | Q(left_on__gt=day), admitted_on__lte=day)

    def meeting(self, since, until):
        """Stays that share a night with these days; without `until` the days have no end."""
        ends_after = Q(left_on=None) | Q(left_on__gt=since)
        met = self.standing().filter(ends_after).exclude(left_on=F("admitted_on"))
        return met if until is None else met.filter(admitted_on__lt=until)

    def open(self):
        """Stays of those who live in a shelter now, as far as it has been written."""
        return self.standing().filter(left_on=None)

    def overdue(self, today):
        """Open stays whose expected exit is past."""
        return self.open().filter(expected_exit_on__lt=today)

    def of_children_of(self, stay):
        """Open stays in the same shelter of children who accompany whoever this stay is of."""
        return self.open().filter(shelter=stay.shelter_id, case__mother_case=stay.case_id)

    def without_bed(self, day):
        """Stays whose person sleeps in no bed of her own on the night of this day."""
        beds = BedAssignment.objects.slept_in(day).values("stay")
        return self.on(day).exclude(pk__in=beds)

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("case__office", "shelter__office")

    def with_tonight(self, night):
        """With the bed of this night as `tonight`, a list of one or none."""
        beds = BedAssignment.objects.slept_in(night)
        return self.prefetch_related(models.Prefetch("beds", queryset=beds, to_attr="tonight"))


class Stay(Sealed, Aged, Charged, Record):
    """One person's time in one shelter, with or without a bed; a clock never ends it, only an exit does.

    `case` and `person` point at one row of cases together, so that a merge takes the stay along.
    """

    told_with = ("case_id",)
    sealing_kind = "person"
    charge_date = "admitted_on"

    shelter = models.ForeignKey(Shelter, models.PROTECT, related_name="stays", verbose_name=_("shelter"))
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="stays")
    person = models.ForeignKey("cases.Person", models.PROTECT, related_name="stays", editable=False)
    admitted_on = models.DateField(_("first night"))
    admission_reason = CodeField(_("why she comes"), code_list="shelter_admission_reason")
    expected_exit_on = models.DateField(_("expected to leave on"))
    not_fitting = SealedText(_("why she is admitted all the same"), max_length=300, null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    exit_reason = CodeField(_("where she went"), code_list="shelter_exit_reason", null=True, blank=True)
    exit_decided_by = models.CharField(_("who decided"), max_length=20, choices=DecidedBy, blank=True)
    exit_details = SealedText(_("details of the exit"), max_length=500, null=True, blank=True)
    left_age_from = models.PositiveSmallIntegerField(null=True, editable=False)
    left_child = models.BooleanField(null=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    entered_from = models.CharField(max_length=20, choices=EnteredFrom, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = SealedText(
        _("why it was a mistake"), max_length=300, null=True, blank=True, editable=False
    )

    objects = StayQuerySet.as_manager()

    class Meta(Charged.Meta):
        abstract = False
        ordering = ["-admitted_on", "id"]
        constraints = [
            *Charged.Meta.constraints,
            *Aged.Meta.constraints,
            known("entered_from", EnteredFrom.values, or_empty=True),
            models.UniqueConstraint(fields=["id", "person"], name="stay_with_person"),
            models.CheckConstraint(
                condition=Q(left_on=None, exit_reason=None, exit_decided_by="")
                | Q(left_on__isnull=False, left_on__gte=F("admitted_on"), exit_reason__isnull=False)
                & Q(exit_decided_by__in=DecidedBy.values),
                name="stay_left_with_reason",
                violation_error_message=_("Say on which day she left, where she went and who decided."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason=None)
                | Q(withdrawn_at__isnull=False, withdrawn_reason__isnull=False),
                name="stay_withdrawn_with_reason",
                violation_error_message=_("Say why the stay is withdrawn."),
            ),
            models.CheckConstraint(
                condition=Q(expected_exit_on__gte=F("admitted_on")),
                name="stay_expected_to_end_after_it_began",
                violation_error_message=_("She cannot be expected to leave before she came."),
            ),
            models.CheckConstraint(
                condition=Q(left_age_from=None)
                | Q(left_child__isnull=False)
                & (
                    Q(left_child=True, left_age_from__lt=ADULT)
                    | Q(left_child=False, left_age_from__gte=ADULT)
                ),
                name="stay_left_age_band",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=False) | Q(left_age_from=None, left_child=None),
                name="stay_left_age_of_who_left",
            ),
            ExclusionConstraint(
                name="one_stay_of_a_person_at_a_time",
                condition=Q(withdrawn_at=None),
                violation_error_message=ALREADY,
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("admitted_on", "left_on", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["component", "admitted_on"], name="stay_charged"),
            models.Index(fields=["component", "left_on"], name="stay_charged_on_leaving"),
            models.Index(fields=["shelter", "left_on", "admitted_on"], name="stay_in_shelter"),
            models.Index(fields=["case", "admitted_on"], name="stay_of_case"),
            models.Index(fields=["shelter", "-admitted_on", "id"], name="stay_of_shelter_by_day"),
            models.Index(fields=["-admitted_on", "id"], name="stay_by_day"),
        ]

    def sealing_subject(self):
        return self.person_id

    def locked_after(self):
        return self.case, self.case.person

    @property
    def is_open(self):
        return self.left_on is None and self.withdrawn_at is None

    @property
    def first_night(self):
        """The night from which on she lived there; None where she left on the day on which she came."""
        return self.admitted_on if self.left_on != self.admitted_on else None

    @property
    def is_recent(self):
        """Does she live there today, or did she leave lately?"""
        begun = self.admitted_on <= timezone.localdate()
        return begun and self.withdrawn_at is None and (self.left_on is None or self.left_on >= lately())

    @property
    def nights(self):
        """Nights so far, or until she left."""
        return ((self.left_on or timezone.localdate()) - self.admitted_on).days


class BedAssignmentQuerySet(models.QuerySet):
    def on(self, day):
        """Who has which bed on the night of this day."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def slept_in(self, day):
        """Who sleeps in which bed on the night of this day: in none that does not stand."""
        stands = Q(bed__until=None) | Q(bed__until__gt=day)
        return self.on(day).filter(stands, bed__since__lte=day)


class BedAssignment(Record):
    """A person sleeps in a bed from a night until before another; a bed holds one person.

    `stay` and `person` point at one row of stays together, so that a merge takes the bed along.
    """

    told_with = ("case_id",)
    bed = models.ForeignKey(Bed, models.PROTECT, related_name="assignments")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="beds")
    person = models.ForeignKey("cases.Person", models.PROTECT, related_name="+", editable=False)
    since = models.DateField(_("from the night of"))
    until = models.DateField(_("until before the night of"), null=True, blank=True)

    objects = BedAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="bed_assignment_ends_after_it_began"
            ),
            ExclusionConstraint(
                name="one_person_in_a_bed",
                violation_error_message=_("Somebody else sleeps in this bed at that time."),
                expressions=[
                    ("bed", RangeOperators.EQUAL),
                    (DateRange("since", "until", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="one_bed_for_a_person",
                violation_error_message=_("She already has a bed at that time."),
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("since", "until", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @property
    def case_id(self):
        """Of whose case it is."""
        return self.stay.case_id
