"""The migrated template that test databases are copied from, kept between runs until a migration changes."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from demo import CHECKOUT, Refused, cluster, places
from demo.postgres import OWNER, Server

TEMPLATE = "amparo_template"
KEPT = 3
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
}
MADE_FROM = (
    "*/migrations/*.py",
    "tests/*/migrations/*.py",
    "*/data/**/*",
    "config/settings.py",
    "demo/cluster.py",
    "docker/database/roles.sql",
    "requirements/runtime.txt",
)


def new_server():
    """A server over a copy of the template for this run alone, and the lock that says the run is alive."""
    kept = places.make_directory(places.database_directory() / "tests")
    programs = programs_to_test(kept.parent)
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sweep(kept, programs)
        template = find(kept, programs)
        home = new_directory(kept, "run-")
        alive = (home / "alive").open("w")
        fcntl.flock(alive, fcntl.LOCK_EX)
        subprocess.run(["cp", "-Rp", template / "cluster", template / "passwords", home], check=True)
    return Server(home, programs, **QUICK), alive


def programs_to_test(directory):
    """The wheel's programs, or those of another PostgreSQL that AMPARO_TEST_POSTGRES names."""
    if other := os.environ.get("AMPARO_TEST_POSTGRES"):
        return Path(other)
    return places.postgres_programs(directory)


def sweep(kept, programs):
    """End and remove what killed runs left, and all but the last templates used."""
    for home in [*kept.glob("run-*"), *kept.glob("making-*")]:
        if is_dead(home):
            Server(home, programs).end_leftover()
            shutil.rmtree(
                home, ignore_errors=True
            )  # its own copying may still be going on; there is a next run
    templates = sorted(kept.glob("template-*"), key=lambda path: path.stat().st_mtime)
    for home in templates[:-KEPT]:
        shutil.rmtree(home)


def is_dead(home):
    """True when no run holds the lock in this directory; a half-made template never has one."""
    try:
        with (home / "alive").open() as alive:
            fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    return True


def find(kept, programs):
    """The template for these migrations on this PostgreSQL, made if it is not there."""
    template = kept / f"template-{fingerprint(programs)}"
    if not template.exists():
        make(new_directory(kept, "making-"), programs).rename(template)
    os.utime(template)
    return template


def make(home, programs):
    """A cluster with the migrated template, its server stopped again."""
    server = Server(home, programs, **QUICK)
    try:
        cluster.make(server, TEMPLATE)
        migrate(server)
    except BaseException:
        server.stop()
        shutil.rmtree(home)
        raise
    server.stop()
    return home


def fingerprint(programs):
    """Changes with everything that a migrated database is made of."""
    digest = hashlib.sha256(subprocess.check_output([programs / "postgres", "--version"]))
    for pattern in MADE_FROM:
        for path in sorted(CHECKOUT.glob(pattern)):
            if path.is_file():
                digest.update(bytes(path.relative_to(CHECKOUT)) + path.read_bytes())
    return digest.hexdigest()[:16]


def migrate(server):
    """Run the migrations as the owner, in a process of their own."""
    owner = server.url(OWNER, TEMPLATE)
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=CHECKOUT,
        env=os.environ | {"DATABASE_URL": owner, "AMPARO_OWNER_DATABASE_URL": owner},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Refused(f"The migrations failed on an empty database:\n{done.stderr}")


def new_directory(kept, prefix):
    home = Path(tempfile.mkdtemp(dir=kept, prefix=prefix))
    home.chmod(0o711)
    return home
