from copy import copy

from django.core.exceptions import ValidationError

from work.answers import show_refusal
from work.forms import ModelForm


class RecordForm(ModelForm):
    """The fields of a record, each checked by itself; the record is left alone.

    Whether the whole may stand is asked by the action that writes it: a form that was sent twice must first
    be recognised as such, or the record that it made would stand in its own way. A form that has to be mended
    anyhow makes nothing, so it says at once what else would be refused.
    """

    def _post_clean(self):
        """Django's hook for asking the record all its checks: here only of a form that is sent back."""
        if self._errors:
            self._say_what_else_is_wrong()

    def _say_what_else_is_wrong(self):
        row, facts = copy(self.instance), self.known_facts()
        for name, value in facts.items():
            setattr(row, name, value)
        try:
            row.full_clean(exclude=self._not_known(row, facts))
        except ValidationError as error:
            show_refusal(self, error)

    def known_facts(self):
        """What was typed and can be read, by the columns of the record."""
        columns = {field.name for field in self.instance._meta.fields}
        return {name: value for name, value in self.cleaned_data.items() if name in columns}

    def _not_known(self, row, facts):
        """Columns of which nothing can be said: those that failed and, of a new record, those not asked."""
        silent = {field.name for field in row._meta.fields} - set(facts)
        return silent if row._state.adding else silent & set(self.fields)
