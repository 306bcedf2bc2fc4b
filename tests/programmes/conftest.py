"""A programme manager with a browser."""

import pytest
from django.utils import translation

from tests.factories.accounts import OrganisationFactory
from tests.factories.programmes import AwardFactory, DonorFactory, programme_manager

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def organisation(db):
    return OrganisationFactory(name="Amanecer")


@pytest.fixture
def manager(organisation):
    return programme_manager(organisation, full_name="Marta Paz")


@pytest.fixture
def award(organisation):
    """Two fiscal years from October 2010."""
    return AwardFactory(
        donor=DonorFactory(organisation=organisation, name="USAID"), number="USAID-GT-2010-01"
    )


@pytest.fixture
def desk(client, manager):
    """The manager's browser, in English."""
    client.force_login(manager, backend=BACKEND)
    client.cookies["language"] = "en"
    return client


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield
