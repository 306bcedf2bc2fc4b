"""What a demo keeps between its starts: the lock, the secrets made once, and how all of it is thrown away."""

import fcntl
import json
import os
import shutil

from demo import Refused
from demo.keys import new_secrets
from demo.places import database_directory, make_directory, state_directory, write_private
from demo.postgres import Server


class State:
    """The directory of the demo, or of a bench beside it; only one supervisor at a time holds it."""

    def __init__(self, beside=None):
        self.directory = make_directory(state_directory() / (beside or "."))
        self.secrets_file = self.directory / "secrets.json"
        self.database = database_directory() / (beside or "demo") / "postgres"
        self.lock = None

    def hold(self):
        """Take the lock, which the system gives back however this process ends."""
        self.lock = (self.directory / "lock").open("a+")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.lock.seek(0)
            raise Refused(
                f"Amparo already runs from {self.directory} (process {self.lock.read()}): "
                "stop that one with Ctrl-C, or set AMPARO_DATA to another directory for a second one."
            ) from None
        self.lock.truncate(0)
        self.lock.write(str(os.getpid()))
        self.lock.flush()

    def reset(self):
        """Remove what the demo made, and nothing else that may lie in the same directory."""
        Server(self.database, None).end_leftover()
        for path in (self.database, *map(self.directory.joinpath, ("beat", "broker", "log", "secrets.json"))):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def make_secrets(self):
        """Make the secret key and the key rings at the first start; without them the data would be lost."""
        if self.secrets_file.exists():
            return
        if (self.database / "passwords").exists():
            raise Refused(
                f"{self.secrets_file} is gone, and the demo's data cannot be read without its keys: "
                "start afresh with RESET=1."
            )
        write_private(self.secrets_file, json.dumps(new_secrets()))

    def environment(self, address):
        """What a program of Amparo's finds: one database address, never the owner's beside its own."""
        users_own = {name: value for name, value in os.environ.items() if name != "AMPARO_OWNER_DATABASE_URL"}
        return {
            **json.loads(self.secrets_file.read_text()),
            **users_own,
            "AMPARO_DATA": str(self.directory),
            "AMPARO_DEMO": "1",
            "DATABASE_URL": address,
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
        }
