"""Part of an award passed on to another organisation."""

from contextlib import nullcontext
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from programmes import actions
from programmes.models import SubAward
from tests.factories.accounts import OrganisationFactory
from tests.factories.programmes import ComponentFactory, FundingFactory, SubAwardFactory

pytestmark = pytest.mark.django_db
TYPED = {
    "number": "SUB-1",
    "purpose": "Care in the west",
    "amount": "5,000",
    "amount_currency": "GTQ",
    "starts": "01/01/2011",
    "ends": "31/12/2011",
}


def test_a_sub_award_goes_to_an_organisation_known_by_name(desk, award):
    desk.post(
        reverse("programmes:sub-award-create", args=[award.pk]), TYPED | {"recipient_name": "Asociación X"}
    )

    made = SubAward.objects.get()
    assert (made.recipient_label, made.amount, made.currency) == ("Asociación X", 5000, "GTQ")
    assert "Asociación X" in desk.get(reverse("programmes:sub-awards", args=[award.pk])).content.decode()


def test_it_names_one_recipient_and_not_two_or_none(desk, award):
    answer = desk.post(reverse("programmes:sub-award-create", args=[award.pk]), TYPED)

    sentence = "Choose an organisation or write the name of another one, not both."
    assert answer.context["form"].non_field_errors() == [sentence]


def test_the_lead_organisation_passes_on_to_another_of_the_installation(desk, award, organisation):
    organisation.is_lead = True
    organisation.save(update_fields=["is_lead"])
    partner = OrganisationFactory(name="Partner")

    desk.post(reverse("programmes:sub-award-create", args=[award.pk]), TYPED | {"recipient": partner.pk})

    made = SubAward.objects.get()
    desk.post(
        reverse("programmes:sub-award-change", args=[made.pk]),
        TYPED | {"recipient": partner.pk, "purpose": "Care in the north", "version": 1},
    )
    made.refresh_from_db()
    assert (made.recipient, made.purpose) == (partner, "Care in the north")


def test_an_organisation_does_not_pass_an_award_on_to_itself(award, manager, organisation):
    with pytest.raises(ValidationError, match="another organisation"):
        actions.create_sub_award(award, by=manager, recipient=organisation, number="S", purpose="P")


def test_a_recipient_whose_work_is_paid_is_not_exchanged(award, manager):
    partner = OrganisationFactory()
    made = SubAwardFactory(award=award, recipient=partner, recipient_name="")
    FundingFactory(award=award, component=ComponentFactory(organisation=partner))

    with pytest.raises(ValidationError, match="Correct or withdraw those windows first"):
        actions.edit_sub_award(made, by=manager, recipient=None, recipient_name="Somebody else")


def test_it_is_closed_and_stays_in_the_list(desk, award):
    made = SubAwardFactory(award=award)

    desk.post(reverse("programmes:sub-award-close", args=[made.pk]), {"closed_on": "01/03/2012"})

    made.refresh_from_db()
    assert made.closed_on == date(2012, 3, 1)
    assert "Closed" in desk.get(reverse("programmes:sub-awards", args=[award.pk])).content.decode()


@pytest.fixture
def partner(award):
    """An organisation whose work the award pays by a sub-award."""
    partner = OrganisationFactory(name="Partner")
    SubAwardFactory(award=award, number="SUB-7", recipient=partner, recipient_name="")
    return partner


@pytest.fixture
def paid(award, partner):
    """The window by which the partner's work is paid until the last day of 2011."""
    component = ComponentFactory(organisation=partner, name="La Casa")
    return FundingFactory(award=award, component=component, until=date(2012, 1, 1))


def close(desk, day):
    return desk.post(
        reverse("programmes:sub-award-close", args=[SubAward.objects.get(number="SUB-7").pk]),
        {"closed_on": day},
    )


def test_a_sub_award_is_not_closed_under_windows_that_go_on(desk, paid):
    answer = close(desk, "30/12/2011")

    assert answer.status_code == 422
    sentence = "The award would still pay work of Partner: La Casa, 1 Oct 2010 to 31 Dec 2011."
    [said] = answer.context["form"].errors["closed_on"]
    assert said == f"{sentence} Correct or withdraw those windows first."
    assert close(desk, "31/12/2011").status_code == 302


def test_another_sub_award_to_the_same_partner_still_pays(desk, award, partner, paid):
    SubAwardFactory(award=award, recipient=partner, recipient_name="")

    assert close(desk, "01/03/2011").status_code == 302


def test_after_the_closing_nothing_more_is_paid(desk, award, partner):
    close(desk, "01/03/2011")
    component = ComponentFactory(organisation=partner)
    typed = {"component": component.pk, "since": "01/10/2010"}
    url = reverse("programmes:funding-create", args=[award.pk])

    late = desk.post(url, typed | {"last_day": "02/03/2011"})
    in_time = desk.post(url, typed | {"last_day": "01/03/2011"})

    assert late.context["form"].errors["last_day"] == [
        "Sub-award SUB-7, by which this component is paid, was closed on 1 March 2011."
    ]
    assert in_time.status_code == 302


def test_a_window_is_not_corrected_beyond_the_closing(desk, award, paid, manager):
    close(desk, "31/12/2011")

    with pytest.raises(ValidationError, match="SUB-7") as refused:
        actions.correct_window(
            paid, by=manager, since=paid.since, last_day=date(2012, 1, 1), correction="One day more"
        )

    assert list(refused.value.message_dict) == ["last_day"]


def test_a_window_does_not_follow_its_award_beyond_the_closing(desk, award, partner, manager):
    window = FundingFactory(award=award, component=ComponentFactory(organisation=partner, name="La Casa"))
    close(desk, "30/09/2012")
    paper = {"dated_on": date(2012, 9, 1), "reason": "More time", "document": "Amendment 2"}

    with pytest.raises(ValidationError, match="La Casa") as refused:
        actions.move_end(award, by=manager, new_end=date(2013, 9, 30), windows=[window], **paper)

    assert list(refused.value.message_dict) == ["windows"]
    actions.move_end(award, by=manager, new_end=date(2013, 9, 30), **paper)
    window.refresh_from_db()
    assert window.last_day == date(2012, 9, 30)


@pytest.mark.parametrize(("begins", "allowed"), [("2011-03-01", True), ("2011-03-02", False)])
def test_an_activity_of_the_partner_is_planned_until_the_closing(
    desk, award, partner, manager, begins, allowed
):
    close(desk, "01/03/2011")
    facts = {"planned_start": date.fromisoformat(begins), "planned_end": date(2011, 3, 10), "title": "Course"}
    facts |= {"component": ComponentFactory(organisation=partner)}

    with nullcontext() if allowed else pytest.raises(ValidationError, match="cannot pay"):
        actions.plan_activity(award, by=manager, **facts)

    assert award.activities.count() == allowed


@pytest.mark.parametrize("wrong", [{"amount": -1}, {"ends": date(2010, 1, 1)}, {"recipient_name": ""}])
def test_the_data_base_refuses_impossible_sub_awards(award, wrong):
    made = SubAwardFactory(award=award)

    with pytest.raises(IntegrityError), transaction.atomic():
        SubAward.objects.filter(pk=made.pk).update(**wrong)
