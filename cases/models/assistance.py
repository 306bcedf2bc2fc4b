from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.access import Level
from cases.models.cases import EnteredFrom
from cases.models.people import Aged
from codebook import lists
from codebook.fields import CodeField
from programmes.models import Charged, Component
from programmes.models.charged import ChargedQuerySet
from vault.fields import SealedText
from vault.models import Sealed
from work.door_by_door import behind
from work.models import Record, known


class GroupServiceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that she recorded herself: whom else they name is for each case to say."""
        return self.filter(recorded_by=user.pk)


class GroupService(Record):
    """One service that was given to several people at once; what was given stands with each of them."""

    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = GroupServiceQuerySet.as_manager()


class ServiceQuerySet(ChargedQuerySet):
    def visible_to(self, user):
        """Services of those whom she looks after."""
        cases = self.model._meta.get_field("case").related_model.objects
        return behind(self, "case", cases.doors(user, Level.ASSISTANCE))

    def standing(self):
        """Services that count: not those that were withdrawn."""
        return self.filter(withdrawn_at=None)

    def latest_types(self, office, component, since, most=300):
        """Codes of what an office gave last in one line of work, from this day on; one for each service."""
        recent = self.standing().filter(component=component, case__office=office, on__gte=since)
        return recent.order_by("-on").values_list("type", flat=True)[:most]

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("case", "component", "given_by", "goal").with_providers()

    def with_providers(self):
        """With whoever gave each of them together with the first."""
        rows = self.model._meta.get_field("together_with").related_model.objects.select_related("component")
        return self.prefetch_related(models.Prefetch("together_with", rows))


class Service(Sealed, Aged, Charged, Record):
    """Something that was given to or done for a person on a day."""

    told_with = ("case_id",)
    sealing_kind = "person"
    charge_date = "on"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="services")
    on = models.DateField(_("date"))
    type = CodeField(_("service"), code_list="service_type")
    quantity = models.DecimalField(_("how many"), max_digits=8, decimal_places=2, null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    provider = models.CharField(_("given by another organisation"), max_length=120, blank=True)
    detail = SealedText(_("details"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    goal = models.ForeignKey(
        "cases.Goal",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("goal that it serves"),
    )
    group = models.ForeignKey(
        GroupService, models.PROTECT, null=True, related_name="services", editable=False
    )
    entered_from = models.CharField(max_length=20, choices=EnteredFrom, blank=True, editable=False)
    recorded_late = models.BooleanField(_("written after the case was closed"), default=False, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = SealedText(
        _("why it was withdrawn"), max_length=300, null=True, blank=True, editable=False
    )

    objects = ServiceQuerySet.as_manager()

    class Meta(Charged.Meta):
        abstract = False
        ordering = ["-on", "-created_at", "id"]
        constraints = [
            *Charged.Meta.constraints,
            *Aged.Meta.constraints,
            known("entered_from", EnteredFrom.values, or_empty=True),
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gt=0),
                name="service_quantity_positive",
                violation_error_message=_("Write how many, more than zero, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=Q(value=None, currency="")
                | Q(value__isnull=False, value__gte=0, currency__regex="^[A-Z]{3}$"),
                name="service_value_with_currency",
                violation_error_message=_("An amount needs its currency."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason=None)
                | Q(withdrawn_at__isnull=False, withdrawn_reason__isnull=False),
                name="service_withdrawn_with_reason",
                violation_error_message=_("Say why the service is withdrawn."),
            ),
        ]
        indexes = [
            models.Index(fields=["component", "on"], name="service_charged"),
            models.Index(fields=["case", "-on", "id"], name="service_of_case"),
            models.Index(fields=["-on", "id"], name="service_by_day"),
        ]

    @property
    def others_who_gave(self):
        """Whoever gave it too, in words; it stays one service, however many gave it together."""
        return ", ".join(str(one) for one in self.together_with.all())

    @property
    def is_legal(self):
        """Was it given in her legal matters?"""
        code = lists.get("service_type").find(self.type)
        return bool(code) and code.extra.get("group") == "legal"

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case, self.case.person)


class ServiceProvider(Record):
    """Somebody who gave a service together with whoever is named first: a line of work of ours, or others.

    Figures count services and never these rows, so that one given by three is one.
    """

    told_with = ("service_id",)

    service = models.ForeignKey(
        Service, models.PROTECT, related_name="together_with", editable=False, verbose_name=_("service")
    )
    component = models.ForeignKey(
        Component, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("our line of work")
    )
    kind = CodeField(_("kind of organisation"), code_list="partner_type", blank=True)
    name = models.CharField(_("organisation"), max_length=120, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "component", "kind", "name"],
                nulls_distinct=False,
                name="service_provider_once",
                violation_error_message=_("This stands among those who gave it already."),
            ),
            models.CheckConstraint(
                condition=Q(component__isnull=False, kind="", name="")
                | Q(component=None) & (~Q(kind="") | ~Q(name="")),
                name="service_provider_of_ours_or_others",
                violation_error_message=_("Choose a line of work of ours, or write another organisation."),
            ),
        ]

    def __str__(self):
        if self.component_id:
            return str(self.component)
        return self.name or str(self.get_kind_display())
