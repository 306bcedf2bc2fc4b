"""OpenAPI of what a form takes, from the same table that reads it."""

from work.api_input.kinds import files_among, kind_of, sendable
from work.api_input.reading import MOST_ROWS

PARTIAL_DATE = {
    "type": "object",
    "description": "A date as far as it is known; of a month or a year it is the first day.",
    "properties": {
        "date": {"type": ["string", "null"], "format": "date"},
        "precision": {"type": "string", "enum": ["day", "month", "year", "unknown"]},
    },
    "required": ["date", "precision"],
    "additionalProperties": False,
}

MONEY = {
    "type": ["object", "null"],
    "properties": {
        "amount": {"type": "number"},
        "currency": {"type": "string", "minLength": 3, "maxLength": 3},
    },
    "required": ["amount", "currency"],
    "additionalProperties": False,
}


def schema_of(form_class, *, rows=None, partial=False, in_parts=False):
    """The object that `read` takes for this form; nothing is required of a change. Files come `in_parts`."""
    files = files_among(form_class.base_fields) if in_parts else {}
    fields = files | sendable(form_class.base_fields)
    properties = {
        name: of_file(field) if name in files else of_field(field) for name, field in fields.items()
    }
    properties |= {name: of_rows(formset) for name, formset in (rows or {}).items()}
    required = [] if partial else [name for name, field in fields.items() if field.required]
    return {
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def of_field(field):
    kind = kind_of(field)
    schema = kind.schema(field)
    words = {"title": str(field.label or ""), "description": str(field.help_text or "")}
    words = {key: said for key, said in words.items() if said}
    if not kind.nullable(field):
        return schema | words
    if "type" not in schema:
        return {"oneOf": [schema, {"type": "null"}]} | words
    enum = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return schema | {"type": [schema["type"], "null"]} | enum | words


def of_file(field):
    """A part of the body that is a file."""
    return {
        "type": "string",
        "format": "binary",
        "title": str(field.label),
        "description": str(field.help_text),
    }


def of_rows(formset_class):
    most = min(formset_class.max_num, MOST_ROWS)
    return {"type": "array", "items": schema_of(formset_class.form), "maxItems": most}
