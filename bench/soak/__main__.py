"""`make soak`: a PostgreSQL of its own, then each story; an error if anything was lost or done twice."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
from base64 import b64encode

import django

from demo import programs
from demo.databases import NAME, start_own
from demo.places import database_directory, make_directory
from demo.postgres import APPLICATION, OWNER

OF_THE_USER = ("AMPARO_DEMO", "AMPARO_KEYS_FILE", "CACHE_URL", "DEBUG", "EMAIL_URL", "STATIC_ROOT")


def main(*chosen):
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    home = database_directory() / f"soak-{os.getpid()}"
    server = start_own(home)
    try:
        set_environment(server, home)
        owner = os.environ | {"DATABASE_URL": os.environ["AMPARO_OWNER_DATABASE_URL"]}
        subprocess.run(programs.manage("migrate", "--no-input", "--verbosity=0"), env=owner, check=True)
        django.setup()
        from bench.soak import stories

        return stories.tell(server, make_directory(home / "programs"), chosen)
    finally:
        server.stop()
        shutil.rmtree(home)


def set_environment(server, home):
    """The settings of the soak, and none that the user set for something else."""
    for name in OF_THE_USER:
        os.environ.pop(name, None)
    rings = {ring: b64encode(secrets.token_bytes(32)).decode() for ring in ("identity", "secret", "lookup")}
    os.environ |= {
        "AMPARO_DATA": str(home),
        "AMPARO_EXTRA_APPS": "bench.soakroom",
        "AMPARO_KEYS": " ".join(f"{ring}:2026a:{key}" for ring, key in rings.items()),
        "AMPARO_OWNER_DATABASE_URL": server.url(OWNER, NAME),
        "DATABASE_URL": server.url(APPLICATION, NAME),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secrets.token_urlsafe(48),
    }


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
