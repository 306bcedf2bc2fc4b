"""A .env for docker-compose.yml with new secrets: `python3 -m docker.new_env registro.example.org > .env`."""

import secrets
import sys

from demo.keys import new_secrets

PASSWORDS = ("AMPARO_APP_PASSWORD", "AMPARO_OWNER_PASSWORD", "POSTGRES_PASSWORD", "REDIS_PASSWORD")


def lines(address):
    """Every setting without a default; passwords are letters and digits, because they stand in addresses."""
    passwords = {name: secrets.token_hex(24) for name in PASSWORDS}
    settings = {"ADDRESS": address, **new_secrets(), **passwords}
    return [f'{name}="{value}"' for name, value in settings.items()]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say under which name the site is reached, for example registro.example.org.")
    print("\n".join(lines(sys.argv[1])))
