from django.core import checks
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.models.charges import charge_condition, not_another_alone, windows_of
from programmes.models.components import Component


class ChargeReason(models.TextChoices):
    """Why an event is charged to one award alone; codes only, because the trail repeats them."""

    PAID_BY_AWARD = "paid_by_award", _("It was paid with this award's money alone")
    OTHER_EXCLUDES = "other_excludes", _("The other award does not allow this kind of cost or person")
    DONOR_ASKED = "donor_asked", _("A donor asked for it in writing")


class ChargedQuerySet(models.QuerySet):
    def charged_to(self, award, *, until=None, on=None):
        """Rows charged to this award: it pays for their component on their own date.

        Only rows dated before `until`; `on` names another date column of the model, such as the day of an
        exit. The award's windows stand in the query as constants.
        """
        return self.charged_in(windows_of(award, until=until), award, on=on)

    def charged_in(self, windows, award, *, on=None, component="component"):
        """The same where the award's windows were read already."""
        paid = charge_condition(windows, on or self.model.charge_date, component)
        return self.filter(paid).filter(not_another_alone(award))

    def charged_on(self, award, day):
        """Rows whose component the award pays for on this day, whatever their own date: a stock."""
        paid = [component for component, since, until in windows_of(award) if since <= day < until]
        return self.filter(not_another_alone(award), component__in=paid)

    def of_organisation(self, organisation):
        """Rows of this organisation's lines of work, whoever pays for them or nobody."""
        return self.filter(
            component__in=list(
                Component.objects.filter(organisation=organisation).values_list("pk", flat=True)
            )
        )


class Charged(models.Model):
    """Work that belongs to a component on a date; who pays follows from the funding windows.

    A model names its date column in `charge_date` and has an index that begins with component and that
    column. `charge_only_to` is the exception, set by `programmes.actions.charge_only` alone: of the awards
    that pay for the component that day, only this one is charged; when it does not pay that day, nobody is.
    """

    charge_date = "on"

    component = models.ForeignKey(Component, models.PROTECT, related_name="+", verbose_name=_("component"))
    charge_only_to = models.ForeignKey(
        "programmes.Award",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("charge only to"),
    )
    charge_only_reason = models.CharField(
        _("why only to this award"), max_length=30, choices=ChargeReason, blank=True, editable=False
    )

    objects = ChargedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(charge_only_to=None, charge_only_reason="")
                | Q(charge_only_to__isnull=False, charge_only_reason__in=ChargeReason.values),
                name="%(app_label)s_%(class)s_charged_with_reason",
                violation_error_message=_("Charging one award only needs a reason."),
            )
        ]

    @classmethod
    def check(cls, **kwargs):
        return [*super().check(**kwargs), *cls._check_charge_date()]

    @classmethod
    def _check_charge_date(cls):
        """A model that is charged has its date, and an index by which its charges are found."""
        fields = {field.name: field for field in cls._meta.fields}
        if not isinstance(fields.get(cls.charge_date), models.DateField) or fields[cls.charge_date].null:
            words = f"{cls.__name__}.charge_date names no date that is always there."
            return [checks.Error(words, obj=cls, id="programmes.E001")]
        if not any(index.fields[:2] == ["component", cls.charge_date] for index in cls._meta.indexes):
            words = f"{cls.__name__} has no index that begins with component and {cls.charge_date}."
            return [checks.Error(words, obj=cls, id="programmes.E002")]
        return []
