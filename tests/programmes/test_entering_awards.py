"""A programme manager enters donors and awards as they were signed."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.doors import Refused
from audit.models import Event
from programmes import actions
from programmes.models import Award, Donor
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.factories.programmes import DonorFactory, programme_manager
from tests.programmes.conftest import BACKEND
from tests.programmes.test_importing_spending import take_in

pytestmark = pytest.mark.django_db

SIGNED = {
    "number": "SPRMCO24CA0123",
    "title": "Local response",
    "starts": "15/09/2025",
    "signed_ends": "14/09/2026",
    "amount": "350,000.50",
    "amount_currency": "USD",
    "country": "GT",
    "reporting_calendar": "award_quarter",
}


def test_a_manager_enters_a_donor_and_then_its_award(desk, organisation, manager):
    answer = desk.post(reverse("programmes:donor-create"), {"name": "PRM", "country": "US"})
    donor = Donor.objects.get()
    assert answer.url == reverse("programmes:donor", args=[donor.pk])

    answer = desk.post(reverse("programmes:award-create"), SIGNED | {"donor": donor.pk})

    award = Award.objects.get()
    assert answer.url == reverse("programmes:fundings", args=[award.pk])
    assert (award.number, award.organisation, award.ends) == (
        "SPRMCO24CA0123",
        organisation,
        date(2026, 9, 14),
    )
    assert (award.amount, award.currency) == (Decimal("350000.50"), "USD")
    assert (award.final_due_days, award.small_cell_threshold) == (120, 5)
    event = Event.objects.get(verb="award.created")
    assert (event.actor, event.subjects) == (manager.pk, [award.pk])


def test_sending_the_same_form_twice_enters_one_award(desk, organisation):
    donor = DonorFactory(organisation=organisation)
    form = SIGNED | {"donor": donor.pk, "once": "0b0c4c1e-6d3e-4f43-9d62-0f6d1f5f1c55"}

    first = desk.post(reverse("programmes:award-create"), form)
    again = desk.post(reverse("programmes:award-create"), form)

    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    assert Award.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"signed_ends": "14/09/2024"}, "", "The last day cannot be before the first."),
        ({"amount": "1,23"}, "amount", "Write decimals after a point"),
        ({"amount": "-5"}, "amount", "greater than or equal to 0"),
        ({"number": "CA 0123/4"}, "number", "write a dash for a space or a stroke"),
        ({"starts": "31/02/2025"}, "starts", "check the day and the month"),
        ({"small_cell_threshold": "3"}, "", "A threshold below 5 needs the decision and its date"),
        ({"country": "XX"}, "country", "Select a valid choice"),
        ({"donor": ""}, "donor", "Choose an answer."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    desk, organisation, typed, field, sentence
):
    donor = DonorFactory(organisation=organisation)

    answer = desk.post(reverse("programmes:award-create"), SIGNED | {"donor": donor.pk} | typed)

    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert sentence in " ".join(errors[field or "__all__"])
    assert "Local response" in answer.content.decode()
    assert not Award.objects.exists()


def test_all_that_is_wrong_with_an_award_is_said_at_once(desk, award):
    wrong = {
        "donor": "",
        "number": "usaid-gt-2010-01",
        "signed_ends": "14/09/2024",
        "amount": "1,23",
        "counterpart": "-5",
        "reporting_calendar": "",
        "small_cell_threshold": "3",
    }

    answer = desk.post(reverse("programmes:award-create"), SIGNED | wrong)

    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert set(errors) == {"__all__", "donor", "amount", "counterpart", "reporting_calendar"}
    assert sorted(errors["__all__"]) == [
        "A threshold below 5 needs the decision and its date; reports print them.",
        "The last day cannot be before the first.",
        "This award number is already in use.",
    ]


def test_how_a_number_is_written_is_said_beside_what_else_is_wrong(desk, organisation):
    answer = desk.post(reverse("programmes:award-create"), SIGNED | {"donor": "", "number": "CA 0123/4"})

    assert set(answer.context["form"].errors) == {"donor", "number"}


def test_an_award_that_is_corrected_is_not_taken_for_its_own_double(desk, award):
    url = reverse("programmes:award-change", args=[award.pk])
    typed = SIGNED | {"donor": award.donor_id, "number": award.number, "signed_ends": "14/09/2024"}

    answer = desk.post(url, typed | {"title": "", "version": 1})

    errors = answer.context["form"].errors
    assert dict(errors) == {
        "title": ["This is still missing."],
        "__all__": ["The last day cannot be before the first."],
    }


def test_a_number_is_in_use_whatever_its_letters_case(desk, award):
    answer = desk.post(
        reverse("programmes:award-create"), SIGNED | {"donor": award.donor_id, "number": "usaid-gt-2010-01"}
    )

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == ["This award number is already in use."]


def test_a_donor_of_another_organisation_cannot_be_named(desk, award):
    foreign = DonorFactory()

    answer = desk.post(reverse("programmes:award-create"), SIGNED | {"donor": foreign.pk})

    assert answer.status_code == 422
    assert "donor" in answer.context["form"].errors
    with pytest.raises(IntegrityError, match="award_belongs_to_donor"), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(donor=foreign)


def test_a_donor_that_is_no_longer_offered_stays_with_its_awards(desk, award):
    desk.post(reverse("programmes:donor-end", args=[award.donor_id]), {"ended_on": "01/02/2012"})

    assert Donor.objects.get().ended_on == date(2012, 2, 1)
    offered = desk.get(reverse("programmes:award-create")).context["form"].fields["donor"].queryset
    assert list(offered) == []
    kept = (
        desk.get(reverse("programmes:award-change", args=[award.pk])).context["form"].fields["donor"].queryset
    )
    assert list(kept) == [award.donor]

    desk.post(reverse("programmes:donor-take-up", args=[award.donor_id]))

    assert Donor.objects.get().ended_on is None


def test_a_wrong_title_is_corrected(desk, award):
    form = desk.get(reverse("programmes:award-change", args=[award.pk])).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    typed |= {
        "amount": "100000",
        "amount_currency": "USD",
        "starts": "01/10/2010",
        "signed_ends": "30/09/2012",
    }

    desk.post(
        reverse("programmes:award-change", args=[award.pk]),
        typed | {"title": "Protection of women", "version": 1},
    )

    award.refresh_from_db()
    assert (award.title, award.version) == ("Protection of women", 2)


def test_days_by_which_spending_was_counted_cannot_be_changed_any_more(award, manager):
    take_in(award, manager, [("1", "FY2011-Q1", "10", "USD")])

    with pytest.raises(ValidationError) as refused:
        actions.edit_award(award, by=manager, starts=date(2010, 11, 1))

    assert list(refused.value.message_dict) == ["starts"]


@pytest.mark.parametrize(
    "wrong", [{"amount": -1}, {"counterpart": -1}, {"ends": date(2010, 9, 30)}, {"currency": "usd"}]
)
def test_the_data_base_itself_refuses_impossible_awards(award, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(**wrong)


def test_only_managers_of_the_organisation_may(award):
    stranger = programme_manager()

    with pytest.raises(Refused, match="Only a programme manager of the organisation that holds the award"):
        actions.edit_award(award, by=stranger, title="Ours now")
    with pytest.raises(Refused):
        actions.create_donor(by=stranger, organisation=award.organisation, name="X")


def test_who_manages_two_organisations_says_for_which_one(client, organisation):
    both = programme_manager(organisation)
    other = OrganisationFactory()
    MembershipFactory(user=both, organisation=other, office=None, role="programme_manager")
    client.force_login(both, backend=BACKEND)

    silent = client.post(reverse("programmes:donor-create"), {"name": "PRM"})
    said = client.post(reverse("programmes:donor-create"), {"name": "PRM", "organisation": other.pk})

    assert (silent.status_code, said.status_code) == (422, 302)
    assert Donor.objects.get().organisation == other
