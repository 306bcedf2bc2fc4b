"""How a page or the API carries out an action with what was typed, and shows what it refuses."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from work.asked import Once


def carry_out(form, action, *args, **extra):
    """Call the action with the form's cleaned data; True when it was done, its answer in `form.outcome`.

    What the action or the database refuses is put beside its field: the page is shown again with all that was
    typed, and nothing is half-saved. A key (`once`) goes with what is asked, so that other answers under it
    are never taken for those that are saved.
    """
    if "once" in extra:
        others = {name: value for name, value in extra.items() if name not in {"by", "once"}}
        extra["once"] = Once(extra["once"], [args, form.cleaned_data, others])
    try:
        with transaction.atomic():
            form.outcome = action(*args, **form.cleaned_data, **extra)
    except ValidationError as error:
        show_refusal(form, error)
        return False
    except IntegrityError as error:
        show_refusal(form, constraint_refusal(error))
        return False
    return True


def show_refusal(form, error):
    """Add the error beside the fields it names, or above the form where there is no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


def constraint_refusal(error):
    """The sentence of the constraint that refused; an error that none of ours explains is raised again."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_message:
                return ValidationError(_(constraint.get_violation_error_message()), code=name)
    raise error
