"""An award that pays a shelter and an office, with people helped in two quarters of 2011."""

from datetime import date

import pytest
from django.db.models.functions import Now
from django.utils import translation

from cases.models import RECOGNISED, Case, Service
from programmes.periods import parse
from reports import actions, making
from reports.models import Report
from tests.factories.accounts import OrganisationFactory
from tests.factories.cases import caseworker, opened_case, working_office
from tests.factories.programmes import AwardFactory, DonorFactory, FundingFactory, programme_manager
from work.models import OutboxRow

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def organisation(db):
    return OrganisationFactory(name="Amanecer")


@pytest.fixture
def manager(organisation):
    return programme_manager(organisation, full_name="Marta Paz")


@pytest.fixture
def office(organisation):
    return working_office(organisation)


@pytest.fixture
def award(office):
    donor = DonorFactory(organisation=office.organisation, name="USAID")
    award = AwardFactory(donor=donor, number="USAID-GT-2010-01")
    FundingFactory(award=award, component=office.component_defaults.get().component)
    return award


@pytest.fixture
def helped(office, award):
    """Helps one more person, who was identified, on these days; answers her case."""
    worker, component = caseworker(office), office.component_defaults.get().component

    def help_on(*days, status="identified_programme"):
        case = opened_case(worker, office=office, on=date(2010, 10, 1))
        decided = {"trafficking_status": status, "identified_on": date(2010, 10, 1)}
        if status in RECOGNISED:
            decided["recognised_on"] = date(2010, 10, 1)
        Case.objects.filter(pk=case.pk).update(**decided)
        for day in days:
            Service.objects.create(case=case, component=component, on=day, type="food", child=False)
        return case

    return help_on


@pytest.fixture
def made(award, manager):
    """Has a report of a period made, as a worker would, and answers it."""

    def make(label="FY2011-Q1"):
        period = parse(label, award)
        report = actions.ask_for_report(award, by=manager, template="usaid_tracking", period=period)
        actions.make_report(report, making.read(report))
        OutboxRow.objects.filter(pk=report.asked_of_id).update(done_at=Now())
        return Report.objects.get(pk=report.pk)

    return make


@pytest.fixture
def given_up(db):
    """Lets a worker give up what was asked of it."""

    def give_up(report):
        asked = Report.objects.get(pk=report.pk).asked_of_id
        OutboxRow.objects.filter(pk=asked).update(given_up_at=Now())

    return give_up


@pytest.fixture
def desk(client, manager):
    """The manager's browser, in English."""
    client.force_login(manager, backend=BACKEND)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield
