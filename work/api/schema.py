"""OpenAPI of the resources: bodies from the forms, answers from the rows, and every refusal."""

from http import HTTPStatus

from django.utils.translation import gettext as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter

from work.api.input import Input
from work.api.repeats import HEADER
from work.api_input import schema_of
from work.api_input.schema import MONEY, PARTIAL_DATE

PROBLEM = {
    "type": "object",
    "description": "RFC 9457; `errors` holds sentences by field, those of rows as `rows.2.field`.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        },
    },
    "additionalProperties": False,
}
SHARED = {"Problem": PROBLEM, "PartialDate": PARTIAL_DATE, "Money": MONEY}
EVERYWHERE, WITH_A_ROW, WITH_A_BODY, WITH_A_CONDITION = (
    {401, 403, 406, 422, 429},
    {404},
    {400, 413, 415},
    {400, 412, 428},
)
REPEAT_KEY = {"type": "string", "pattern": "^[A-Za-z0-9_.:+/-]{1,60}$"}
IF_MATCH = {"type": "string", "pattern": r'^(\*|"[0-9]{1,9}")$', "examples": ['"3"']}


class Schema(AutoSchema):
    """One operation, as its marker (`work.api.input`) describes it."""

    def get_operation(self, *args):
        self.registry = args[-1]
        for name, schema in SHARED.items():
            self.registry.register_on_missing(component(name, schema, name))
        return super().get_operation(*args)

    @property
    def verb(self):
        return getattr(self.view, getattr(self.view, "action", None) or self.method.lower())

    @property
    def input(self):
        return getattr(self.verb, "input", Input())

    def get_summary(self):
        standard = {"list": _("Lists the rows that you may see."), "retrieve": _("Answers one row.")}
        return str(self.input.says) or standard.get(getattr(self.view, "action", ""), "")

    def get_description(self):
        return ""

    def get_tags(self):
        title = getattr(self.view, "title", "")
        return [str(title)] if title else super().get_tags()

    def get_override_parameters(self):
        found = [header("X-Request-ID", {"type": "string", "format": "uuid"}, response=True)]
        if self.input.conditional:
            words = _("The ETag of the row as it was read.")
            found.append(header("If-Match", IF_MATCH, required=True, description=words))
        if self.input.repeatable:
            words = _("A UUID of your own: sent again with the same key, the request makes nothing new.")
            found.append(header(HEADER, REPEAT_KEY, description=words))
        if getattr(self.view, "action", "list") != "list" and self.input.status != 204:
            found.append(header("ETag", {"type": "string"}, response=[200, 201]))
        return found

    def _get_request_body(self, direction="request"):
        if self.method not in {"POST", "PATCH"}:
            return None
        partial, form = self.method == "PATCH", self.input.form
        in_parts = self.input.in_parts
        schema = schema_of(form, rows=self.input.rows, partial=partial, in_parts=in_parts)
        name = f"{form.__name__.removesuffix('Form')}{'Change' if partial else 'Input'}"
        made = component(name, schema, (form, partial, *self.input.rows))
        self.registry.register_on_missing(made)
        kind = "multipart/form-data" if in_parts else "application/json"
        return {"required": "required" in schema, "content": {kind: {"schema": made.ref}}}

    def get_response_serializers(self):
        serializer = None if self.input.status == 204 else self.input.answers or self._get_serializer()
        return serializer if self.method == "GET" else {self.input.status: serializer}

    def _get_response_bodies(self, direction="response"):
        answers = super()._get_response_bodies(direction)
        return answers | {str(status): problem(status) for status in sorted(self.refusals())}

    def refusals(self):
        """The statuses of refusals that this operation knows."""
        return (
            EVERYWHERE
            | (WITH_A_ROW if "{" in self.path else set())
            | (WITH_A_BODY if self.method in {"POST", "PATCH"} else set())
            | (WITH_A_CONDITION if self.input.conditional else set())
        )


def problem(status):
    return {
        "description": HTTPStatus(status).phrase,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def tidied(result, **kwargs):
    """The schema without what only the generator needs; a postprocessing hook of settings."""
    if isinstance(result, dict):
        return {
            key: tidied(part) for key, part in result.items() if key not in {"x-spec-enum-id", "readOnly"}
        }
    return [tidied(part) for part in result] if isinstance(result, list) else result


def header(name, schema, **about):
    return OpenApiParameter(name, schema, OpenApiParameter.HEADER, **about)


def component(name, schema, identity):
    return ResolvedComponent(name, ResolvedComponent.SCHEMA, schema=schema, object=identity)
