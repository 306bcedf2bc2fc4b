"""Nobody picks an award: work is charged to every award that pays for its component on its own day."""

import random
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.test.utils import CaptureQueriesContext, isolate_apps

from audit.doors import Refused
from audit.models import Event
from programmes import actions
from programmes.models import Charged, ChargeReason, SuspendedWork, windows_of
from tests.factories.programmes import (
    AwardFactory,
    ComponentFactory,
    DonorFactory,
    FundingFactory,
    programme_manager,
)
from tests.testrooms.models import Deed
from work.actions import write

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ONLY = ChargeReason.PAID_BY_AWARD


@pytest.fixture
def usaid():
    return AwardFactory(donor__name="USAID")


@pytest.fixture
def prm(usaid):
    donor = DonorFactory(organisation=usaid.organisation, name="PRM")
    return AwardFactory(donor=donor, starts=date(2011, 1, 15), signed_ends=date(2012, 1, 14))


@pytest.fixture
def shelter(usaid, prm):
    """A shelter that both pay for, each from its own first day."""
    component = ComponentFactory(organisation=usaid.organisation, name="El Refugio")
    FundingFactory(award=usaid, component=component)
    FundingFactory(award=prm, component=component)
    return component


def deed(component, on, **facts):
    return Deed.objects.create(component=component, on=on, **facts)


def days_charged(award, **about):
    return sorted(Deed.objects.charged_to(award, **about).values_list("on", flat=True))


def suspend(award, since, last_day=None):
    return actions.suspend_award(
        award,
        by=programme_manager(award.organisation),
        dated_on=since,
        reason="Stop-work order",
        document="SWO-1",
        since=since,
        last_day=last_day,
    )


def test_work_before_the_second_award_is_charged_to_the_first_alone_and_later_work_to_both(
    usaid, prm, shelter
):
    deed(shelter, date(2011, 1, 14))
    deed(shelter, date(2011, 1, 15))

    assert days_charged(usaid) == [date(2011, 1, 14), date(2011, 1, 15)]
    assert days_charged(prm) == [date(2011, 1, 15)]


def test_the_last_day_of_an_award_is_charged_and_the_day_after_is_not(prm, shelter):
    deed(shelter, date(2012, 1, 14))
    deed(shelter, date(2012, 1, 15))

    assert days_charged(prm) == [date(2012, 1, 14)]


def test_work_under_another_component_or_in_a_gap_is_not_charged(usaid, prm, shelter):
    school = ComponentFactory(organisation=usaid.organisation)
    FundingFactory(award=usaid, component=school, until=date(2011, 1, 1))
    FundingFactory(award=usaid, component=school, since=date(2011, 7, 1))
    for on in (date(2010, 12, 31), date(2011, 1, 1), date(2011, 6, 30), date(2011, 7, 1)):
        deed(school, on)

    assert days_charged(usaid) == [date(2010, 12, 31), date(2011, 7, 1)]
    assert days_charged(prm) == []


def test_the_charge_is_cut_at_the_end_of_the_period(usaid, shelter):
    deed(shelter, date(2010, 12, 31))
    deed(shelter, date(2011, 1, 1))

    assert days_charged(usaid, until=date(2011, 1, 1)) == [date(2010, 12, 31)]


def test_another_date_of_the_row_can_be_asked_for(usaid, shelter):
    deed(shelter, date(2010, 11, 1), left_on=date(2012, 9, 30))
    deed(shelter, date(2010, 11, 2), left_on=date(2012, 10, 1))
    deed(shelter, date(2010, 11, 3))

    assert days_charged(usaid, on="left_on") == [date(2010, 11, 1)]


def test_a_stock_is_charged_by_the_funding_of_the_day_it_is_taken(usaid, prm, shelter):
    deed(shelter, date(2010, 11, 1))

    assert Deed.objects.charged_on(prm, date(2011, 3, 31)).count() == 1
    assert Deed.objects.charged_on(prm, date(2011, 1, 14)).count() == 0
    assert Deed.objects.charged_on(usaid, date(2011, 1, 14)).count() == 1


