"""Two people change one record: the second sees both versions and chooses."""

import re
from decimal import Decimal
from html import unescape

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
    assert shown == {"title": ("Mine", "Hers", "")}
    assert of_one == {
        "donor_office": ("Kept from mine", "", "yours"),
        "contact_name": ("", "Only hers", "theirs"),
        "amount": ("100,000.00 USD – US Dollar", "90,000.00 USD – US Dollar", "theirs"),
    }
    assert answer.context["changed_by"] == colleague
    award.refresh_from_db()
    assert (award.title, award.version) == ("Hers", 2)

    sent = sent_by(answer)
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


def sent_by(answer):
    """What the page of both versions sends when nothing is chosen in it that was not chosen beforehand."""
    boxes = re.findall(r"<input [^>]*>", answer.content.decode().split('<form method="post">')[1])
    sent = {}
    for box in (dict(re.findall(r'(\w+)="([^"]*)"', box)) | {"checked": " checked" in box} for box in boxes):
        if box["type"] == "hidden" or box["checked"]:
            sent.setdefault(box["name"], []).append(unescape(box["value"]))
    return sent


def test_what_both_wrote_is_chosen_by_nobody_beforehand_and_pressing_enter_saves_nothing(
    desk, award, manager, colleague
):
    url = reverse("programmes:award-change", args=[award.pk])
    mine = typed(award, manager, title="Mine", donor_office="Kept from mine", contact_name="Of mine")
    actions.edit_award(award, by=colleague, title="Hers", contact_name="Hers too")

    shown = desk.post(url, mine)
    again = desk.post(url, sent_by(shown) | {"keep_title": "theirs"})

    assert again.status_code == 409
    page = again.content.decode()
    assert page.count("Choose which of the two shall stand.") == 1
    assert 'aria-describedby="missed_contact_name"' in page
    kept = {one.name: one.keep for one in [*again.context["differences"], *again.context["of_one"]]}
    assert kept == {"title": "theirs", "contact_name": "", "donor_office": "yours"}
    award.refresh_from_db()
    assert (award.title, award.contact_name, award.version) == ("Hers", "Hers too", 2)
    assert desk.post(url, sent_by(again) | {"keep_contact_name": "yours"}).status_code == 302
    award.refresh_from_db()
    assert (award.title, award.contact_name, award.donor_office) == ("Hers", "Of mine", "Kept from mine")


def test_what_was_chosen_among_older_words_is_asked_anew(desk, award, manager, colleague):
    url = reverse("programmes:award-change", args=[award.pk])
    mine = typed(award, manager, title="Mine", contact_name="Of mine")
    actions.edit_award(award, by=colleague, title="Hers", contact_name="Hers too")
    shown = desk.post(url, mine)
    actions.edit_award(award, by=colleague, title="Hers again")

    again = desk.post(url, sent_by(shown) | {"keep_title": "yours"})

    assert sorted((one.name, one.theirs, one.keep) for one in again.context["differences"]) == [
        ("contact_name", "Hers too", ""),
        ("title", "Hers again", ""),
    ]
    assert "Choose which of the two" not in again.content.decode()


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


def test_what_was_left_to_the_other_person_stays_hers_when_a_third_change_comes(
    desk, award, manager, colleague
):
    mine = typed(award, manager, title="Mine")
    actions.edit_award(award, by=colleague, contact_name="Only hers")
    url = reverse("programmes:award-change", args=[award.pk])
    first = desk.post(url, mine)
    actions.edit_award(award, by=colleague, donor_office="Hers too")

    second = desk.post(url, sent_by(first))
    third = desk.post(url, sent_by(second))

    assert {one.name: one.keep for one in first.context["of_one"]}["contact_name"] == "theirs"
    assert (second.status_code, third.status_code) == (409, 302)
    award.refresh_from_db()
    assert (award.title, award.contact_name, award.donor_office) == ("Mine", "Only hers", "Hers too")


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
