"""Part of an award passed on to another organisation."""

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

    with pytest.raises(ValidationError, match="withdraw those windows first"):
        actions.edit_sub_award(made, by=manager, recipient=None, recipient_name="Somebody else")


def test_it_is_closed_and_stays_in_the_list(desk, award):
    made = SubAwardFactory(award=award)

    desk.post(reverse("programmes:sub-award-close", args=[made.pk]), {"closed_on": "01/03/2012"})

    made.refresh_from_db()
    assert made.closed_on == date(2012, 3, 1)
    assert "Closed" in desk.get(reverse("programmes:sub-awards", args=[award.pk])).content.decode()


@pytest.mark.parametrize("wrong", [{"amount": -1}, {"ends": date(2010, 1, 1)}, {"recipient_name": ""}])
def test_the_data_base_refuses_impossible_sub_awards(award, wrong):
    made = SubAwardFactory(award=award)

    with pytest.raises(IntegrityError), transaction.atomic():
        SubAward.objects.filter(pk=made.pk).update(**wrong)
