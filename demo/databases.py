"""Which database a run works on: the one the user names, or PostgreSQL out of the wheel."""

import os

import environ
import psycopg

from demo import Refused, cluster
from demo.places import make_directory, programs
from demo.postgres import APPLICATION, OWNER, Server

OLDEST_VERSION = 15
NAME = "amparo"


def named_by_user():
    """What the environment gives for owner and application, once both have answered; otherwise None."""
    application = os.environ.get("DATABASE_URL")
    if not application:
        return None
    owner = os.environ.get("AMPARO_OWNER_DATABASE_URL") or application
    for url in (owner, application):
        require_answer(url)
    return owner, application


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
    except psycopg.OperationalError as error:
        words = str(error).splitlines()[0].rpartition("failed: ")[2]
        raise Refused(f"{where} refused: {words} (DATABASE_URL says where it is.)") from None
    if version < OLDEST_VERSION:
        raise Refused(f"{where} is version {version}: Amparo needs {OLDEST_VERSION} or newer.")


def start_own(home, **settings):
    """Start the server in this directory, made at its first start."""
    server = Server(make_directory(home), programs(home.parent), **settings)
    if cluster.is_made(server):
        server.start()
    else:
        cluster.make(server, NAME)
    return server


def addresses(server):
    """The same database for its owner, who migrates, and for the application, who owns nothing."""
    return server.url(OWNER, NAME), server.url(APPLICATION, NAME)
