from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from work.models import Record


class ManagedQuerySet(models.QuerySet):
    """Rows that belong to an organisation's programme managers."""

    organisation = "organisation"

    def visible_to(self, user):
        """Rows of the organisations whose programme she manages."""
        managed = user.organisation_ids(Role.PROGRAMME_MANAGER)
        return self.filter(**{f"{self.organisation}__in": managed})


class OfAwardQuerySet(ManagedQuerySet):
    """Rows of an award, hence of its organisation."""

    organisation = "award__organisation"


class DonorQuerySet(ManagedQuerySet):
    def open(self):
        """Donors that new awards may name."""
        return self.filter(ended_on=None)

    def with_award_counts(self):
        """With the number of each one's awards as `award_count`."""
        return self.annotate(award_count=models.Count("awards"))


class Donor(Record):
    """Who gives the money: an agency, a bureau, a foundation; each organisation keeps its own list."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="donors", verbose_name=_("organisation")
    )
    name = models.CharField(
        _("short name"), max_length=60, help_text=_("As it is called every day, for example PRM.")
    )
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    contact_name = models.CharField(_("contact at the donor"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    ended_on = models.DateField(_("no longer a donor since"), null=True, blank=True)

    objects = DonorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="donor_name_once",
                violation_error_message=_("Your organisation already has a donor of this name."),
            ),
            models.UniqueConstraint(fields=["id", "organisation"], name="donor_with_organisation"),
        ]

    def __str__(self):
        return self.name
