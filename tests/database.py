"""pytest's plugin (`-p tests.database`): one PostgreSQL for a run, however many files or workers it has.

Every process of the run has a database of its own, a copy of the migrated template (tests/template.py), and
connects as the application's role; so does every test that commits. The server goes when the run ends.
"""

import os
import shutil
import signal
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from demo import Refused, places
from demo.keys import new_secrets
from demo.postgres import APPLICATION, OWNER, SUPERUSER
from tests import template

OF_THE_USER = ("AMPARO_DEMO", "CACHE_URL", "CELERY_BROKER_URL", "DEBUG", "EMAIL_URL", "STATIC_ROOT")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    """Before Django reads its settings: start the server once, then choose the database of this process."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "main")
    options = early_config.known_args_namespace
    set_environment(process)
    if options.help or options.version:
        return (yield)
    if process == "main":
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # a run that is stopped cleans up too
        try:
            early_config.add_cleanup(start())
        except Refused as refused:
            raise pytest.UsageError(str(refused)) from None
    files = Path(os.environ["AMPARO_TEST_DIRECTORY"]) / process
    os.environ["AMPARO_DATA"] = str(places.make_directory(files))
    use(f"amparo_{process}")
    return (yield)


def set_environment(process):
    """The settings that tests run with, and none that the user set for something else.

    All processes of a run have the secrets of the first, so that what one has sealed the others open.
    """
    for name in OF_THE_USER:
        os.environ.pop(name, None)
    os.environ |= (new_secrets() if process == "main" else {}) | {
        "AMPARO_EXTRA_APPS": "tests.testrooms",
        "DATABASE_CONN_MAX_AGE": "60",  # to connect anew for each request takes longer than most answers
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # the browser's event loop runs beside the ORM
        "HTTPS": "off",
    }


def start():
    """Start this run's server, tell every process of the run where it is, and say how to stop it."""
    server, alive = template.new_server()
    server.start()
    os.environ |= {
        "AMPARO_TEST_DIRECTORY": str(server.home),
        "AMPARO_TEST_SUPERUSER_URL": server.url(SUPERUSER, "postgres"),
        "AMPARO_OWNER_DATABASE_URL": server.url(OWNER, template.TEMPLATE),
        "DATABASE_URL": server.url(APPLICATION, template.TEMPLATE),
    }

    def stop():
        server.stop()
        shutil.rmtree(server.home)
        alive.close()

    return stop


def use(name):
    """Point this process, and the programs it starts, at another database."""
    for variable in ("DATABASE_URL", "AMPARO_OWNER_DATABASE_URL"):
        os.environ[variable] = urlsplit(os.environ[variable])._replace(path=f"/{name}").geturl()


def copy(name, of=template.TEMPLATE):
    """Make a database out of the template, with everything migrations put there, or out of another one.

    Nobody may be connected to the one that is copied.
    """
    statements = (
        "CREATE DATABASE {name} OWNER amparo_owner TEMPLATE {template} STRATEGY file_copy",
        "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {name} TO amparo_app",
    )
    names = {"name": sql.Identifier(name), "template": sql.Identifier(of)}
    with psycopg.connect(os.environ["AMPARO_TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        for statement in statements:
            superuser.execute(sql.SQL(statement).format(**names))


def drop(name):
    """Remove a copy, whoever is still connected to it; one that was never made is gone already."""
    with psycopg.connect(os.environ["AMPARO_TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
