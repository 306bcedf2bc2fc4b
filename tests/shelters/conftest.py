"""A shelter with three beds, those who work there, and their browsers."""

import pytest
from django.test import Client
from django.utils import translation

from accounts.tokens import issue
from tests.api.conftest import Caller
from tests.factories.shelters import case_for, coordinator, shelter_of, shelter_staff

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def shelter(db):
    return shelter_of(name="El Refugio")


@pytest.fixture
def staff(shelter):
    return shelter_staff(shelter)


@pytest.fixture
def head(shelter):
    return coordinator(shelter)


@pytest.fixture
def case(shelter):
    return case_for(shelter)


def browser_of(person):
    """Her browser, in English."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    client.cookies["language"] = "en"
    return client


def program_of(person):
    """A program that acts as she would."""
    token, _row = issue(person)
    return Caller(token)


@pytest.fixture
def desk(staff):
    """The browser of somebody on shift."""
    return browser_of(staff)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield
