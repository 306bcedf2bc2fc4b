"""New secrets; `python -m demo.keys COMMAND…` runs a command of manage.py with some, then forgets them."""

import os
import secrets
import subprocess
import sys
from base64 import b64encode

RINGS = ("identity", "secret", "lookup")


def new_secrets():
    """A secret key and one key for each ring, as the settings want them."""
    keys = {ring: b64encode(secrets.token_bytes(32)).decode() for ring in RINGS}
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "AMPARO_KEYS": " ".join(f"{ring}:2026a:{key}" for ring, key in keys.items()),
    }


if __name__ == "__main__":
    command = [sys.executable, "manage.py", *sys.argv[1:]]
    sys.exit(subprocess.run(command, env=new_secrets() | os.environ).returncode)
