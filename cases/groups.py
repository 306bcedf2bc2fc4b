"""What was given to several people at once: who of them is still to be asked."""

from cases.consents import consents
from cases.models import Task


def keys_waiting(services):
    """Keys of the tasks that wait to ask whether somebody agrees to the kind of help of these services."""
    keys = {key for one in services if (key := _key(one))}
    waiting = Task.objects.open().filter(kind="consent_to_service", key__in=sorted(keys))
    return set(waiting.values_list("key", flat=True)) if keys else set()


def still_to_ask(services, waiting):
    """Those of the cases of these services of which such a key waits, by code name."""
    return sorted({one.case for one in services if _key(one) in waiting}, key=str)


def _key(service):
    consent = consents().get(service.type)
    return f"{service.case_id}:{consent}" if consent else None
