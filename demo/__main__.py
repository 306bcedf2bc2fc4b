"""`make demo`: everything that Amparo needs, started in order and stopped with Ctrl-C."""

import os
import socket
import sys

from accounts.roles import Role
from demo import Refused, databases, programs
from demo.state import State
from demo.supervisor import Stopped, Supervisor, say

WELCOME = """
Amparo runs at http://127.0.0.1:{port} with invented people only.

Sign in with the password amparo-demo as one of
{accounts}

Ctrl-C stops it. What its programs say is in {directory}/log.
"""


def main():
    """Start, stay, stop; whatever stands in the way is said in one sentence."""
    os.umask(0o077)
    try:
        run(State(), os.environ.get("PORT") or "8000", afresh=os.environ.get("RESET") in ("1", "yes", "true"))
    except Stopped:
        say("Amparo has stopped.")
    except KeyboardInterrupt:
        sys.exit(130)
    except Refused as refused:
        sys.exit(str(refused))
    except OSError as error:
        sys.exit(f"{error.strerror}: {error.filename}")


def run(state, port, *, afresh):
    """The whole story of one demo."""
    state.hold()
    with Supervisor(state.directory) as supervisor:
        require_free(port)
        addresses = databases.named_by_user()
        if afresh:
            start_afresh(state, addresses)
        secrets = state.secrets()
        if not addresses:
            say("Starting PostgreSQL …")
            supervisor.server = databases.start_own(state.database)
            addresses = databases.addresses(supervisor.server)
        owner, application = (environment(state, secrets, address) for address in addresses)
        say("Bringing the database up to date …")
        supervisor.step(programs.MIGRATE, owner)
        say("Loading invented people …")
        supervisor.step(programs.LOAD_DEMO, application)
        supervisor.keep("beat", programs.beat(state.directory / "beat"), application)
        supervisor.keep("web server", programs.web(port), application, patience=10)
        supervisor.keep("worker", programs.WORKER, application, patience=10)
        supervisor.wait_until_ready(int(port))
        welcome(state, port)
        supervisor.stay()


def require_free(port):
    """Refuse a port that another program listens on."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", int(port)))
            probe.listen()
    except (ValueError, OverflowError):
        raise Refused(f"PORT={port} is not the number of a port: try PORT=8001.") from None
    except OSError as error:
        raise Refused(
            f"Port {port} cannot be used ({error.strerror}): try another one, as in PORT=8001."
        ) from None


def start_afresh(state, addresses):
    """Throw away what an earlier demo made; a database of the user's own is not ours to empty."""
    if addresses:
        raise Refused(
            "RESET=1 empties only the demo's own database, and DATABASE_URL names another: unset one of them."
        )
    state.reset()


def environment(state, secrets, address):
    """What a program of Amparo's finds: one database address, never the owner's beside the application's."""
    return {
        **secrets,
        **{name: value for name, value in os.environ.items() if name != "AMPARO_OWNER_DATABASE_URL"},
        "AMPARO_DATA": str(state.directory),
        "AMPARO_DEMO": "1",
        "DATABASE_URL": address,
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def welcome(state, port):
    """Say where it is, who can sign in and how to stop it."""
    accounts = "\n".join(f"  {role}@demo.example" for role in Role.values)
    say(WELCOME.format(port=port, accounts=accounts, directory=state.directory))


if __name__ == "__main__":
    main()
