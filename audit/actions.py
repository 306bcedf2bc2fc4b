"""Writing the trail."""

import re
import uuid
from contextlib import contextmanager
from contextvars import ContextVar

from audit.models import Event

request_id = ContextVar("request_id", default=None)
remembered = ContextVar("remembered", default=None)
CODE = re.compile(r"[\w.:+/-]{1,80}")


def record(verb, *subjects, by=None, kind="", office=None, organisation=None, detail=(), role=""):
    """Append one event to the trail in the current transaction.

    `subjects` are records or their ids; `detail` holds codes only: the trail can be neither corrected nor
    erased, so no story of a person may enter it. A detail that is no code raises ValueError. Whose event it
    is says the office, or `organisation`, or else what the actor acts for.
    """
    return Event.objects.create(
        **_described(
            verb, subjects, by, kind, office=office, organisation=organisation, detail=detail, role=role
        )
    )


def record_apart(verb, subjects, *, by):
    """Append an event for each of these records, at once: of their being one set no event tells."""
    facts = {"organisation": None, "detail": (), "role": ""}
    described = [_described(verb, [one], by, "", office=one.office, **facts) for one in subjects]
    Event.objects.bulk_create(Event(**one) for one in described)


def remember(verb, *subjects, by=None, kind="", office=None, organisation=None, detail=(), role=""):
    """Keep an event that must outlive a refusal; it is written once nothing can be undone any more.

    Where nobody opened `outliving_refusal`, it is written at once and shares the fate of the transaction.
    """
    described = _described(
        verb, subjects, by, kind, office=office, organisation=organisation, detail=detail, role=role
    )
    if (waiting := remembered.get()) is None:
        Event.objects.create(**described)
    else:
        waiting.append(Event(**described))


@contextmanager
def outliving_refusal():
    """Within, what is remembered waits; it is written on leaving the outermost, whatever was undone."""
    if remembered.get() is not None:
        yield
        return
    kept = remembered.set([])
    try:
        yield
    finally:
        waiting = remembered.get()
        remembered.reset(kept)
        Event.objects.bulk_create(waiting)


def _described(verb, subjects, by, kind, *, office, organisation, detail, role):
    return {
        "verb": verb,
        "actor": getattr(by, "pk", by),
        "role": role or getattr(by, "role_in_use", ""),
        "kind": kind or next((s._meta.label_lower for s in subjects if hasattr(s, "_meta")), ""),
        "subjects": [_key(subject) for subject in subjects],
        "office": getattr(office, "pk", office),
        "organisation": (
            getattr(office, "organisation_id", None)
            or getattr(organisation, "pk", organisation)
            or getattr(by, "organisation_in_use", None)
        ),
        "request_id": request_id.get(),
        "detail": [_code(word) for word in detail],
    }


def _key(subject):
    key = getattr(subject, "pk", subject)
    return key if isinstance(key, uuid.UUID) else uuid.UUID(str(key))


def _code(word):
    if not CODE.fullmatch(str(word)):
        raise ValueError("The trail takes codes, not words.")
    return str(word)
