"""A shelter is set up by its administrator or coordinator: whom it admits, its rooms and its beds."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import OfficeKind
from accounts.roles import Role
from audit.doors import Refused
from cases.models import CaseRole, Person
from programmes.models import ComponentKind
from shelters import actions
from shelters.fit import misfits
from shelters.models import Bed, Shelter
from tests.factories.accounts import OfficeFactory, administrator, member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office
from tests.factories.programmes import ComponentFactory
from tests.factories.shelters import admitted, beds_of
from tests.shelters.conftest import browser_of

pytestmark = pytest.mark.django_db
NIGHT = date(2026, 3, 2)
GENDER = "The shelter is not meant for her gender."
AGE = "The shelter is not meant for her age."
ABLE = "The shelter is not fit for the difficulties she has."
CHILDREN = "The shelter takes no children with their mother."


@pytest.fixture
def office(db):
    return OfficeFactory(kind=OfficeKind.SHELTER)


@pytest.fixture
def component(office):
    return ComponentFactory(organisation=office.organisation, kind=ComponentKind.SHELTER)


def test_an_administrator_sets_up_the_shelter_of_an_office_and_its_beds(office, component):
    desk = browser_of(administrator(office.organisation))
    typed = {
        "office": office.pk, "component": component.pk, "genders": ["feminine"], "youngest": "12",
        "oldest": "17", "expected_months": "6", "longest_months": "8", "once": "one",
    }  # fmt: skip

    made = desk.post(reverse("shelters:shelter-create"), typed)
    shelter = Shelter.objects.get()
    room = {"name": "Ceiba", "beds": "3", "cots": "1", "since": "01/03/2026", "once": "two"}
    desk.post(reverse("shelters:room-add", args=[shelter.pk]), room)

    assert made.url == reverse("shelters:rooms", args=[shelter.pk])
    assert (shelter.office, shelter.genders, shelter.youngest, shelter.oldest) == (
        office,
        ["feminine"],
        12,
        17,
    )
    assert [(str(bed), bed.cot) for bed in Bed.objects.in_order()] == [
        ("Ceiba-1", False), ("Ceiba-2", False), ("Ceiba-3", False), ("Ceiba-4", True),
    ]  # fmt: skip


def test_a_coordinator_sets_up_her_own_house_and_no_other(office, component):
    made = actions.create_shelter(by=supervisor(office), office=office, component=component)

    assert made.office == office
    with pytest.raises(Refused):
        actions.create_shelter(by=supervisor(), office=office, component=component)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SUPERVISOR, Role.ADMINISTRATOR)])
def test_nobody_else_sets_up_a_shelter(office, component, role):
    with pytest.raises(Refused):
        actions.create_shelter(by=member(role, office), office=office, component=component)


def test_an_office_that_is_no_shelter_and_a_strangers_component_are_refused(office, component):
    plain = OfficeFactory(organisation=office.organisation)

    for wrong in (
        {"office": plain, "component": component},
        {"office": office, "component": ComponentFactory()},
    ):
        with pytest.raises(ValidationError):
            actions.create_shelter(by=administrator(office.organisation), **wrong)


def test_an_office_has_one_shelter(shelter):
    by = administrator(shelter.office.organisation)

    with pytest.raises(ValidationError):
        actions.create_shelter(by=by, office=shelter.office, component=shelter.component)
    assert browser_of(by).get(reverse("shelters:shelters")).context["may_add"] is False


def test_ages_and_months_stand_in_order(shelter, head):
    for wrong in ({"youngest": 18, "oldest": 17}, {"expected_months": 9}):
        with pytest.raises(ValidationError):
            actions.change_shelter(shelter, by=head, **wrong)


def test_beds_are_numbered_on(shelter, head):
    room = shelter.rooms.get()

    actions.add_beds(room, by=head, beds=2, since=NIGHT)

    assert [bed.place for bed in beds_of(shelter)] == [1, 2, 3, 4, 5]


def test_two_rooms_of_one_name_are_refused_beside_the_name(shelter, head):
    answer = browser_of(head).post(
        reverse("shelters:room-add", args=[shelter.pk]),
        {"name": "A", "beds": "1", "since": "01/03/2026", "once": "one"},
    )

    assert answer.status_code == 422
    assert "The shelter has a room of this name already." in answer.content.decode()


def test_two_who_change_one_shelter_see_both_versions(shelter, head):
    actions.change_shelter(shelter, by=head, youngest=12)

    answer = browser_of(head).post(
        reverse("shelters:shelter-change", args=[shelter.pk]),
        {
            "component": shelter.component_id, "youngest": "14", "expected_months": "6",
            "longest_months": "8", "takes_children": "on", "takes_pregnant": "on", "version": "1",
        },
    )  # fmt: skip

    assert (answer.status_code, Shelter.objects.get(pk=shelter.pk).youngest) == (409, 12)


# Whom it admits: it warns and never refuses


def person(case, **facts):
    Person.objects.filter(pk=case.person_id).update(**facts)
    return case.__class__.objects.select_related("person").get(pk=case.pk)


@pytest.mark.parametrize(
    ("house", "who", "told"),
    [
        ({}, {"sex": "M"}, []),
        ({"genders": ["feminine"]}, {"sex": "F"}, []),
        ({"genders": ["feminine"]}, {"sex": "M"}, [GENDER]),
        ({"genders": ["feminine"]}, {"sex": "M", "gender": "trans_feminine"}, []),
        ({"genders": ["feminine"]}, {"sex": "F", "gender": "trans_masculine"}, [GENDER]),
        ({"genders": ["feminine"]}, {"sex": "M", "gender": "unknown"}, [GENDER]),
        ({"genders": ["feminine"]}, {"sex": "U"}, []),
        ({"youngest": 18}, {"majority": "minor"}, [AGE]),
        ({"youngest": 18}, {"majority": "unknown"}, []),
        ({"oldest": 17}, {"majority": "adult"}, [AGE]),
        ({"oldest": 60}, {"majority": "adult"}, []),
        ({}, {"disabilities": ["seeing"]}, [ABLE]),
        ({}, {"disabilities": ["none"]}, []),
        ({"takes_disabled": True}, {"disabilities": ["seeing"]}, []),
    ],
)
def test_it_warns_by_gender_as_it_is_lived_by_age_and_by_difficulties(shelter, head, case, house, who, told):
    actions.change_shelter(shelter, by=head, **house)

    assert misfits(shelter, person(case, **who), NIGHT) == told


@pytest.mark.parametrize(("born", "told"), [(date(2008, 3, 2), [AGE]), (date(2008, 3, 3), [])])
def test_the_age_is_that_of_the_first_night(shelter, head, case, born, told):
    actions.change_shelter(shelter, by=head, youngest=12, oldest=17)
    case.person.birth_date, case.person.birth_precision, case.person.birth_year = born, "day", born.year
    case.person.save()

    assert misfits(shelter, case, NIGHT) == told


@pytest.mark.parametrize(("takes", "told"), [(True, []), (False, [CHILDREN])])
def test_a_child_comes_with_its_mother_whatever_its_age(shelter, head, case, takes, told):
    actions.change_shelter(shelter, by=head, genders=["feminine"], youngest=18, takes_children=takes)
    facts = {"role": CaseRole.ACCOMPANYING_CHILD, "mother_case": case, "sex": "M", "majority": "minor"}
    child = opened_case(case.worker, **facts)

    alone = misfits(shelter, child, NIGHT)
    admitted(shelter, case=case, not_fitting="Nowhere else tonight")

    assert (alone, misfits(shelter, child, NIGHT)) == ([GENDER, AGE], told)


def test_the_page_of_the_mothers_stay_offers_to_admit_her_child(shelter, case):
    child = opened_case(
        case.worker, role=CaseRole.ACCOMPANYING_CHILD, mother_case=case, sex="M", majority="minor"
    )
    stay = admitted(shelter, case=case)
    url, desk = reverse("shelters:stay", args=[stay.pk]), browser_of(case.worker)

    before = desk.get(url).content.decode()
    admitted(shelter, case=child)

    assert f"?case={child.number}" in before
    assert f"?case={child.number}" not in desk.get(url).content.decode()


@pytest.mark.parametrize(("level", "offered"), [(None, False), ("reference", False), ("assistance", True)])
def test_her_child_is_offered_to_who_reads_more_of_its_case_than_the_number(
    shelter, staff, case, level, offered
):
    elsewhere = working_office(shelter.office.organisation)
    child = opened_case(
        caseworker(elsewhere), role=CaseRole.ACCOMPANYING_CHILD, mother_case=case, majority="minor"
    )
    stay = admitted(shelter, by=staff, case=case)
    if level:
        let_in(staff, child, level)

    page = browser_of(staff).get(reverse("shelters:stay", args=[stay.pk])).content.decode()

    assert (child.number in page) == offered
