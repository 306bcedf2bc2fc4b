"""What must be right before anything starts."""

import re
import sys

from django.core.exceptions import ImproperlyConfigured

# Words in letters of one case: of random signs there is a digit or another case among the first 32, but for
# 1 secret in 10^11.
WORDS = re.compile(r"[a-z\s._-]+|[A-Z\s._-]+")
FEWEST_SIGNS = 8


def refuse_unsafe_start(*, secret_key, keys, keys_file, debug, demo):
    """Raise ImproperlyConfigured, in one sentence, when a setting would leave people unprotected."""
    if sys.argv[1:2] == ["make_keys"]:  # whoever has no keys yet must be able to make them
        return
    if len(secret_key) < 32 or looks_typed(secret_key):
        raise ImproperlyConfigured("Set SECRET_KEY to at least 32 random characters (README, Settings).")
    if debug and not demo:
        raise ImproperlyConfigured("DEBUG shows data in error pages: it may be on only in the demo.")
    if not keys and not keys_file:
        raise ImproperlyConfigured("Set AMPARO_KEYS: `manage.py make_keys` writes new ones.")
    from vault.keyring import refuse_bad_keys  # the settings are just being read: what needs them comes later

    refuse_bad_keys(keys=keys, keys_file=keys_file, secret_key=secret_key)


def looks_typed(secret):
    """Whether somebody made this up: an example, words, or one piece again and again."""
    repeated = secret in (secret + secret)[1:-1]
    few_signs = len(set(secret)) < FEWEST_SIGNS
    return secret.startswith("django-insecure") or repeated or few_signs or bool(WORDS.fullmatch(secret))
