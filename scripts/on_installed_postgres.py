"""`make test-services`: the tests marked `services` on the oldest PostgreSQL that Amparo promises to run on.

The installed programs make a cluster of the tests' own; the server that the machine runs is not touched.
"""

import os
import re
import sys
from pathlib import Path

from demo.databases import OLDEST_VERSION

INSTALLED = Path("/usr/lib/postgresql")


def main(*arguments):
    found = {int(path.name): path / "bin" for path in INSTALLED.glob("*") if re.fullmatch(r"\d+", path.name)}
    usable = sorted(version for version in found if version >= OLDEST_VERSION)
    if not usable:
        sys.exit(f"No PostgreSQL {OLDEST_VERSION} or newer is installed: install the package postgresql.")
    os.environ["AMPARO_TEST_POSTGRES"] = str(found[usable[0]])
    print(f"On PostgreSQL {usable[0]}:", flush=True)
    command = [sys.executable, "-m", "pytest", "-m", "services", *arguments]
    os.execv(sys.executable, command)  # noqa: S606


if __name__ == "__main__":
    main(*sys.argv[1:])
