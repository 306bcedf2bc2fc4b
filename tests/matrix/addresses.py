"""All addresses of the resolver, and the objects that stand in them."""

import re
import uuid

from django.urls import URLPattern, get_resolver

# Filled by each room: name of an argument of an address -> function of the world answering (own, foreign).
from tests.matrix.objects import OBJECTS

ABSENT = {"uuid": "00000000-0000-4000-8000-000000000000"}
# Served by the framework or by name only: no rows, no people.
FRAMEWORK = {"static"}


def named_addresses(patterns=None, prefix="", namespace=""):
    """Every address as (name, route with its arguments)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", route
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named_addresses(pattern.url_patterns, route, inner)


def arguments_of(route):
    """Names of the arguments in a route, in order, of paths and of regular expressions alike."""
    return re.findall(r"<(?:\w+:)?(\w+)>", route)


def filled(route, values):
    """The address with its arguments filled in."""
    path = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: str(values[found[1]]), route)
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), path)
    return "/" + path.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "").lstrip("/")


def addresses(route, world):
    """{"own": …, "foreign": …, "absent": …} for a route; only "own" where nothing stands in it."""
    names = arguments_of(route)
    if not names:
        return {"own": filled(route, {})}
    pairs = {name: OBJECTS[name](world) for name in names}
    absent = {name: absent_like(own) for name, (own, _foreign) in pairs.items()}
    return {
        "own": filled(route, {name: own for name, (own, _) in pairs.items()}),
        "foreign": filled(
            route, {n: absent[n] if other is None else other for n, (_, other) in pairs.items()}
        ),
        "absent": filled(route, absent),
    }


def absent_like(value):
    """A value of the same form that no row has."""
    if isinstance(value, int):
        return value + 10**9
    try:
        uuid.UUID(str(value))
    except ValueError:
        return "absent-" + "x" * 8
    return ABSENT["uuid"]
