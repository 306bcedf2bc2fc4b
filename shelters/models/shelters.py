from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from codebook.fields import CodesField
from vault.fields import SealedText
from vault.keyring import SECRET
from vault.models import Sealed
from work.models import Record

# Who works with a shelter's residents; its coordinator is the supervisor of the shelter's office.
STAFF = (Role.SHELTER_STAFF, Role.SUPERVISOR)
# Who may see that a shelter exists and how full it is; who lives there is for its staff alone.
SEERS = (*STAFF, Role.CASEWORKER, Role.ADMINISTRATOR)
# Who sets up houses, rooms and beds.
SETTERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)


class ShelterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Shelters of her organisations, for those who work there, ask one for a bed or set it up.

        Whoever leads the accounts sets up those of every organisation.
        """
        if user.leads(Role.ADMINISTRATOR):
            return self
        return self.filter(office__organisation__in=user.organisation_ids(*SEERS))

    def staffed_by(self, user):
        """Shelters in which she works on shift, or which she coordinates."""
        return self.filter(office__in=user.office_ids(*STAFF))

    def changed_by(self, user):
        """Shelters whose rooms and beds she sets up: she coordinates them, or keeps their organisation."""
        if user.leads(Role.ADMINISTRATOR):
            return self
        keeps = Q(office__organisation__in=user.organisation_ids(Role.ADMINISTRATOR))
        return self.filter(keeps | Q(office__in=user.office_ids(Role.SUPERVISOR)))

    def open(self):
        """Shelters that still take people in."""
        return self.filter(closed_on=None)


class Shelter(Sealed, Record):
    """A house where people live for a time; where it stands is a secret of the second ring.

    Whom it admits guides who gives a bed; the coordinator may decide otherwise, with a reason.
    """

    sealing_kind = "shelter"

    office = models.OneToOneField(
        "accounts.Office", models.PROTECT, related_name="shelter", verbose_name=_("office")
    )
    component = models.ForeignKey(
        "programmes.Component", models.PROTECT, related_name="shelters", verbose_name=_("component")
    )
    address = SealedText(_("address"), max_length=300, null=True, blank=True, ring=SECRET)
    telephone = SealedText(_("telephone"), max_length=60, null=True, blank=True, ring=SECRET)
    genders = CodesField(
        verbose_name=_("admits, by the gender that the person lives"), code_list="gender", blank=True
    )
    youngest = models.PositiveSmallIntegerField(_("youngest age"), default=0)
    oldest = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    takes_children = models.BooleanField(_("takes children with their mother"), default=True)
    takes_pregnant = models.BooleanField(_("takes pregnant women"), default=True)
    takes_disabled = models.BooleanField(_("fit for people with disabilities"), default=False)
    expected_months = models.PositiveSmallIntegerField(_("months a stay is planned for"), default=6)
    longest_months = models.PositiveSmallIntegerField(_("months a stay lasts at most"), default=8)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = ShelterQuerySet.as_manager()

    class Meta:
        ordering = ["office__name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(oldest=None) | Q(oldest__gte=F("youngest")),
                name="shelter_ages_in_order",
                violation_error_message=_("The oldest age is below the youngest."),
            ),
            models.CheckConstraint(
                condition=Q(expected_months__gte=1, longest_months__gte=F("expected_months")),
                name="shelter_months_in_order",
                violation_error_message=_("A stay cannot be planned for longer than it may last."),
            ),
        ]

    def __str__(self):
        return self.office.name

    def admits_nobody_on(self, day):
        """Was it closed on this day? Who is taken in all the same is recorded, and its coordinator asked."""
        return self.closed_on is not None and day >= self.closed_on


class RoomQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rooms of shelters whose house she may see."""
        return self.filter(shelter__in=Shelter.objects.visible_to(user).order_by().values("pk"))

    def changed_by(self, user):
        """Rooms that she sets up."""
        return self.filter(shelter__in=Shelter.objects.changed_by(user).order_by().values("pk"))


class Room(Record):
    """A room of a shelter."""

    shelter = models.ForeignKey(Shelter, models.PROTECT, related_name="rooms")
    name = models.CharField(_("name"), max_length=60)

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["shelter", "name"],
                name="room_name_once",
                violation_error_message=_("The shelter has a room of this name already."),
            ),
        ]

    def __str__(self):
        return self.name


class BedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Beds of shelters whose house she may see."""
        return self.filter(room__shelter__in=Shelter.objects.visible_to(user).order_by().values("pk"))

    def changed_by(self, user):
        """Beds that she sets up."""
        return self.filter(room__shelter__in=Shelter.objects.changed_by(user).order_by().values("pk"))

    def of_shelter(self, shelter):
        """Beds of this shelter, with their rooms."""
        return self.filter(room__shelter=shelter).select_related("room")

    def standing(self, day):
        """Beds that may be slept in on the night of this day: what the shelter can hold."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def free(self, day):
        """Beds in which nobody sleeps on the night of this day."""
        taken = self.model._meta.get_field("assignments").related_model.objects.on(day)
        return self.standing(day).exclude(pk__in=taken.values("bed"))

    def in_order(self):
        """By room and by the number on the bed, the lowest first."""
        return self.order_by("room__name", "place", "id")


class Bed(Record):
    """A bed that stands in a room from a day on, until before another once it is taken away."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="beds")
    place = models.PositiveSmallIntegerField(_("number of the bed"))
    cot = models.BooleanField(_("a cot for a small child"), default=False)
    since = models.DateField(_("in use since"))
    until = models.DateField(_("out of use since"), null=True, blank=True)

    objects = BedQuerySet.as_manager()

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "place"],
                name="bed_place_once",
                violation_error_message=_("The room has a bed with this number already."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="bed_ends_after_it_began",
                violation_error_message=_("It cannot go out of use before it came into use."),
            ),
        ]

    def __str__(self):
        return f"{self.room.name}-{self.place}"