def test_work_of_an_organisation_counts_for_it_whoever_pays(usaid, shelter):
    deed(shelter, date(2009, 1, 1))
    deed(ComponentFactory(), date(2011, 1, 1))

    assert Deed.objects.of_organisation(usaid.organisation).count() == 1


def test_work_in_a_suspension_is_charged_to_the_other_award_only_until_decided(usaid, prm, shelter):
    suspend(usaid, date(2011, 3, 1))
    deed(shelter, date(2011, 2, 28))
    deed(shelter, date(2011, 3, 1))

    assert days_charged(usaid) == [date(2011, 2, 28)]
    assert days_charged(prm) == [date(2011, 2, 28), date(2011, 3, 1)]


def test_after_the_resumption_work_is_charged_again_and_the_work_meanwhile_when_the_donor_pays_it(
    usaid, shelter
):
    suspension = suspend(usaid, date(2011, 3, 1))
    for on in (date(2011, 3, 10), date(2011, 4, 1)):
        deed(shelter, on)
    manager = programme_manager(usaid.organisation)
    paper = {"dated_on": date(2011, 3, 31), "reason": "Lifted", "document": "SWO-2"}
    actions.resume_award(usaid, by=manager, since=date(2011, 4, 1), **paper)

    assert days_charged(usaid) == [date(2011, 4, 1)]

    actions.decide_suspended_work(suspension, by=manager, suspended_work=SuspendedWork.CHARGED, **paper)

    assert days_charged(usaid) == [date(2011, 3, 10), date(2011, 4, 1)]


def test_the_exception_charges_one_award_only_and_leaves_its_code_in_the_trail(usaid, prm, shelter):
    row = deed(shelter, date(2011, 2, 1))
    manager = programme_manager(usaid.organisation)

    actions.charge_only(row, by=manager, award=prm, reason=ONLY)

    assert days_charged(usaid) == []
    assert days_charged(prm) == [date(2011, 2, 1)]
    event = Event.objects.get(verb="deed.charged_only")
    assert (event.actor, event.subjects) == (manager.pk, [row.pk])
    assert event.detail == ["charge_only_to", "charge_only_reason", str(prm.pk), ONLY]

    actions.charge_as_funded(row, by=manager)

    assert days_charged(usaid) == [date(2011, 2, 1)]


def test_the_exception_never_charges_an_award_that_does_not_pay_that_day(usaid, prm, shelter):
    row = deed(shelter, date(2011, 1, 1))

    with pytest.raises(ValidationError, match="does not pay for this work"):
        actions.charge_only(row, by=programme_manager(usaid.organisation), award=prm, reason=ONLY)

    # Where the window is corrected away later, the work is charged to nobody rather than outside a window.
    deed(shelter, date(2011, 1, 2), charge_only_to=prm, charge_only_reason=ONLY)
    assert days_charged(prm) == []
    assert days_charged(usaid) == [date(2011, 1, 1)]


def test_a_partner_who_opened_its_work_before_the_exception_does_not_end_it(usaid):
    partner = ComponentFactory(name="La Casa")
    FundingFactory(award=usaid, component=partner)
    row = deed(partner, date(2011, 2, 1))
    opened_before = Deed.objects.get(pk=row.pk)
    actions.charge_only(row, by=programme_manager(usaid.organisation), award=usaid, reason=ONLY)

    with pytest.raises(Refused):
        actions.charge_as_funded(opened_before, by=programme_manager(partner.organisation))

    row.refresh_from_db()
    assert row.charge_only_to == usaid


def test_work_that_is_charged_as_funded_is_no_strangers_to_charge(usaid, shelter):
    with pytest.raises(Refused):
        actions.charge_as_funded(deed(shelter, date(2011, 2, 1)), by=programme_manager())


def test_the_exception_is_decided_on_the_day_that_is_stored(usaid, prm, shelter):
    row = deed(shelter, date(2011, 2, 1))
    opened_before = Deed.objects.get(pk=row.pk)
    write(row, by=None, verb="deed.changed", changes={"on": date(2011, 1, 14)})

    with pytest.raises(ValidationError, match="does not pay for this work"):
        actions.charge_only(opened_before, by=programme_manager(usaid.organisation), award=prm, reason=ONLY)


