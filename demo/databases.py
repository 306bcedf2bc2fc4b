"""Which database a run works on: the one the user names, or PostgreSQL out of the wheel."""

import os

import environ
import psycopg

from demo import Refused, cluster, programs
from demo.places import database_directory, make_directory, postgres_programs
from demo.postgres import APPLICATION, OWNER, Server
from demo.supervisor import say

OLDEST_VERSION = 15
NAME = "amparo"


def open_database(state, supervisor):
    """Bring a database up to date as its owner and answer the environment of the application."""
    addresses = named_by_user()
    if os.environ.get("RESET") in ("1", "yes", "true"):
        start_afresh(state, addresses)
    state.make_secrets()
    if not addresses:
        say("Starting PostgreSQL …")
        supervisor.server = start_own(state.database)
        addresses = (supervisor.server.url(OWNER, NAME), supervisor.server.url(APPLICATION, NAME))
    owner, application = map(state.environment, addresses)
    say("Bringing the database up to date …")
    supervisor.step(programs.manage("migrate", "--no-input", "--verbosity=0"), owner)
    return application


def named_by_user():
    """What the environment gives for owner and application, once both have answered; otherwise None."""
    application = os.environ.get("DATABASE_URL")
    if not application:
        return None
    owner = os.environ.get("AMPARO_OWNER_DATABASE_URL") or application
    for url in (owner, application):
        require_answer(url)
    return owner, application


def start_afresh(state, addresses):
    """Throw away what an earlier run made; a database of the user's own is not ours to empty."""
    if addresses:
        raise Refused("RESET=1 does not empty the database that DATABASE_URL names: unset one of the two.")
    state.reset()


def require_answer(url):
    """Refuse, in PostgreSQL's own words, an address where no usable server answers."""
    parts = environ.Env.db_url_config(url)
    where = f"PostgreSQL at {parts['HOST'] or 'its local socket'}, database {parts['NAME']},"
    try:
        with psycopg.connect(
            host=parts["HOST"] or None,
            port=parts["PORT"] or None,
            user=parts["USER"] or None,
            password=parts["PASSWORD"] or None,
            dbname=parts["NAME"],
            connect_timeout=5,
        ) as connection:
            version = connection.info.server_version // 10000
            real = holds_real_people(connection)
    except psycopg.OperationalError as error:
        words = str(error).splitlines()[0].rpartition("failed: ")[2]
        raise Refused(f"{where} refused: {words} (DATABASE_URL says where it is.)") from None
    if version < OLDEST_VERSION:
        raise Refused(f"{where} is version {version}: Amparo needs {OLDEST_VERSION} or newer.")
    if real:
        raise Refused(f"{where} holds data that the demo did not invent: nothing in it was changed.")


def holds_real_people(connection):
    """Is there an account that no demo made? Asked before a migration touches the database."""
    if connection.execute("SELECT to_regclass('accounts_user')").fetchone()[0] is None:
        return False
    demo = "SELECT 1 FROM accounts_user WHERE email IS NULL OR email NOT LIKE '%@demo.example' LIMIT 1"
    return connection.execute(demo).fetchone() is not None


def start_own(home):
    """Start the server in this directory, made at its first start."""
    server = Server(make_directory(home), postgres_programs(make_directory(database_directory())))
    if cluster.is_made(server):
        server.start()
    else:
        cluster.make(server, NAME)
    return server
