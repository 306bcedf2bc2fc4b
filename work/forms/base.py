import re
from functools import partial

from django import forms
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField as DjangoBoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorDict, flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from work.forms import fields

# The name of the button that asks for one more row; its value is the prefix of the rows it belongs to.
ADD_ROW = "add-row"

# How many letters, with room for the rings, fit on one line of a narrow page.
SHORT_ANSWERS = 40

LOOK_OF = [
    (forms.CheckboxInput, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.HiddenInput, ""),
]
FIELD_OF = [
    (models.DateTimeField, None),
    (models.DateField, fields.DateField),
    (models.DecimalField, fields.PlainDecimalField),
    (models.IntegerField, fields.PlainIntegerField),
]


KEPT_BY_BROWSERS = forms.TextInput | forms.EmailInput | forms.NumberInput

# What Django says where nothing is chosen yet, and what is said instead.
DASHES = BLANK_CHOICE_DASH[0][1]
CHOOSE_ONE, ANY, NOT_SAID = _("Choose one"), _("Any"), _("Not said")


class BoundField(DjangoBoundField):
    """A field on the page: its look, and where a link from the error summary leads."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        say_that_nothing_is_chosen(field, getattr(form, "nothing_chosen", CHOOSE_ONE))

    def build_widget_attrs(self, attrs, widget=None):
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if "maxlength" in widget.attrs:
            # A browser cuts what is pasted without a word; here what is too long is kept, and said.
            attrs["maxlength"] = False
        if isinstance(widget, KEPT_BY_BROWSERS):
            # Nobody is offered at a shared computer what somebody else typed there.
            attrs.setdefault("autocomplete", widget.attrs.get("autocomplete", "off"))
        look = next((name for kind, name in LOOK_OF if isinstance(widget, kind)), "form-control")
        wrong = "is-invalid" if self.errors else ""
        attrs["class"] = " ".join(filter(None, [widget.attrs.get("class"), look, wrong]))
        return attrs

    @property
    def target(self):
        """The id of the first thing of this field that can take the focus."""
        if isinstance(self.field.widget, forms.HiddenInput):
            return ""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label

    @property
    def kind(self):
        """Which part of the field's template draws it."""
        if isinstance(self.field.widget, forms.CheckboxInput):
            return "check"
        return "choices" if isinstance(self.field.widget, forms.RadioSelect) else "box"

    @property
    def in_line(self):
        """A few short answers stand side by side."""
        words = [str(label) for _, label in self.field.widget.choices]
        return self.widget_type == "radioselect" and sum(map(len, words)) + 4 * len(words) <= SHORT_ANSWERS


def say_that_nothing_is_chosen(field, words):
    """Put words in the place of Django's dashes, which a screen reader reads as nine hyphens."""
    if isinstance(field.widget, forms.RadioSelect):
        words = NOT_SAID
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = words if field.empty_label == DASHES else field.empty_label
    elif isinstance(field.widget, forms.Select | forms.RadioSelect) and hasattr(field, "choices"):
        field.choices = partial(without_dashes, field.choices, words)


def without_dashes(choices, words):
    """The choices as they are when the box is drawn or checked: reading a code list may ask the data base."""
    return [(value, words if label == DASHES else label) for value, label in choices]


class Renderer(TemplatesSetting):
    """Draws every form of the house; named in settings, so that other people's forms look the same."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    formset_template_name = "forms/rows.html"
    bound_field_class = BoundField

    def render(self, template_name, context, request=None):
        if template_name == forms.Select.template_name:
            return select(context["widget"])
        return super().render(template_name, context, request)


def select(widget):
    """Django's own drawing of a list to choose from, written here: of hundreds of workers, each took it two
    templates, and the whole list a tenth of a second.
    """
    groups = [(name, options_of(found)) for name, found, _index in widget["optgroups"]]
    drawn = format_html_join(
        "", "{}", [(group(name, options) if name else options,) for name, options in groups]
    )
    name, attrs = widget["name"], flatatt(widget["attrs"])
    return format_html('<select name="{}"{}>{}</select>', name, attrs, drawn)


def group(name, options):
    return format_html('<optgroup label="{}">{}</optgroup>', name, options)


def options_of(found):
    each = [(str(option["value"]), flatatt(option["attrs"]), option["label"]) for option in found]
    return format_html_join("", '<option value="{}"{}>{}</option>', each)


# What is said of a field that was left empty, instead of "This field is required".
MISSING = [
    (fields.DateField, _("Write the date.")),
    (fields.PartialDateField, _("Write what is known of the date, or tick “Not known”.")),
    (forms.FileField, _("Choose the file.")),
    (forms.BooleanField, _("Tick this to go on.")),
    (forms.ChoiceField, _("Choose an answer.")),
    (forms.ModelChoiceField, _("Choose an answer.")),
    (forms.Field, _("This is still missing.")),
]


class Held:
    """Sent only to ask for one more row, a form keeps what was typed; it neither complains nor saves."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            say_what_is_missing(field)

    @property
    def held(self):
        return self.is_bound and ADD_ROW in self.data

    def full_clean(self):
        if self.held:
            self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
        else:
            super().full_clean()

    def is_valid(self):
        return not self.held and super().is_valid()


def say_what_is_missing(field):
    """Give the field its sentence, unless it came with one of its own."""
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = next(words for kind, words in MISSING if isinstance(field, kind))


class Form(Held, forms.Form):
    """The base of every form that is not made from a model."""


class FilterForm(Form):
    """The base of what narrows a list: nothing has to be filled in, so nothing is marked as optional.

    `sealed` names the fields that may hold a name or a number of a person: see `work.searching`.
    """

    unmarked = True
    nothing_chosen = ANY
    sealed = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.sealed:
            self.fields[name].widget.attrs["autocomplete"] = "off"  # no browser keeps what was looked for


class ModelForm(Held, forms.ModelForm):
    """The base of every form made from a model: its dates and numbers are read as people here write them."""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "Meta" in vars(cls) and not hasattr(cls.Meta, "formfield_callback"):
            cls.Meta.formfield_callback = staticmethod(form_field)


def form_field(field, **kwargs):
    """The field of a form for this field of a model."""
    kind = next((form for model, form in FIELD_OF if isinstance(field, model)), None)
    return (
        field.formfield(**kwargs, form_class=kind)
        if kind and not field.choices
        else field.formfield(**kwargs)
    )


class Rows(forms.BaseFormSet):
    """Rows inside a form; one more can be asked for without a script, and nothing typed is lost."""

    def __init__(self, data=None, *args, **kwargs):
        prefix = kwargs.get("prefix") or self.get_default_prefix()
        super().__init__(one_more(data, prefix, self.form), *args, **kwargs)

    @property
    def held(self):
        return self.is_bound and ADD_ROW in self.data

    def full_clean(self):
        super().full_clean()
        if self.held:
            self._non_form_errors = self.error_class(renderer=self.renderer)

    def is_valid(self):
        return not self.held and super().is_valid()


def one_more(data, prefix, form):
    """What was sent, with one row more when these rows are those that were asked for.

    Nobody has answered anything in it yet: it begins as the first row does. A list without the answer that it
    begins at would show its first one, and would be sent as if somebody had chosen that.
    """
    if data is None or data.get(ADD_ROW) != prefix:
        return data
    total, more = f"{prefix}-TOTAL_FORMS", data.copy()
    if re.fullmatch(r"\d{1,4}", str(data.get(total)), re.ASCII):
        more[total] = str(int(data[total]) + 1)
        for field in form(prefix=f"{prefix}-{int(data[total])}"):
            if field.initial not in (None, "", False):
                more[field.html_name] = str(field.initial)
    return more
