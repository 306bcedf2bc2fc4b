from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import OUTSIDE, Role
from codebook import lists, places
from codebook.fields import CodeField
from work.models import Record, known


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Her own organisations; all of them for those who manage accounts or awards of the lead."""
        if user.leads(Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER):
            return self
        return self.filter(pk__in=user.organisation_ids())

    def managed_by(self, user):
        """Those whose people and offices she manages."""
        if user.leads(Role.ADMINISTRATOR):
            return self
        return self.filter(pk__in=user.organisation_ids(Role.ADMINISTRATOR))


class Organisation(Record):
    """One of the organisations that carry the programme."""

    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(_("country"), max_length=2, help_text=_("Two letters, for example GT or HN."))
    kind = CodeField(code_list="partner_type", verbose_name=_("kind of organisation"), default="ngo")
    is_lead = models.BooleanField(_("leads the programme"), default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="organisation_name_once",
                violation_error_message=_("There is an organisation of this name already."),
            ),
            models.UniqueConstraint(
                fields=["is_lead"],
                condition=Q(is_lead=True),
                name="one_lead_organisation",
                violation_error_message=_("One organisation leads the programme already."),
            ),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"),
                name="organisation_country_code",
                violation_error_message=_("Write the country as two capital letters, for example GT."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def country_name(self):
        """What the country is called, in the reader's language."""
        return lists.get("country").label(self.country)


class OfficeKind(models.TextChoices):
    OFFICE = "office", _("Office")
    SHELTER = "shelter", _("Shelter")


class OfficeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The offices of her own organisations; all of them for those who manage accounts of the lead."""
        if user.leads(Role.ADMINISTRATOR):
            return self
        return self.filter(organisation__in=user.organisation_ids())

    def open(self, day=None):
        """Offices that are not closed on this local date (by default today)."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day or timezone.localdate()))

    def with_people_counted(self):
        """With the number of people who work in each today, as `people_today`."""
        today = timezone.localdate()
        working = Q(memberships__since__lte=today) & (
            Q(memberships__until=None) | Q(memberships__until__gt=today)
        )
        return self.annotate(people_today=Count("memberships__user", filter=working, distinct=True))


class Office(Record):
    """Where people work; a shelter is an office, and its address is never kept here."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="offices", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=OfficeKind, default=OfficeKind.OFFICE)
    department = models.CharField(
        _("department"), max_length=6, blank=True, help_text=_("Official code, for example GT-12.")
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    small_since = models.DateField(_("small office since"), null=True, blank=True)
    small_decided_by = models.CharField(_("decided by (the director's name)"), max_length=120, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            known("kind", OfficeKind.values),
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="office_name_once",
                violation_error_message=_("This organisation has an office of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(small_since=None, small_decided_by="")
                | Q(small_since__isnull=False) & ~Q(small_decided_by=""),
                name="small_office_by_named_decision",
                violation_error_message=_(
                    "A small office needs the director's name and the date of the decision."
                ),
            ),
            models.CheckConstraint(
                condition=Q(department="") | Q(department__regex=r"^[A-Z]{2}-[A-Z0-9]{1,3}$"),
                name="office_department_code",
                violation_error_message=_("Write the department by its official code, for example GT-12."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_small(self):
        return self.small_since is not None

    @property
    def department_name(self):
        """What the department is called, in the reader's language."""
        return places.subdivision_label(self.department) if self.department else ""

    def is_closed(self, day=None):
        """Whether it is closed on this local date (by default today)."""
        return self.closed_on is not None and self.closed_on <= (day or timezone.localdate())

    def people(self):
        """Ids, as a subquery, of those who work here or are about to; who stands outside does not count.

        Whoever works in the whole organisation works in each of its offices.
        """
        memberships = self._meta.get_field("memberships").related_model.objects
        here = Q(office=self) | Q(office=None, organisation=self.organisation_id)
        working = memberships.in_force_or_later().filter(here).exclude(role__in=OUTSIDE)
        return working.order_by().values_list("user", flat=True).distinct()
