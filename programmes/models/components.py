from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Role
from work.models import Record, known


class ComponentKind(models.TextChoices):
    SHELTER = "shelter", _("Shelter")
    ASSISTANCE = "assistance", _("Direct assistance")
    REINTEGRATION = "reintegration", _("Reintegration")
    TRAINING = "training", pgettext_lazy("kind of work", "Training")
    PREVENTION = "prevention", _("Prevention and awareness")
    POLICY = "policy", _("Networks, agreements and policy")
    OTHER = "other", pgettext_lazy("kind of work", "Other")


class Serves(models.TextChoices):
    VICTIMS = "victims", _("Victims")
    INDIRECT_VICTIMS = "indirect_victims", _("Indirect victims")
    AT_RISK = "at_risk", _("Persons at risk")
    VULNERABLE_MIGRANTS = "vulnerable_migrants", _("Vulnerable migrants")
    RETURNEES = "returnees", _("Returnees")


class ComponentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The lines of work of her own organisations: whoever logs work there must be able to name them."""
        return self.filter(organisation__in=user.organisation_ids())

    def managed_by(self, user):
        """The lines of work of the organisations whose programme she manages."""
        return self.filter(organisation__in=user.organisation_ids(Role.PROGRAMME_MANAGER))

    def with_payers(self, day):
        """With the windows that pay for each on this day as `paying`."""
        windows = self.model._meta.get_field("fundings").related_model.objects.live().on(day)
        paying = windows.select_related("award").order_by("award__number")
        return self.prefetch_related(models.Prefetch("fundings", queryset=paying, to_attr="paying"))

    def open(self):
        """Components that new work may be logged under."""
        return self.filter(ended_on=None)

    def default_for(self, office, kind=None):
        """The components to which this office's work belongs unless somebody says otherwise."""
        defaults = Q(office_defaults__office=office)
        return self.open().filter(defaults & Q(office_defaults__kind=kind) if kind else defaults)


class Component(Record):
    """A line of work of an organisation, such as a shelter or the training of officials; awards fund it."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="components", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind of work"), max_length=20, choices=ComponentKind)
    serves = ArrayField(
        models.CharField(max_length=30, choices=Serves), verbose_name=_("serves"), default=list, blank=True
    )
    offices = models.ManyToManyField(
        "accounts.Office",
        through="OfficeDefault",
        related_name="default_components",
        verbose_name=_("offices"),
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = ComponentQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            known("kind", ComponentKind.values),
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="component_name_once",
                violation_error_message=_("Your organisation already has a component of this name."),
            ),
            models.UniqueConstraint(fields=["id", "kind", "organisation"], name="component_with_kind"),
            models.CheckConstraint(
                condition=Q(serves__contained_by=Serves.values),
                name="component_serves_known",
                violation_error_message=_("Choose whom the component serves from the list."),
            ),
        ]

    def __str__(self):
        return self.name


class OfficeDefault(models.Model):
    """An office whose work of this kind belongs to this component unless somebody says otherwise."""

    component = models.ForeignKey(Component, models.PROTECT, related_name="office_defaults")
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="component_defaults")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ComponentKind)

    class Meta:
        constraints = [
            known("kind", ComponentKind.values),
            models.UniqueConstraint(
                fields=["office", "kind"],
                name="one_default_for_office_and_kind",
                violation_error_message=_("The office already has another component for this kind of work."),
            ),
        ]

    def __str__(self):
        return f"{self.office_id} {self.kind}"
