"""The engine and the statements that it is measured against agree: a faster wrong figure is no figure."""

import os
import random

import pytest
from django.db import transaction

from config.benching import reported
from programmes.periods import parse
from reports.counting import definitions
from tests.reports.counting import world

pytestmark = pytest.mark.django_db
SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))
QUARTERS = [
    *(("one", label) for label in ("FY2011-Q1", "FY2011-Q2", "FY2011-Q3", "FY2012-Q1", "FY2012-Q4")),
    # The third quarter of this award lies in two fiscal years, and the second in a suspension.
    *(("other", label) for label in ("AQ1", "AQ2", "AQ3", "AQ4")),
]


@pytest.fixture(scope="module")
def awards(django_db_setup, django_db_blocker):
    """Random cases of two awards; the seed is printed, and another can be tried with SEED=…"""
    print(f"SEED={SEED}")  # noqa: T201
    with django_db_blocker.unblock(), transaction.atomic():
        _everything, awards = world.build(SEED, cases=600)
        yield awards
        transaction.set_rollback(True)


@pytest.mark.parametrize(("named", "label"), QUARTERS)
def test_a_quarter_by_the_engine_is_the_quarter_by_hand(awards, named, label):
    period = parse(label, awards[named])
    told, by_hand = reported.by_engine(awards[named], period), reported.by_hand(awards[named], period)

    assert differences(told, by_hand) == {}, SEED


def test_every_breakdown_of_every_indicator_is_counted_by_hand(awards):
    counted = {
        key[:2]
        for named, label in QUARTERS
        for key in reported.by_hand(awards[named], parse(label, awards[named]))
    }

    assert counted == {(code, name) for code, one in definitions().items() for name in ("", *one.by)}, SEED


def differences(told, by_hand):
    """{what is counted otherwise: (by the engine, by hand)}"""
    both = {*told, *by_hand}
    return {key: (told.get(key), by_hand.get(key)) for key in both if told.get(key) != by_hand.get(key)}
