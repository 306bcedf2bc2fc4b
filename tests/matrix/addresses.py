"""All addresses of the resolver, and the objects that stand in them."""

import re
import uuid

from django.urls import URLPattern, get_resolver

# Filled by each room: name of an argument of an address -> function of the world answering (own, foreign).
from tests.matrix.objects import OBJECTS

ABSENT = {"uuid": "00000000-0000-4000-8000-000000000000"}
# Served by the framework or by name only: no rows, no people.
FRAMEWORK = {"static"}
NUL = "%00"


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
    """{"own": …, "foreign": …, "absent": …} for a route; only "own" where nothing stands in it.

    Where several things stand in it, "mixed" has a foreign one under one's own.
    """
    names = arguments_of(route)
    if not names:
        return {"own": filled(route, {})}
    pairs = {name: object_of(name, world) for name in names}
    own = {name: mine for name, (mine, _other) in pairs.items()}
    absent = {name: absent_like(mine) for name, mine in own.items()}
    foreign = {n: absent[n] if other is None else other for n, (_mine, other) in pairs.items()}
    places = {"own": own, "foreign": foreign, "absent": absent}
    if len(names) > 1:
        places["mixed"] = own | {names[-1]: foreign[names[-1]]}
    return {place: filled(route, values) for place, values in places.items()}


def object_of(name, world):
    """The own and the foreign thing of this name, made now unless the world is furnished with it."""
    return world.objects[name] if name in world.objects else OBJECTS[name](world)


def unreadable(route, world):
    """The addresses in which a NUL stands in the place of one thing and the others are one's own."""
    names = arguments_of(route)
    own = {name: object_of(name, world)[0] for name in names}
    return [filled(route, own | {name: NUL}) for name in names if not is_uuid(own[name])]


def absent_like(value):
    """A value of the same form that no row has."""
    if isinstance(value, int):
        return value + 10**9
    return ABSENT["uuid"] if is_uuid(value) else "absent-" + "x" * 8


def is_uuid(value):
    try:
        uuid.UUID(str(value))
    except ValueError:
        return False
    return True
