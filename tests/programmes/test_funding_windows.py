"""Which component an award pays for, from when until when."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import translation

from audit.models import Event
from programmes import actions
from programmes.models import Award, Funding
from tests.factories.programmes import (
    AwardFactory,
    ComponentFactory,
    FundingFactory,
    SubAwardFactory,
    programme_manager,
)
from work.actions import history


@pytest.fixture
def shelter(organisation):
    return ComponentFactory(organisation=organisation, name="El Refugio")


def days(award):
    return [(window.since, window.last_day) for window in award.fundings.live().order_by("since")]


def test_a_window_without_a_last_day_lasts_as_long_as_the_award(desk, award, shelter):
    answer = desk.post(
        reverse("programmes:funding-create", args=[award.pk]),
        {"component": shelter.pk, "since": "15/01/2011"},
    )

    assert answer.status_code == 302
    assert days(award) == [(date(2011, 1, 15), date(2012, 9, 30))]


def test_windows_of_one_component_may_touch_and_never_overlap(desk, award, shelter):
    url = reverse("programmes:funding-create", args=[award.pk])
    first = {"component": shelter.pk, "since": "01/10/2010", "last_day": "31/12/2010"}

    desk.post(url, first)
    touching = desk.post(url, first | {"since": "01/01/2011", "last_day": "31/03/2011"})
    overlapping = desk.post(url, first | {"since": "31/03/2011", "last_day": ""})

    assert (touching.status_code, overlapping.status_code) == (302, 422)
    sentence = "The award already pays for this component during part of that time."
    assert overlapping.context["form"].non_field_errors() == [sentence]
    assert len(days(award)) == 2


@pytest.mark.parametrize(
    ("since", "last_day", "field"),
    [
        ("30/09/2010", "", "since"),
        ("01/10/2012", "", "since"),
        ("01/10/2010", "01/10/2012", "last_day"),
        ("01/02/2011", "31/01/2011", "last_day"),
    ],
)
def test_a_window_outside_its_award_is_refused_with_the_days_of_the_award(
    desk, award, shelter, since, last_day, field
):
    answer = desk.post(
        reverse("programmes:funding-create", args=[award.pk]),
        {"component": shelter.pk, "since": since, "last_day": last_day},
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert days(award) == []


def test_the_data_base_refuses_windows_outside_the_award_whoever_writes_them(award, shelter):
    with pytest.raises(IntegrityError, match="funding_inside_award"), transaction.atomic():
        FundingFactory(award=award, component=shelter, since=date(2010, 9, 30))
    with pytest.raises(IntegrityError, match="funding_inside_award"), transaction.atomic():
        FundingFactory(award=award, component=shelter, until=date(2012, 10, 2))
    with pytest.raises(IntegrityError, match="funding_belongs_to_award"), transaction.atomic():
        FundingFactory(award=award, component=shelter, award_ends=date(2013, 1, 1), until=date(2012, 12, 1))
    with pytest.raises(IntegrityError, match="funding_ends_after_start"), transaction.atomic():
        FundingFactory(award=award, component=shelter, until=award.starts)


def test_the_data_base_refuses_overlapping_windows(award, shelter):
    FundingFactory(award=award, component=shelter)

    with pytest.raises(IntegrityError, match="funding_once_at_a_time"), transaction.atomic():
        FundingFactory(award=award, component=shelter, since=date(2012, 9, 30))


def test_the_data_base_refuses_days_of_an_award_that_leave_windows_outside(award, shelter):
    FundingFactory(award=award, component=shelter)

    with pytest.raises(IntegrityError, match="funding_inside_award"), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(ends=date(2012, 9, 29))
    with pytest.raises(IntegrityError, match="funding_inside_award"), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(starts=date(2010, 10, 2))


def test_a_longer_award_is_followed_by_the_days_its_windows_know(award, shelter):
    window = FundingFactory(award=award, component=shelter)

    Award.objects.filter(pk=award.pk).update(ends=date(2013, 9, 30))

    window.refresh_from_db()
    assert (window.award_ends, window.until) == (date(2013, 9, 30), date(2012, 10, 1))


def test_a_correction_keeps_its_reason_and_what_it_was(desk, award, shelter, manager):
    window = FundingFactory(award=award, component=shelter)
    typed = {
        "since": "15/01/2011",
        "last_day": "30/09/2012",
        "correction": "The letter says January",
        "version": 1,
    }

    desk.post(reverse("programmes:funding-correct", args=[window.pk]), typed)

    window.refresh_from_db()
    assert (window.since, window.correction) == (date(2011, 1, 15), "The letter says January")
    [(_revision, before)] = history(window)
    assert before["since"] == date(2010, 10, 1)
    assert Event.objects.get(verb="funding.corrected").detail == ["since", "correction"]
    shown = desk.get(reverse("programmes:funding", args=[window.pk])).content.decode()
    assert "1 Oct 2010" in shown


def test_a_withdrawn_window_charges_nothing_and_leaves_room_for_the_right_one(desk, award, shelter):
    window = FundingFactory(award=award, component=shelter)

    desk.post(reverse("programmes:funding-withdraw", args=[window.pk]), {"correction": "Wrong component"})
    FundingFactory(award=award, component=shelter)

    window.refresh_from_db()
    assert window.withdrawn_on is not None
    assert len(days(award)) == 1
    shown = desk.get(reverse("programmes:fundings", args=[award.pk])).content.decode()
    assert "Wrong component" in shown


def test_gaps_are_named_in_words(desk, award, shelter):
    FundingFactory(award=award, component=shelter, until=date(2011, 1, 1))
    FundingFactory(award=award, component=shelter, since=date(2011, 4, 1))

    shown = " ".join(desk.get(reverse("programmes:fundings", args=[award.pk])).content.decode().split())

    assert "not paid from 1 January 2011 to 31 March 2011" in shown


def test_days_that_nobody_pays_for_stand_on_the_page_of_the_component(desk, award, shelter, organisation):
    other = AwardFactory(donor=award.donor, starts=date(2012, 12, 1), signed_ends=date(2013, 3, 31))
    FundingFactory(award=award, component=shelter)
    FundingFactory(award=other, component=shelter)
    shelter.ended_on = date(2013, 4, 1)
    shelter.save(update_fields=["ended_on"])

    unpaid = desk.get(reverse("programmes:component", args=[shelter.pk])).context["unpaid"]

    assert [(gap.since, gap.last_day) for gap in unpaid] == [(date(2012, 10, 1), date(2012, 11, 30))]


def test_days_of_a_suspension_are_days_that_nobody_pays_for(desk, award, shelter, manager):
    FundingFactory(award=award, component=shelter)
    shelter.ended_on = date(2012, 10, 1)
    shelter.save(update_fields=["ended_on"])
    paper = {"dated_on": date(2011, 3, 1), "reason": "Stop-work order", "document": "SWO-1"}
    actions.suspend_award(award, by=manager, since=date(2011, 3, 1), last_day=date(2011, 3, 31), **paper)

    unpaid = desk.get(reverse("programmes:component", args=[shelter.pk])).context["unpaid"]
    shown = " ".join(desk.get(reverse("programmes:fundings", args=[award.pk])).content.decode().split())

    assert [(gap.since, gap.last_day) for gap in unpaid] == [(date(2011, 3, 1), date(2011, 3, 31))]
    assert "suspended: not charged</strong> from 1 March 2011 to 31 March 2011" in shown


def test_an_award_pays_for_another_organisation_only_through_a_sub_award(award, manager):
    partners = ComponentFactory(name="Partner's shelter")

    with pytest.raises(ValidationError, match="no sub-award"):
        actions.fund(award, by=manager, component=partners, since=award.starts)

    SubAwardFactory(award=award, recipient=partners.organisation, recipient_name="")
    actions.fund(award, by=manager, component=partners, since=award.starts)

    assert Funding.objects.get().component == partners


def test_two_people_who_add_overlapping_windows_at_once_leave_one(committed_db):
    award = AwardFactory()
    component = ComponentFactory(organisation=award.organisation)
    people = [programme_manager(award.organisation) for _ in range(2)]
    ready, outcomes = threading.Barrier(2), []

    def add(person, since):
        try:
            ready.wait()
            with translation.override("en"):
                actions.fund(award, by=person, component=component, since=since)
            outcomes.append("entered")
        except ValidationError as refused:
            with translation.override("en"):
                outcomes.append(refused.messages[0])
        finally:
            connections.close_all()

    starts = [date(2010, 10, 1), date(2011, 5, 1)]
    threads = [threading.Thread(target=add, args=pair) for pair in zip(people, starts, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [
        "The award already pays for this component during part of that time.",
        "entered",
    ]
    assert Funding.objects.count() == 1
