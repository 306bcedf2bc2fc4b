"""Fields that only this room's forms have."""

from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.keeping import FIRST_YEAR, refuse_impossible_day
from cases.models import Case
from cases.numbers import read_case_number, what_to_mend
from codebook import lists, places
from codebook.forms.fields import CodeChoiceField, CodesChoiceField

# Whence most people come whom these programmes help; their departments are offered, other places are typed.
NEARBY = ("GT", "HN", "SV", "NI", "MX")


def happened(day, not_before=FIRST_YEAR):
    """Refuse a day that has not come: the check of the actions, said beside the box."""
    refuse_impossible_day(day, field=None, not_before=not_before)


def only_happened(form, name, usual=None, not_before=FIRST_YEAR):
    """Take into this field of a record's form only days that have come, today if nothing else is `usual`."""
    field, check = form.fields[name], partial(happened, not_before=not_before)
    field.validators, field.initial = [*field.validators, check], usual or timezone.localdate


class YesOrNoField(forms.NullBooleanField):
    """A question that is answered with yes or no; not answered is neither."""

    def __init__(self, **kwargs):
        answers = forms.RadioSelect(choices=[("true", _("Yes")), ("false", _("No"))])
        super().__init__(widget=answers, **kwargs)


class CaseNumberField(forms.ModelChoiceField):
    """The number of a case that she may open, however it is written."""

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Write the number of the case as in 26-0147-K."),
        "invalid_choice": _("There is no case with this number that you may open. Check the number."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("queryset", Case.objects.none())
        super().__init__(to_field_name="number", **kwargs)
        self.widget.attrs |= {"class": "short", "autocomplete": "off", "placeholder": "26-0147-K"}

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            # A wrong digit would link her to another's case: only a whole number is taken.
            if wrong := what_to_mend(value):
                raise ValidationError(wrong, code="number")
            value = read_case_number(value) or value.strip()
        try:
            return super().to_python(value)
        except ValueError:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None


class FewBoxes(forms.SelectMultiple):
    """Some boxes one beside the other, for a few answers out of a long list: no list to press keys in."""

    template_name = "cases/widgets/few_boxes.html"
    allow_multiple_selected = False

    def __init__(self, attrs=None, choices=(), boxes=2):
        self.boxes = boxes
        super().__init__(attrs, choices)

    def value_from_datadict(self, data, files, name):
        found = super().value_from_datadict(data, files, name) or []
        return [value for value in dict.fromkeys(found if isinstance(found, list) else [found]) if value]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        chosen = [*(value or ()), *[""] * self.boxes][: max(self.boxes, len(value or ()) + 1)]
        pairs = [("", ""), *((code, label) for code, label in self.choices)]
        context["chosen"] = [[(code, label, code == one) for code, label in pairs] for one in chosen]
        return context


class FewCodesField(CodesChoiceField):
    """A few codes out of a long list, such as countries; those that are most likely stand first."""

    widget = FewBoxes

    def __init__(self, *, first=(), **kwargs):
        self.first = first
        super().__init__(**kwargs)

    def offer(self, include):
        """What may be chosen, and what the record holds already."""
        self.choices = partial(likely_first, self.first, self.code_list, tuple(include))


def likely_first(first, code_list, include):
    """The choices of a list, of which the most likely stand at its head."""
    found = lists.get(code_list).choices(include=include)
    return sorted(found, key=lambda pair: first.index(pair[0]) if pair[0] in first else len(first))


def countries():
    """Countries without the answers that are no country, the most likely first, as among nationalities."""
    offered = likely_first(NEARBY, "country", ())
    return [*BLANK_CHOICE_DASH, *(pair for pair in offered if not pair[0].startswith("XX-"))]


class LikelyCodeField(CodeChoiceField):
    """One code of a long list; those that are most likely stand first."""

    def __init__(self, *, first=(), **kwargs):
        self.first = first
        super().__init__(**kwargs)

    def offer(self, include):
        """What may be chosen, and what the record holds already."""
        self.choices = partial(_one_of, self.first, self.code_list, tuple(include))


def _one_of(first, code_list, include):
    return [*BLANK_CHOICE_DASH, *likely_first(first, code_list, include)]


def departments():
    """Departments of the countries from which most people come, by country."""
    names = dict(places.country_choices())
    groups = [(names[code], places.subdivision_choices(code)) for code in NEARBY]
    return [*BLANK_CHOICE_DASH, *groups]


def peoples():
    """Peoples of both countries, each once; the answers that name none stand last."""
    found = {}
    for name in ("ethnicity_gt", "ethnicity_hn"):
        found |= {code: label for code, label in lists.get(name).choices() if code not in found}
    last = {"foreign", "no_answer"}
    return [*BLANK_CHOICE_DASH, *sorted(found.items(), key=lambda pair: pair[0] in last)]
