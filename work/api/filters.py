"""Filters of lists, read as strictly as bodies: what is not understood is refused, never ignored."""

import re
from copy import deepcopy
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework.filters import BaseFilterBackend

from work.api_input import Unreadable, errors_of, kind_of
from work.api_input.body import shown
from work.api_input.kinds import Many

NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,10})?", re.ASCII)
TRUTH = {"true": True, "false": False}


class Filters(BaseFilterBackend):
    """The view's `filterset_class` (django-filter) over its list.

    The schema asks its fields without a request: a queryset that is a function is called with None then.
    """

    def filter_queryset(self, request, queryset, view):
        if view.action != "list" or view.filterset_class is None:
            return queryset
        fields = view.filterset_class({}, queryset=queryset, request=request).filters
        data, wrong = {}, {}
        for name in set(request.query_params) & set(fields):
            try:
                data[name] = given(fields[name].field, request.query_params.getlist(name))
            except ValidationError as error:
                wrong[name] = error.messages
        filterset = view.filterset_class(data, queryset=queryset, request=request)
        if wrong or not filterset.is_valid():
            raise Unreadable(errors_of(filterset.form) | wrong)
        return filterset.qs

    def get_schema_operation_parameters(self, view):
        if view.action != "list" or view.filterset_class is None:
            return []
        filters = deepcopy(view.filterset_class.base_filters)  # a filter keeps the field it once made
        return [parameter(name, filter_.field) for name, filter_ in filters.items()]


def refuse_unknown(request, view):
    """Refuse parameters of the address that mean nothing here: a misspelt filter would show too much."""
    known = set(view.asks.get(view.action, ()))
    if view.action == "list":
        known |= set(view.filterset_class.base_filters if view.filterset_class else ())
        paginator = view.paginator
        known |= (
            {said["name"] for said in paginator.get_schema_operation_parameters(view)} if paginator else set()
        )
    if unknown := set(request.query_params) - known:
        raise Unreadable({shown(name): [_("This parameter is not known here.")] for name in sorted(unknown)})


def given(field, texts):
    """The filter's value for the text in the address."""
    kind = kind_of(field)
    if isinstance(kind, Many):
        return kind.take(field, texts)
    if len(texts) > 1 or texts == [""]:
        raise ValidationError(_("Give this parameter once, with a value."))
    return kind.take(field, typed(texts[0], kind.schema(field).get("type")))


def typed(text, json_type):
    """Text as the JSON value that would stand in a body; what is of another type is refused by the kind."""
    if json_type in {"number", "integer"} and NUMBER.fullmatch(text):
        return Decimal(text)
    return TRUTH.get(text, text) if json_type == "boolean" else text


def parameter(name, field):
    schema = kind_of(field).schema(field)
    if "enum" in schema:
        schema["enum"] = [value for value in schema["enum"] if value != ""]
    if schema["type"] == "string" and "enum" not in schema and "format" not in schema:
        schema["minLength"] = 1
    said = str(field.label or "")
    return {"name": name, "in": "query", "schema": schema, **({"description": said} if said else {})}
