"""What has to be asked of her: for assistance, and for services that need a consent of their own."""

from functools import cache
from pathlib import Path

import yaml
from django.utils import timezone

from cases.risks import missing_risk

FILE = Path(__file__).parent / "data" / "service_consents.yaml"


@cache
def consents():
    """{type of service: consent}, read once."""
    with FILE.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=yaml.CSafeLoader)["services"]


def consent_lacking(case, service_type, on):
    """The consent that this service asks for and that nobody gave yet; None where nothing has to be asked."""
    consent = consents().get(service_type)
    if consent is None or case.grounds.in_force(on).covering(consent).exists():
        return None
    return consent


def types_to_ask(case, on):
    """Types of services for which a consent of their own is still to be asked."""
    held = {purpose for ground in case.grounds.in_force(on) for purpose in ground.purposes}
    return [service_type for service_type, consent in consents().items() if consent not in held]


def missing_for_assistance(case, on, *, again=False):
    """Kinds of tasks for what should be there when assistance begins.

    Where it begins `again`, the risk is that of now: what was said of it before the case was closed is past.
    """
    held = case.grounds.in_force(on, timezone.now())
    covered = {purpose for ground in held for purpose in ground.purposes}
    if "data_processing" not in covered and not case.person.unnamed:
        yield "consent_to_data"
    if "assistance" not in covered:
        yield "consent_to_assistance"
    if not case.needs.exists():
        yield "needs"
    yield from missing_risk(case, since=on if again else None)
    if case.worker_id is None:
        yield "who_answers"
