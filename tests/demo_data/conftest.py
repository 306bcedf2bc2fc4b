"""The demonstration's data: a copy for the tests of a file in each process."""

import pytest

from tests.conftest import own_database


@pytest.fixture(scope="module")
def _loaded(demonstration, django_db_blocker):
    """The name of the copy in which these tests read and write."""
    with own_database(django_db_blocker, demonstration) as own:
        yield own
