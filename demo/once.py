"""One command of manage.py on a PostgreSQL of its own, kept between runs: `python -m demo.once bench`.

With `--demo` before it, on what the demo holds, while the demo itself is stopped.
"""

import sys

from demo import programs
from demo.databases import open_database
from demo.state import State
from demo.supervisor import Supervisor, plainly


def run(state, command):
    """The command works as the application, never as the owner, and speaks for itself."""
    state.hold()
    with Supervisor(state.directory) as supervisor:
        application = open_database(state, supervisor)
        supervisor.step(programs.manage(*command), application, log=None)


if __name__ == "__main__":
    on_the_demo, given = sys.argv[1:2] == ["--demo"], sys.argv[1:]
    command = given[1:] if on_the_demo else given
    plainly(lambda: run(State(beside=None if on_the_demo else command[0]), command))
