"""`make demo`: everything that Amparo needs, started in order and stopped with Ctrl-C."""

import os
import socket

from accounts.roles import Role
from demo import Refused, programs
from demo.databases import open_database
from demo.places import make_directory
from demo.state import State
from demo.supervisor import Supervisor, plainly, say

WELCOME = """
Amparo runs at http://127.0.0.1:{port} with invented people only.

Sign in with the password amparo-demo as one of
{accounts}

Ctrl-C stops it. What its programs say is in {directory}/log.
"""


def run(state, port):
    """The whole story of one demo."""
    state.hold()
    with Supervisor(state.directory) as supervisor:
        require_free(port)
        application = open_database(state, supervisor)
        say("Loading invented people …")
        supervisor.step(programs.manage("demo"), application)
        supervisor.keep("beat", programs.beat(make_directory(state.directory / "beat")), application)
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
            f"Port {port} cannot be used ({error.strerror}): try another, as in PORT=8001."
        ) from None


def welcome(state, port):
    """Say where it is, who can sign in and how to stop it."""
    accounts = "\n".join(f"  {role}@demo.example" for role in Role.values)
    say(WELCOME.format(port=port, accounts=accounts, directory=state.directory))


if __name__ == "__main__":
    plainly(lambda: run(State(), os.environ.get("PORT") or "8000"))
