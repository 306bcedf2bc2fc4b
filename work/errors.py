"""What can go wrong with a record, in words a person can act on."""

from django.core.exceptions import ValidationError


class Stale(Exception):
    """Somebody else changed the record meanwhile; both versions are kept for the person to choose from."""

    def __init__(self, row, changes):
        self.row, self.changes = row, changes
        super().__init__("The record was changed meanwhile.")


def refusal(sentence, code="refused", field=None):
    """A ValidationError for one field, or for the whole."""
    error = ValidationError(sentence, code=code)
    return ValidationError({field: error}) if field else error
