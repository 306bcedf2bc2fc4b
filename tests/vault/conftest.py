import pytest
from django.utils import translation

from vault.keyring import new_keys


class Rings:
    """The keys of the installation, as whoever runs it would change them."""

    def __init__(self, settings):
        self.settings, self.entries = settings, []
        self.add("2026a")

    def add(self, key_id):
        """Put new keys before those in use."""
        self.entries = new_keys(key_id).split() + self.entries
        self._write()

    def lose(self, key):
        """Leave out a key, such as `identity:2026a`, and put another in its place."""
        other = next(entry for entry in new_keys("other").split() if entry.startswith(key.split(":")[0]))
        self.entries = [entry for entry in self.entries if not entry.startswith(f"{key}:")] + [other]
        self._write()

    def _write(self):
        self.settings.AMPARO_KEYS = " ".join(self.entries)


@pytest.fixture
def rings(settings):
    """Keys of this test's own, to be changed by it."""
    settings.AMPARO_KEYS_FILE = ""
    return Rings(settings)


@pytest.fixture(autouse=True)
def _english():
    """What is refused is compared in the language it is written in."""
    with translation.override("en"):
        yield
