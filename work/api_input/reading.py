"""A form filled from the JSON body of a request."""

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from work.api_input.body import shown
from work.api_input.kinds import files_among, kind_of, sendable
from work.api_input.problems import WHOLE, Unreadable, errors_of

MOST_ROWS = 200
NOT_KNOWN = gettext_lazy("This field is not known here.")


def read(form_class, request, *, rows=None, **about):
    """The valid form made of the request's JSON object; Unreadable, field by field, where it is not.

    `about` is what the page gives this form too (`instance`, `initial`, …). A PATCH starts from the values
    that stand already. `rows` names the formsets whose rows are sent as lists; `form.rows` holds them, and
    `form.cleaned_data` their data, under the same names.
    """
    body, rows, fields = an_object(request.data), rows or {}, sendable(form_class.base_fields)
    if isinstance(body, QueryDict):
        about, taking = about | {"files": request.FILES}, files_among(form_class.base_fields)
        body = {name: value for name, value in once_each(body).items() if name not in taking}
    start = standing(form_class(**about)) if request.method == "PATCH" else {}
    data, wrong = taken(body, fields, also=rows)
    form = form_class(start | data, **about)
    wrong |= {name: [NOT_KNOWN] for name in body if name in fields and name not in sendable(form.fields)}
    form.rows, wrong_rows = formsets(body, sent_rows(request, body, rows))
    wrong |= wrong_rows
    sound = all([form.is_valid(), *(formset.is_valid() for formset in form.rows.values())])
    if wrong or not sound:
        raise Unreadable(errors_of(form) | wrong)
    form.cleaned_data |= {
        name: [row.cleaned_data for row in formset.forms] for name, formset in form.rows.items()
    }
    return form


def an_object(body):
    if not isinstance(body, dict):
        raise Unreadable({WHOLE: [_("The body must be a JSON object: { … }.")]})
    return body


def once_each(body):
    """What was sent in parts; of two values under one name nobody could say which was meant."""
    if twice := [name for name, values in body.lists() if len(values) > 1]:
        raise Unreadable({shown(name): [_("This key stands twice in the body.")] for name in twice})
    return body


def standing(form):
    """What the form would show before anything is typed, as its own data."""
    data = {}
    for name, field in sendable(form.fields).items():
        kind = kind_of(field)
        data |= kind.spread(name, kind.present(field, form.get_initial_for_field(field, name)))
    return data


def taken(body, fields, *, also=(), prefix="", path=""):
    """The body's values as form data, and what is wrong with the others, by field."""
    data, wrong = {}, {}
    for key, value in body.items():
        try:
            if key in fields:
                data |= kind_of(fields[key]).spread(prefix + key, one(fields[key], value))
            elif key not in also:
                raise ValidationError(NOT_KNOWN)
        except ValidationError as error:
            wrong[path + shown(key)] = error.messages
    return data, wrong


def one(field, value):
    kind = kind_of(field)
    if value is not None:
        return kind.take(field, value)
    if kind.nullable(field):
        return None
    raise ValidationError(field.error_messages["required"] if field.required else _("This may not be null."))


def sent_rows(request, body, rows):
    """The formsets to read: of a change, those that are sent, so that the others stay as they are."""
    return {name: formset for name, formset in rows.items() if request.method != "PATCH" or name in body}


def formsets(body, rows):
    """Each list of rows as its formset, and what is wrong with them."""
    made, wrong = {}, {}
    for name, formset_class in rows.items():
        sent = body.get(name, [])
        if not isinstance(sent, list) or not all(isinstance(row, dict) for row in sent):
            wrong[name], sent = [_("This must be a list of objects.")], []
        elif len(sent) > min(formset_class.max_num, MOST_ROWS):
            wrong[name], sent = [_("This list is too long.")], []
        data = {f"{name}-TOTAL_FORMS": len(sent), f"{name}-INITIAL_FORMS": 0}
        for number, row in enumerate(sent):
            fields = sendable(formset_class.form.base_fields)
            typed, mistakes = taken(row, fields, prefix=f"{name}-{number}-", path=f"{name}.{number}.")
            data, wrong = data | typed, wrong | mistakes
        made[name] = formset_class(data, prefix=name)
        for form in made[name].forms:
            form.empty_permitted = False
    return made, wrong
