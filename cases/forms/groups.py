from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.code_names import run_together
from cases.forms.fields import happened
from cases.models import Case, Level, Service
from codebook.forms.fields import CodeChoiceField
from work.forms import DateField, Form, PlainDecimalField

# So many are shown unless somebody is looked for; who is ticked is shown always.
SHOWN = 150
# The button that looks for somebody: the page is shown again with all that was typed, and nothing is saved.
LOOK = "look"
NOBODY = _("Choose at least one person.")


class CaseTicks(forms.ModelMultipleChoiceField):
    """Cases by code name and number, each with a box to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, case):
        return str(case)


class GroupServiceForm(Form):
    """One service, and for whom of those whom she helps it was."""

    type = CodeChoiceField(label=_("Service"), code_list="service_type")
    on = DateField(label=_("Date"), initial=timezone.localdate, validators=[happened])
    quantity = PlainDecimalField(
        label=_("How many for each person"), required=False, max_digits=8, decimal_places=2, min_value=0
    )
    provider = forms.CharField(label=_("Given by another organisation"), required=False, max_length=120)
    detail = forms.CharField(
        label=_("Details"),
        help_text=_("The same words stand with each person: write nothing here about one of them."),
        required=False,
        empty_value=None,
        widget=forms.Textarea({"rows": 3, "data-private": ""}),
    )
    cases = CaseTicks(Case.objects.none(), label=_("For whom"), error_messages={"required": NOBODY})

    def __init__(self, data=None, *args, user, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.fields["cases"].queryset = Case.objects.visible_to(user, Level.ASSISTANCE).open()

    def clean_quantity(self):
        quantity = self.cleaned_data["quantity"]
        for constraint in Service._meta.constraints:
            if quantity is not None and quantity <= 0 and constraint.name == "service_quantity_positive":
                raise forms.ValidationError(constraint.get_violation_error_message())
        return quantity


class AskedGroupServiceForm(GroupServiceForm):
    """The same as a program writes it: it names the cases by their numbers."""

    cases = CaseTicks(
        Case.objects.none(), to_field_name="number", label=_("For whom"), error_messages={"required": NOBODY}
    )


class GroupServicePage(GroupServiceForm):
    """The same on its page, where somebody is looked for by the beginning of a code name or number."""

    look_for = forms.CharField(
        label=_("Find somebody in the list"),
        help_text=_("The beginning of a code name or a number."),
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    field_order = ["type", "on", "quantity", "provider", "detail", "look_for", "cases"]

    def __init__(self, data=None, *args, user, **kwargs):
        super().__init__(data, *args, user=user, **kwargs)
        box, ticked = self.fields["cases"], set(map(str, self["cases"].value() or ()))
        looked_for = run_together(str(data.get("look_for", ""))) if data else ""
        rows = box.queryset.order_by("code_name", "id").values_list("pk", "code_name", "number")
        kept, others = [], []
        for pk, code_name, number in rows:
            one = str(pk), f"{code_name} {number}"
            if one[0] in ticked:
                kept.append(one)
            elif begins(looked_for, code_name, number):
                others.append(one)
        self.more = max(0, len(others) - SHOWN)
        box.choices = sorted([*kept, *others[:SHOWN]], key=lambda one: run_together(one[1]))

    def clean(self):
        typed = super().clean()
        typed.pop("look_for", None)
        return typed


def begins(looked_for, *words):
    """Does one of these words begin with what is looked for, whatever its accents and hyphens?"""
    return any(run_together(word).startswith(looked_for) for word in words)
