"""Two people change what hangs on one award at the same moment: each decides on what the other has done."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import translation

from programmes import actions
from programmes.models import ExchangeRate, ExpenditureImport, Funding, SubAward
from tests.factories.accounts import OrganisationFactory
from tests.factories.programmes import AwardFactory, ComponentFactory, SubAwardFactory, programme_manager

WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@contextmanager
def done_and_not_yet_saved(act):
    """Somebody has done this; her page is saved only when the block ends."""
    done, save = Event(), Event()

    def run():
        try:
            with transaction.atomic():
                act()
                done.set()
                save.wait(30)
        finally:
            done.set()
            connection.close()

    first = Thread(target=run)
    first.start()
    done.wait(30)
    try:
        yield
    finally:
        save.set()
        first.join()


def meanwhile(first, second):
    """What the second answers or is refused with, who begins before the first has saved."""
    answers = []

    def run():
        try:
            with translation.override("en"):
                answers.append(second())
        except ValidationError as refused:
            answers.append(refused.messages[0])
        finally:
            connection.close()

    later = Thread(target=run)
    with done_and_not_yet_saved(first):
        later.start()
        until_somebody_waits()
    later.join()
    return answers[0]


def until_somebody_waits():
    """The second has come to what the first holds."""
    end = monotonic() + 10
    while monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        sleep(0.01)
    pytest.fail("Nobody had to wait.")


@pytest.fixture
def award(committed_db):
    return AwardFactory()


@pytest.fixture
def people(award):
    return [programme_manager(award.organisation) for _ in range(2)]


def test_no_rate_is_entered_for_the_currency_that_the_award_is_getting(award, people):
    rate = {"currency": "GTQ", "since": date(2011, 1, 1), "rate": Decimal("7.8")}

    said = meanwhile(
        lambda: actions.edit_award(award, by=people[0], currency="GTQ"),
        lambda: actions.add_rate(award, by=people[1], **rate),
    )

    assert said == "This is the award's own currency: it needs no rate."
    assert not ExchangeRate.objects.exists()


def test_no_sub_award_is_closed_under_a_window_that_is_being_entered(award, people):
    partner = OrganisationFactory(name="Partner")
    passed_on = SubAwardFactory(award=award, recipient=partner, recipient_name="")
    component = ComponentFactory(organisation=partner, name="La Casa")

    said = meanwhile(
        lambda: actions.fund(award, by=people[0], component=component, since=award.starts),
        lambda: actions.close_sub_award(passed_on, by=people[1], closed_on=date(2011, 3, 1)),
    )

    assert said.startswith("The award would still pay work of Partner: La Casa, ")
    assert (Funding.objects.count(), SubAward.objects.get().closed_on) == (1, None)


def test_no_window_is_entered_for_a_partner_whose_sub_award_is_being_closed(award, people):
    partner = OrganisationFactory(name="Partner")
    passed_on = SubAwardFactory(award=award, number="SUB-7", recipient=partner, recipient_name="")
    component = ComponentFactory(organisation=partner)

    said = meanwhile(
        lambda: actions.close_sub_award(passed_on, by=people[0], closed_on=date(2011, 3, 1)),
        lambda: actions.fund(award, by=people[1], component=component, since=award.starts),
    )

    assert said.startswith("Sub-award SUB-7, by which this component is paid, was closed")
    assert not Funding.objects.exists()


def test_a_file_that_is_being_discarded_is_not_discarded_twice(award, people):
    made = ExpenditureImport.objects.create(award=award, file_name="gasto.csv", digest="0" * 64)

    said = meanwhile(
        lambda: actions.discard_import(ExpenditureImport.objects.get(pk=made.pk), by=people[0]),
        lambda: actions.discard_import(made, by=people[1]),
    )

    assert said == "This file was discarded: read it again."
