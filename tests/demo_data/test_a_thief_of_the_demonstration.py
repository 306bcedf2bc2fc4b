"""Who carries off the demonstration's database learns nothing that its people told."""

import base64
import json

import pytest

from tests.canaries import places
from tests.canaries.test_after_a_day import as_text, sealed_fields
from tests.canaries.words import bare, found_bare
from vault.keys import held_keys

# So few letters stand by chance in some number or key.
SHORTEST = 9


@pytest.fixture(scope="module")
def told(_loaded, django_db_blocker):
    """Everything that is sealed in the demonstration and long enough to be looked for, by its field."""
    found = {}
    with django_db_blocker.unblock(), held_keys():
        for label, field in sealed_fields().items():
            texts = {as_text(value) for value in values_of(field)}
            found[label] = {text for text in texts if len(text) >= SHORTEST}
    return found


def values_of(field):
    return filter(None, (getattr(row, field.name) for row in field.model._base_manager.all()))


@pytest.fixture(scope="module")
def stolen(_loaded, django_db_blocker):
    """Its dump, sessions, cache, files and mails."""
    kept = (places.sessions, places.cache, places.files, places.mails)
    with django_db_blocker.unblock():
        return places.dumped(_loaded) + b"".join(take() for take in kept)


def test_the_demonstration_tells_enough_to_be_looked_for(told):
    assert len(told["cases.Person.given_names"] | told["cases.Person.family_names"]) > 60
    assert len(told["cases.Note.text"]) > 3
    assert sum(len(texts) for texts in told.values()) > 150


def test_nothing_that_is_sealed_stands_in_the_dump(told, stolen):
    texts = {text for texts in told.values() for text in texts}

    assert found_bare(sorted(texts), stolen) == []


WRITINGS = {
    "raw": str.encode,
    "lower-case": lambda text: text.lower().encode(),
    "accent-stripped": lambda text: bare(text).encode(),
    "base64": lambda text: base64.b64encode(b"of " + text.encode()),
    "base64 of lower-case": lambda text: base64.b64encode(text.lower().encode()),
    "hex": lambda text: text.encode().hex().encode(),
    "hex of lower-case": lambda text: text.lower().encode().hex().upper().encode(),
    "JSON-escaped": lambda text: json.dumps(text).encode(),
    "JSON-escaped in a copied table": lambda text: json.dumps(text).replace("\\", "\\\\").encode(),
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_the_search_would_find_it_in_whatever_writing(told, stolen, writing):
    somebody = next(name for name in sorted(told["cases.Person.family_names"]) if bare(name) != name)

    assert found_bare([somebody], stolen + b" " + WRITINGS[writing](somebody)) == [somebody]
