"""The demonstration's data, loaded once for a run: every process reads it, what a test writes is undone."""

import fcntl
import os
from pathlib import Path

import pytest
from django.db import transaction

from config.demo_data import loader
from tests import database
from tests.conftest import in_database

DEMONSTRATION = "amparo_demonstration"


@pytest.fixture(scope="session")
def demonstration(django_db_setup, django_db_blocker):
    """The name of the database that holds it; the first process that asks loads it, others wait."""
    home = Path(os.environ["AMPARO_TEST_DIRECTORY"])
    done = home / "demonstration-is-loaded"
    with (home / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            database.drop(DEMONSTRATION)
            database.copy(DEMONSTRATION)
            with in_database(DEMONSTRATION, django_db_blocker):
                loader.load()
            done.touch()
    return DEMONSTRATION


@pytest.fixture(scope="module")
def _loaded(demonstration, django_db_blocker):
    """In a transaction that is undone."""
    with in_database(demonstration, django_db_blocker), transaction.atomic():
        yield
        transaction.set_rollback(True)
