from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from cases.forms.assistance import NewServiceForm, ServiceForm
from cases.models import ServiceProvider
from cases.providers import lines_of_work
from codebook.forms.fields import CodeChoiceField
from programmes.models import Component
from work.forms import Form, Rows

MOST_PROVIDERS = 10
NOT_OURS = _("Choose a line of work of your organisation that is no shelter.")


class ProviderRow(Form):
    """Somebody who gave the service too: a line of work of ours, or another organisation."""

    component = forms.ModelChoiceField(
        Component.objects.all(),
        label=_("Our line of work"),
        required=False,
        error_messages={"invalid_choice": NOT_OURS},
    )
    kind = CodeChoiceField(code_list="partner_type", label=_("Or another organisation"), required=False)
    name = forms.CharField(
        label=_("Its name"),
        required=False,
        max_length=120,
        help_text=_("The organisation, not a person. An emptied row is taken out."),
    )

    def __init__(self, *args, organisation=None, standing=(), **kwargs):
        super().__init__(*args, **kwargs)
        if organisation:
            # Who stands there may be of the organisation that had the case before.
            there = Component.objects.filter(pk__in=standing)
            self.fields["component"].queryset = lines_of_work(organisation) | there

    def clean(self):
        typed = super().clean()
        ours, others = typed.get("component"), typed.get("kind") or typed.get("name")
        if not self.errors and bool(ours) == bool(others):
            words = _("Choose a line of work of ours, or write another organisation.")
            self.add_error("component", forms.ValidationError(words, code="ours_or_others"))
        return typed


ProviderRows = formset_factory(
    ProviderRow, formset=Rows, extra=1, max_num=MOST_PROVIDERS, absolute_max=MOST_PROVIDERS + 1
)
PROVIDER_ROWS = {"together_with": ProviderRows}


class WithProviders:
    """The page of a service with a row for each who gave it too, and one for one more."""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        there = self._standing()
        offered = {"organisation": self.case.office.organisation_id}
        offered["standing"] = [row["component"] for row in there if row["component"]]
        of = {"prefix": "together_with", "form_kwargs": offered}
        if data is not None and "together_with-TOTAL_FORMS" in data:
            self.providers = ProviderRows(data, **of)
            for row in self.providers.forms:
                row.empty_permitted = True  # one that was emptied is taken out
        else:
            self.providers = ProviderRows(initial=there, **of)

    def _standing(self):
        if not self.instance.pk:
            return []
        rows = ServiceProvider.objects.filter(service=self.instance)
        return [{"component": row.component_id, "kind": row.kind, "name": row.name} for row in rows]

    def is_valid(self):
        """Are both the service and every row right?"""
        return all([super().is_valid(), not self.providers.is_bound or self.providers.is_valid()])

    @property
    def wrong_rows(self):
        """The rows in which something has to be mended."""
        return [row for row in self.providers.forms if row.is_bound and row.errors]

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self.held and not self._errors and self.providers.is_bound:
            rows = [row for row in self.providers.forms if row.is_valid() and row.has_changed()]
            self.cleaned_data["together_with"] = [row.cleaned_data for row in rows]


class NewServicePage(WithProviders, NewServiceForm):
    """A service as its page records it."""

    @property
    def more_is_open(self):
        """Is something of what may be added typed, asked for or wrong already?"""
        rows = self.providers
        return super().more_is_open or self.held or (rows.is_bound and any(r.has_changed() for r in rows))


class ServicePage(WithProviders, ServiceForm):
    """A service as its page corrects it."""
