from work.forms import ModelForm


class RecordForm(ModelForm):
    """The fields of a record, each checked by itself; the record is left alone.

    Whether the whole may stand is asked by the action that writes it: a form that was sent twice must first
    be recognised as such, or the record that it made would stand in its own way.
    """

    def _post_clean(self):
        """Django's hook for asking the record all its checks."""
