"""Two people change one record: the second sees both versions and chooses."""

from decimal import Decimal

import pytest
from django.urls import reverse

from programmes import actions
from programmes.forms import AwardForm
from tests.factories.programmes import programme_manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(organisation):
    return programme_manager(organisation, full_name="Julio Paz")


def typed(award, manager, **other):
    """The form as it opens, filled in, with these fields typed anew."""
    form = AwardForm(instance=award, user=manager)
    shown = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    days = {name: shown[name].strftime("%d/%m/%Y") for name in ("starts", "signed_ends")}
    money = {"amount": str(award.amount), "amount_currency": award.currency}
    return shown | days | money | {"version": award.version} | other


def test_a_change_that_meets_another_shows_both_and_loses_neither(desk, award, manager, colleague):
    mine = typed(award, manager, title="Mine", donor_office="Kept from mine")
    actions.edit_award(award, by=colleague, title="Hers", contact_name="Only hers", amount=Decimal("90000"))
    url = reverse("programmes:award-change", args=[award.pk])

    answer = desk.post(url, mine)

    assert answer.status_code == 409
    shown, of_one = (
        {one.name: (one.yours, one.theirs, one.keep) for one in answer.context[kind]}
        for kind in ("differences", "of_one")
    )
    assert shown == {"title": ("Mine", "Hers", "yours")}
    assert of_one == {
        "donor_office": ("Kept from mine", "", "yours"),
        "contact_name": ("", "Only hers", "theirs"),
        "amount": ("100,000.00 USD – US Dollar", "90,000.00 USD – US Dollar", "theirs"),
    }
    assert answer.context["changed_by"] == colleague
    award.refresh_from_db()
    assert (award.title, award.version) == ("Hers", 2)

    sent = dict(answer.context["typed"]) | {"version": answer.context["version"]}
    choices = {
        "keep_title": "yours",
        "keep_donor_office": "yours",
        "keep_contact_name": "theirs",
        "keep_amount": "theirs",
    }
    answer = desk.post(url, sent | choices)

    assert answer.status_code == 302
    award.refresh_from_db()
    assert (award.title, award.donor_office, award.contact_name) == ("Mine", "Kept from mine", "Only hers")
    assert (award.amount, award.version) == (Decimal("90000.00"), 3)


def test_a_third_change_meanwhile_is_shown_too(desk, award, manager, colleague):
    mine = typed(award, manager, title="Mine")
    actions.edit_award(award, by=colleague, title="Hers")
    url = reverse("programmes:award-change", args=[award.pk])
    first = desk.post(url, mine)
    actions.edit_award(award, by=colleague, title="Hers again")

    second = desk.post(
        url, dict(first.context["typed"]) | {"version": first.context["version"], "keep_title": "yours"}
    )

    assert second.status_code == 409
    assert [(one.name, one.theirs) for one in second.context["differences"]] == [("title", "Hers again")]


def test_saving_the_same_as_the_other_person_is_no_conflict(desk, award, manager, colleague):
    mine = typed(award, manager, title="The same")
    actions.edit_award(award, by=colleague, title="The same")

    answer = desk.post(reverse("programmes:award-change", args=[award.pk]), mine)

    assert answer.status_code == 302


def test_a_page_that_does_not_say_what_it_saw_overwrites_nothing(desk, award, manager, colleague):
    mine = typed(award, manager, title="Mine")
    del mine["version"]

    answer = desk.post(reverse("programmes:award-change", args=[award.pk]), mine)

    assert answer.status_code == 409
    award.refresh_from_db()
    assert award.title == "Protection of survivors"
