"""What a shelter says of who has no bed, of what came from paper, and of what has to be there first."""

import pytest
from django.urls import reverse

from accounts.models import OfficeKind
from programmes.models import Component, ComponentKind
from shelters.forms import PastStayForm
from shelters.models import Stay
from tests.factories.accounts import OfficeFactory, administrator
from tests.factories.programmes import ComponentFactory
from tests.factories.shelters import admitted, beds_of
from tests.shelters.conftest import browser_of

pytestmark = pytest.mark.django_db
NO_OFFICE, NO_COMPONENT = "There is no office to choose", "There is no component to choose"


def links(page, stay):
    """What stands in the link to her bed."""
    address = reverse("shelters:stay-move", args=[stay.pk])
    return page.split(f'href="{address}">')[1].split("<")[0]


def test_the_board_offers_a_bed_to_who_has_none_and_another_to_who_has_one(desk, shelter):
    waiting, sleeping = admitted(shelter), admitted(shelter, bed=beds_of(shelter)[0])

    page = desk.get(reverse("shelters:shelter", args=[shelter.pk])).content.decode()

    assert [links(page, stay) for stay in (waiting, sleeping)] == ["Give a bed", "Move"]


def test_a_stay_that_is_over_is_without_a_bed_not_yet_without_one(shelter):
    assert PastStayForm(shelter=shelter).fields["bed"].empty_label == "No bed"


def test_a_stay_entered_from_paper_says_so(desk, shelter):
    stay = admitted(shelter)
    page = reverse("shelters:stay", args=[stay.pk])
    assert "Entered later, from" not in desk.get(page).content.decode()

    Stay.objects.update(entered_from="paper")

    assert "Entered later, from" in desk.get(page).content.decode()


def test_where_nothing_can_be_chosen_it_is_said_what_comes_first(db):
    office = OfficeFactory()
    desk = browser_of(administrator(office.organisation))

    def said():
        page = desk.get(reverse("shelters:shelter-create")).content.decode()
        return [words in page for words in (NO_OFFICE, NO_COMPONENT)]

    assert said() == [True, False]
    OfficeFactory(organisation=office.organisation, kind=OfficeKind.SHELTER)
    Component.objects.filter(kind=ComponentKind.SHELTER).delete()
    assert said() == [False, True]
    ComponentFactory(organisation=office.organisation, kind=ComponentKind.SHELTER)
    assert said() == [False, False]


def test_the_page_that_sets_one_up_is_called_by_what_one_does_there(shelter):
    desk = browser_of(administrator(shelter.office.organisation))
    desk.cookies["language"] = "es"

    page = desk.get(reverse("shelters:shelter-create")).content.decode()

    assert "Configuró un albergue" not in page
