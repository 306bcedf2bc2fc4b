"""The API described: as OpenAPI for programs, as a page for people. Both are for whoever is signed in."""

import dataclasses
from functools import lru_cache

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from rest_framework.authentication import SessionAuthentication
from rest_framework.views import APIView

from accounts.tokens import TokenAuthentication
from codebook import lists

ROOT = "/api/v1/"
METHODS = ("get", "post", "patch", "delete")


class BearerScheme(OpenApiAuthenticationExtension):
    """How OpenAPI names our tokens."""

    target_class = TokenAuthentication
    name = "bearer"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer"}


class SchemaView(APIView):
    """OpenAPI 3.1 of every resource, in the reader's language; a token or a signed-in browser opens it."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    throttle_classes = ()
    schema = None

    def get(self, request):
        return JsonResponse(described())


def described():
    """The whole API as OpenAPI, in the language in use. Nobody may change what is answered: it is kept."""
    return _described(settings.ROOT_URLCONF, get_language(), lists.read_state())


@lru_cache(maxsize=4)
def _described(urls, language, lists_as_they_are):
    """It takes seconds, and is the same until a code list changes or the programme is started anew."""
    return SchemaGenerator(urlconf=urls).get_schema(request=None, public=True)


@require_GET
def api_docs(request):
    """The same description to read: how the API works, and its resources with a page for each."""
    about = {"limits": settings.API_LIMITS, "token_hours": settings.TOKEN_HOURS}
    return render(request, "api/docs.html", about | {"resources": resources(described())})


@require_GET
def api_resource(request, api_resource):
    """One resource: its verbs, what they take and answer; all at once would be too long for a telephone."""
    schema = described()
    found = next((one for one in resources(schema) if one.key == api_resource), None)
    if found is None:
        raise Http404
    operations = [operation(schema, *verb) for verb in found.verbs]
    return render(request, "api/resource.html", {"resource": found, "operations": operations})


@dataclasses.dataclass
class Described:
    """A resource: what stands for it in addresses, its title, its verbs as (path, method, what is said)."""

    key: str
    title: str
    verbs: list = dataclasses.field(default_factory=list)


def resources(schema):
    """Every resource of the API, in the order of their addresses."""
    found = {}
    for path, methods in sorted(schema["paths"].items()):
        key = path.removeprefix(ROOT).split("/")[0]
        for method in METHODS:
            if said := methods.get(method):
                one = found.setdefault(key, Described(key, said["tags"][0]))
                one.verbs.append((path, method, said))
    return list(found.values())


def operation(schema, path, method, said):
    """One verb as the page shows it."""
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return {
        "id": said["operationId"],
        "method": method.upper(),
        "path": path,
        "says": said.get("summary", ""),
        "parameters": [
            line(schema, p["name"], p["schema"], p.get("required"), p.get("description"))
            for p in said.get("parameters", [])
        ],
        "takes": lines(schema, body) if body else [],
        "answers": lines(schema, answer_of(said)),
        "statuses": list(said["responses"]),
    }


def answer_of(said):
    """The schema of the answer when all goes well, that of one row for a list; a file has none."""
    content = next(
        (said["responses"][code].get("content") for code in ("200", "201") if code in said["responses"]), None
    )
    return content.get("application/json", {}).get("schema", {}) if content else {}


def lines(schema, part):
    """The fields of an object, those of the rows in a list as `results[].…`."""
    whole = resolved(schema, part)
    found = []
    for name, field in whole.get("properties", {}).items():
        found.append(line(schema, name, field, name in whole.get("required", ())))
        items = resolved(schema, resolved(schema, field).get("items", {}))
        found += [{**row, "name": f"{name}[].{row['name']}"} for row in lines(schema, items)]
    return found


def line(schema, name, field, required=False, description=""):
    """A field or parameter: its name, type, bounds and words."""
    whole = resolved(schema, field)
    return {
        "name": name,
        "type": type_of(whole),
        "required": bool(required),
        "bounds": bounds_of(whole),
        "codes": [str(code) for code in whole.get("enum", ()) if code not in ("", None)],
        "says": " ".join(filter(None, [whole.get("title"), description or whole.get("description")])),
    }


def resolved(schema, part):
    """A part of the schema with its reference followed; of alternatives the first that is not null."""
    for alternative in part.get("oneOf", ()):
        if alternative != {"type": "null"}:
            return resolved(schema, alternative) | {
                key: part[key] for key in ("title", "description") if key in part
            }
    if "$ref" in part:
        return schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]]
    return part


def type_of(field):
    kinds = field.get("type", "object")
    kind = next(name for name in ([kinds] if isinstance(kinds, str) else kinds) if name != "null")
    return f"{kind} ({field['format']})" if "format" in field else kind


def bounds_of(field):
    """What a value may be at most, in words."""
    said = {
        "maxLength": _("up to %s characters"),
        "maxItems": _("up to %s in the list"),
        "minimum": _("%s or more"),
        "maximum": _("%s or less"),
    }
    return ", ".join(words % field[name] for name, words in said.items() if name in field)
