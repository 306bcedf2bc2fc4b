"""Directories that `nobody` can enter, in which the tests start servers and whole demos."""

import os
import shutil
from pathlib import Path
from uuid import uuid4

import pytest

from demo.places import make_directory, postgres_programs
from demo.postgres import Server


@pytest.fixture(scope="session")
def programs():
    return postgres_programs(make_directory(Path(os.environ["AMPARO_DATA"])))


@pytest.fixture
def home():
    """A new directory; pytest's own are closed to everybody else, and root's PostgreSQL runs as `nobody`."""
    directory = make_directory(Path(os.environ["AMPARO_DATA"]) / uuid4().hex)
    yield directory
    shutil.rmtree(directory)


@pytest.fixture
def server(home, programs):
    """A server that is not made yet; it does not wait for the disk, like that of the tests."""
    server = Server(home, programs, fsync="off")
    yield server
    server.stop()
