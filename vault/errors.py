"""What can go wrong with something sealed, in words that can be shown; they never hold what was sealed."""

from django.core.exceptions import ImproperlyConfigured


class BadKeys(ImproperlyConfigured):
    """The key rings cannot be used; the sentence says what to mend."""


class VaultError(Exception):
    """Something sealed could not be sealed or opened; nothing of it was shown."""


class KeyLost(VaultError):
    """The key that would open this is not here: a ring key is missing, or the subject's key was destroyed."""


class Erased(KeyLost):
    """The key was destroyed on purpose, and with it all that it had sealed."""


class SealBroken(VaultError):
    """This was changed, or moved from the place it was sealed for."""


class NamesAway(Exception):
    """Names cannot be looked for now: the process that holds them does not answer."""


class NamesNotRead(NamesAway):
    """The process that holds the names answers, and has not read them yet."""
