"""What cannot be taken in: status 422 with a sentence for each field."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

# The key of sentences that are about the whole body and no one field of it.
WHOLE = ""


class Unreadable(APIException):
    """The body cannot be used; `errors` holds sentences by field."""

    status_code = 422
    default_detail = _("Some data have to be mended.")
    default_code = "unreadable"

    def __init__(self, errors):
        self.errors = {
            field: [str(sentence) for sentence in sentences] for field, sentences in errors.items()
        }
        only_whole = set(self.errors) == {WHOLE}
        super().__init__(" ".join(self.errors[WHOLE]) if only_whole else None)


class TooLarge(APIException):
    status_code = 413
    default_detail = _("The body is larger than 1 MB. Send less at once.")
    default_code = "too_large"


def errors_of(form):
    """The form's sentences by field, those of its rows as `rows.2.field`."""
    errors = {
        WHOLE if field == NON_FIELD_ERRORS else field: list(said) for field, said in form.errors.items()
    }
    for name, formset in getattr(form, "rows", {}).items():
        errors |= _errors_of_rows(name, formset)
    return errors


def _errors_of_rows(name, formset):
    errors = {name: list(formset.non_form_errors())} if formset.non_form_errors() else {}
    for number, row in enumerate(formset.forms):
        for field, said in row.errors.items():
            errors[f"{name}.{number}" if field == NON_FIELD_ERRORS else f"{name}.{number}.{field}"] = list(
                said
            )
    return errors
