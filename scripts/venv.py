"""Make .venv with the packages of the lock files, then hand over to a command: `venv.py SET COMMAND…`.

Needs nothing but Python's own library. SET is `demo` or `test`; a .venv that also holds the packages for
tests keeps them, so that the two sets do not drive each other out.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import ssl
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
# Where it really stands: seen from a second checkout that links to it, it has not moved and is not made anew.
VENV = (CHECKOUT / ".venv").resolve()
STAMP = VENV / "amparo.json"
SETS = {"demo": ["runtime", "demo"], "test": ["runtime", "demo", "test"]}
OLDEST = (3, 11)


def main(name, *command):
    refuse_what_cannot_work()
    trust_what_the_machine_trusts()
    os.chdir(str(CHECKOUT))
    VENV.mkdir(exist_ok=True)
    directory = os.open(str(VENV), os.O_RDONLY)
    fcntl.flock(directory, fcntl.LOCK_EX)  # two first starts at once: one makes it, the other waits
    prepare(SETS[name])
    os.close(directory)
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    os.environ.update(PATH=path, VIRTUAL_ENV=str(VENV), PYTHONUTF8="1")
    # Where it is set, each of the programs that demo and tests start compiles everything anew: seconds each.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.execvp(command[0], command)  # noqa: S606


def refuse_what_cannot_work():
    """Say in one sentence what this machine lacks."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"Amparo needs Python {OLDEST[0]}.{OLDEST[1]} or newer and this is {sys.version.split()[0]}: "
            "name another one, as in `make demo PYTHON=python3.12`."
        )
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        sys.exit("Python's module venv is missing: install the package python3-venv, then run this again.")


def prepare(locks):
    """Bring .venv to the state that the lock files describe; nothing to do when it is there already."""
    present = read_stamp()
    wanted = wanted_stamp([*locks, *(set(present.get("locks", {})) - set(locks))])
    if present == wanted:
        return
    print("Installing packages into .venv (the first time takes a minute) …", flush=True)
    STAMP.unlink(missing_ok=True)
    moved = present.get("made_by", wanted["made_by"]) != wanted["made_by"]
    run(sys.executable, "-m", "venv", *(["--clear"] if moved else []), VENV)
    quiet = ("--quiet", "--no-input", "--disable-pip-version-check")
    run(VENV / "bin/python", "-m", "pip", "install", *quiet, "--require-hashes", "-r", "requirements/uv.txt")
    files = [f"requirements/{lock}.txt" for lock in wanted["locks"]]
    sync = ("pip", "sync", "--quiet", "--require-hashes", "--python", VENV / "bin/python")
    run(VENV / "bin/uv", *sync, *files)
    STAMP.write_text(json.dumps(wanted))


def trust_what_the_machine_trusts():
    """Many offices reach the net through a proxy whose certificate only the machine itself knows."""
    paths = ssl.get_default_verify_paths()
    if paths.cafile or (paths.capath and os.listdir(paths.capath)):
        os.environ.setdefault("UV_SYSTEM_CERTS", "true")


def read_stamp():
    try:
        return json.loads(STAMP.read_text())
    except (FileNotFoundError, ValueError):
        return {}


def wanted_stamp(locks):
    """Which Python made .venv where, and the hash of each lock file that was installed."""
    files = {name: CHECKOUT / "requirements" / f"{name}.txt" for name in sorted(locks)}
    return {
        "made_by": f"Python {sys.version_info[0]}.{sys.version_info[1]} in {VENV}",
        "locks": {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()},
    }


def run(*command):
    """Run one step of the installation, or end with what it said."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        sys.exit("The packages could not be installed; the lines above say why.")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(str(error))
