"""Which services ask for a consent of their own (`data/service_consents.yaml`), and is one in force?"""

from functools import cache
from pathlib import Path

import yaml

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