def test_the_data_base_keeps_the_reason_with_the_exception(prm, shelter):
    with pytest.raises(IntegrityError, match="charged_with_reason"):
        deed(shelter, date(2011, 2, 1), charge_only_to=prm)


def test_the_windows_stand_in_the_query_as_constants(usaid, shelter):
    for number in range(3):
        component = ComponentFactory(organisation=usaid.organisation, name=f"C{number}")
        FundingFactory(award=usaid, component=component)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        list(Deed.objects.charged_to(usaid))

    last = asked[-1]["sql"]
    assert len(asked) == 3  # suspensions, windows, and the rows themselves
    assert "EXISTS" not in last
    assert "JOIN" not in last
    assert last.count('"on" >=') == 1  # components paid for on the same days stand together


def test_an_award_that_pays_for_nothing_is_charged_with_nothing(prm):
    deed(ComponentFactory(organisation=prm.organisation), date(2011, 2, 1))

    assert windows_of(prm) == []
    assert Deed.objects.charged_to(prm).count() == 0


@isolate_apps("tests.testrooms")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"on": models.DateField()}, "programmes.E002"),
        ({"charge_date": "day", "on": models.DateField()}, "programmes.E001"),
        ({"on": models.DateField(null=True)}, "programmes.E001"),
        ({"on": models.CharField(max_length=3)}, "programmes.E001"),
    ],
)
def test_a_model_without_its_date_or_its_index_is_found_at_the_start(facts, code):
    about = {"__module__": "tests.testrooms.models", "Meta": type("Meta", (), {"app_label": "testrooms"})}
    model = type("Careless", (Charged,), facts | about)

    assert code in [error.id for error in model.check()]
    assert [error for error in Deed.check() if error.id.startswith("programmes")] == []


def scattered(chance, start, until):
    """Stretches of days with gaps between them, none overlapping."""
    found, at = [], start
    while at < until:
        since = at + chance.randint(0, 60) * DAY
        end = since + chance.randint(1, 120) * DAY
        if since < until:
            found.append((since, min(end, until)))
        at = end + chance.choice([0, 0, 15]) * DAY
    return found


def test_a_plain_count_over_random_windows_suspensions_and_exceptions_agrees(usaid, prm):
    """What the query answers is what one would count by hand, row by row, with two donors and 3,000 rows."""
    chance = random.Random(20110115)
    components = [ComponentFactory(organisation=usaid.organisation) for _ in range(4)]
    windows = {}
    for award in (usaid, prm):
        for component in components:
            windows[award, component] = scattered(chance, award.starts, award.until)
            for since, until in windows[award, component]:
                FundingFactory(award=award, component=component, since=since, until=until)
    suspended = {usaid: [(date(2011, 3, 1), date(2011, 5, 1)), (date(2012, 6, 1), None)], prm: []}
    paid_after_all = suspend(usaid, date(2011, 8, 1), date(2011, 8, 31))
    for since, until in suspended[usaid]:
        suspend(usaid, since, until and until - DAY)
    actions.decide_suspended_work(
        paid_after_all,
        by=programme_manager(usaid.organisation),
        suspended_work=SuspendedWork.CHARGED,
        dated_on=date(2011, 10, 1),
        reason="Paid",
        document="L-3",
    )
    rows = [
        Deed(component=chance.choice(components), on=date(2010, 8, 1) + chance.randint(0, 900) * DAY, **only)
        for only in chance.choices(
            [{}, *({"charge_only_to": a, "charge_only_reason": ONLY} for a in (usaid, prm))],
            [8, 1, 1],
            k=3000,
        )
    ]
    Deed.objects.bulk_create(rows)

    def by_hand(award, row, until):
        paid = any(since <= row.on < end for since, end in windows[award, row.component])
        stopped = any(since <= row.on and (end is None or row.on < end) for since, end in suspended[award])
        return paid and not stopped and row.on < until and row.charge_only_to in (None, award)

    for award in (usaid, prm):
        for until in (date(2011, 1, 1), date(2011, 4, 1), date(2013, 1, 1)):
            expected = {row.pk for row in rows if by_hand(award, row, until)}
            found = list(Deed.objects.charged_to(award, until=until).values_list("pk", flat=True))
            assert len(found) == len(set(found))
            assert set(found) == expected
        assert len(expected) > 200
