"""The demonstration's data, loaded once for the tests of this folder in each process."""

import pytest
from django.db import transaction

from config.demo_data import loader


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    """In a transaction that is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        loader.load()
        yield
        transaction.set_rollback(True)
