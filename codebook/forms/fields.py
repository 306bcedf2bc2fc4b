"""Form fields whose choices are a code list as it is now."""

from functools import partial

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from codebook import lists


def hint(code_list, help_text):
    """The help of a field; it says so where nobody has read its list in the source.

    In a word, before somebody who is telling her story; which source it is stands on the page of the list.
    """
    if not lists.base(code_list).to_confirm:
        return str(help_text)
    confirm = _("List to be confirmed.")
    return f"{help_text} {confirm}".strip()


def offered(code_list, include, blank):
    """What may be chosen at this moment."""
    return [*(BLANK_CHOICE_DASH if blank else ()), *lists.get(code_list).choices(include=include)]


class Listed:
    """Offers what its list offers when the form is shown or checked, and what the record already holds."""

    def __init__(self, *, code_list, help_text="", **kwargs):
        self.code_list = code_list
        super().__init__(help_text=lazy(hint, str)(code_list, help_text), **kwargs)
        self.offer(())

    def offer(self, include):
        self.choices = partial(offered, self.code_list, tuple(include), self.offers_nothing)

    def get_bound_field(self, form, field_name):
        held = form.get_initial_for_field(self, field_name) or ()
        self.offer([held] if isinstance(held, str) else held)
        return super().get_bound_field(form, field_name)


class CodeChoiceField(Listed, forms.ChoiceField):
    """One code of a list."""

    def __init__(self, *, empty_value="", **kwargs):
        self.empty_value = empty_value
        super().__init__(**kwargs)

    @property
    def offers_nothing(self):
        """A box opens on nothing chosen; round buttons offer it only where the answer may be left out."""
        return not (self.required and isinstance(self.widget, forms.RadioSelect))

    def clean(self, value):
        return super().clean(value) or self.empty_value


class CodesChoiceField(Listed, forms.MultipleChoiceField):
    """Several codes of a list, each once, in the list's order."""

    widget = forms.CheckboxSelectMultiple
    offers_nothing = False

    def clean(self, value):
        chosen = set(super().clean(value))
        return [code for code, _label in self.choices if code in chosen]
