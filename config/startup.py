"""What must be right before anything starts."""

import sys

from django.core.exceptions import ImproperlyConfigured

KNOWN_SECRETS = {"", "secret", "changeme", "change-me", "insecure", "default"}


def refuse_unsafe_start(*, secret_key, keys, keys_file, debug, demo):
    """Raise ImproperlyConfigured, in one sentence, when a setting would leave people unprotected."""
    if sys.argv[1:2] == ["make_keys"]:  # whoever has no keys yet must be able to make them
        return
    too_short = len(secret_key) < 32
    if too_short or secret_key.lower() in KNOWN_SECRETS or secret_key.startswith("django-insecure"):
        raise ImproperlyConfigured("Set SECRET_KEY to at least 32 random characters (README, Settings).")
    if debug and not demo:
        raise ImproperlyConfigured("DEBUG shows data in error pages: it may be on only in the demo.")
    if not keys and not keys_file:
        raise ImproperlyConfigured("Set AMPARO_KEYS: `manage.py make_keys` writes new ones.")
    from vault.keyring import refuse_bad_keys  # the settings are just being read: what needs them comes later

    refuse_bad_keys(keys=keys, keys_file=keys_file, secret_key=secret_key)
