"""A program opens a figure of any period, and each category of it, down to the rows behind it."""

from datetime import date
from urllib.parse import urlencode

import pytest

from accounts.tokens import issue
from audit.models import Event
from cases.models import Case, Service
from tests.api.conftest import Caller
from tests.factories.accounts import OrganisationFactory
from tests.factories.cases import caseworker, opened_case, working_office
from tests.factories.programmes import FundingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NEW = "/api/v1/indicators/VIC-NEW"


@pytest.fixture
def program(manager):
    return Caller(issue(manager)[0])


@pytest.fixture
def people(helped):
    """Two women, of whom one came back in the next quarter, and a man."""
    woman, again, man = (
        helped(date(2010, 11, 2)),
        helped(date(2010, 11, 3), date(2011, 2, 3)),
        helped(date(2010, 11, 9)),
    )
    for case, sex in [(woman, "F"), (again, "F"), (man, "M")]:
        case.person.sex = sex
        case.person.save(update_fields=["sex"])
    return woman, again, man


def asked(award, **more):
    return urlencode({"award": award.number, "period": "FY2011-Q1"} | more, doseq=True)


def told(answer):
    assert answer.status_code == 200, answer.text
    return [row["case"] for row in answer.json()]


def test_each_category_of_a_breakdown_opens_as_many_rows_as_it_says(award, people, program):
    value = program.get(f"{NEW}/value/?{asked(award, by='sex')}").json()
    address = value["rows"]

    behind = {
        cell["sex"]: told(program.get(f"{address}&category={cell['sex']}")) for cell in value["breakdown"]
    }

    assert value["breakdown"] == [{"sex": "F", "value": 2}, {"sex": "M", "value": 1}]
    woman, again, man = people
    assert behind == {"F": [woman.number, again.number], "M": [man.number]}
    assert told(program.get(address)) == [woman.number, again.number, man.number]


def test_so_does_a_category_of_a_cross(award, people, program):
    by = "sex*age_band:child_adult"
    value = program.get(f"{NEW}/value/?{asked(award, by=by)}").json()

    rows = program.get(f"{NEW}/rows/?{asked(award, by=by, category='M*18+')}")

    assert [cell["value"] for cell in value["breakdown"] if cell["sex"] == "M"] == [1]
    assert told(rows) == [people[2].number]


def test_rows_are_told_from_where_one_asks(award, people, program):
    assert told(program.get(f"{NEW}/rows/?{asked(award, **{'from': 2})}")) == [people[2].number]


def test_who_came_before_is_continuing_and_who_did_not_is_new(award, people, helped, program):
    late = helped(date(2011, 3, 1))
    total = "/api/v1/indicators/VIC-TOT"
    asked_for = asked(award, period="FY2011-Q2", by="status_new_continuing")

    value = program.get(f"{total}/value/?{asked_for}").json()
    rows = {
        one: told(program.get(f"{total}/rows/?{asked_for}&category={one}")) for one in ("new", "continuing")
    }

    assert value["breakdown"] == [
        {"status_new_continuing": "continuing", "value": 1},
        {"status_new_continuing": "new", "value": 1},
    ]
    assert rows == {"new": [late.number], "continuing": [people[1].number]}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"category": "F"}, "by"),
        ({"category": "F", "by": ["sex", "department"]}, "by"),
        ({"category": "F", "by": "sex*department"}, "category"),
        ({"category": "woman", "by": "sex"}, "category"),
        ({"category": "F", "by": "colour"}, "by"),
    ],
)
def test_a_category_that_there_cannot_be_is_refused_beside_what_names_it(award, program, more, field):
    answer = program.get(f"{NEW}/rows/?{asked(award, **more)}")

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


def test_who_opened_rows_stands_in_the_trail(award, people, program):
    program.get(f"{NEW}/rows/?{asked(award)}")
    program.get(f"{NEW}/rows/?{asked(award, by='sex*department', category='F*GT-01')}")

    whole, women = Event.objects.filter(verb="figure.opened").order_by("pk")
    assert whole.detail == ["VIC-NEW", "FY2011-Q1"]
    assert women.detail == ["VIC-NEW", "FY2011-Q1", "sex", "F", "department", "GT-01"]
    assert whole.subjects == women.subjects == [award.pk]


def test_a_breakdown_named_twice_is_counted_once(award, people, program):
    once, twice = (
        program.get(f"/api/v1/indicators/VIC-ACTIVE/value/?{asked(award, by=by)}").json()
        for by in (["age_band:unhcr", "sex"], ["age_band:unhcr", "age_band:unhcr", "sex"])
    )

    assert sum(cell["value"] for cell in once["breakdowns"]["age_band:unhcr"]) == once["value"] == 3
    assert twice["breakdowns"] == once["breakdowns"]


@pytest.fixture
def of_a_partner(award, people):
    """Somebody whom a partner organisation helped with the money of this award, before all others."""
    office = working_office(OrganisationFactory(name="Partner"))
    FundingFactory(award=award, component=office.component_defaults.get().component)
    case = opened_case(caseworker(office), office=office, on=date(2010, 10, 1))
    facts = {"trafficking_status": "identified_programme", "identified_on": date(2010, 10, 1)}
    Case.objects.filter(pk=case.pk).update(**facts)
    Service.objects.create(
        case=case, component=case.component, on=date(2010, 11, 1), type="food", child=False
    )
    return case


@pytest.mark.parametrize(("by", "category"), [("", ""), ("age_band:child_adult", "18+")])
def test_of_a_partners_cases_she_learns_how_many_there_are_and_not_when(
    award, people, of_a_partner, program, by, category
):
    narrowed = {"by": by, "category": category} if by else {}
    cases = [*people, of_a_partner]
    Service.objects.update(child=False)

    value = program.get(f"{NEW}/value/?{asked(award)}").json()["value"]
    rows = program.get(f"{NEW}/rows/?{asked(award, **narrowed)}").json()

    assert (value, len(rows)) == (4, 4)
    assert [row["case"] for row in rows] == [*[one.number for one in cases[:3]], ""]
    assert rows[3] == {"case": "", "office": "", "on": None}


def test_nor_does_she_where_the_vault_tells_the_age(award, people, of_a_partner, program):
    rows = program.get(
        f"/api/v1/indicators/VIC-ACTIVE/rows/?{asked(award, by='age_band:unhcr', category='not_recorded')}"
    ).json()

    assert [row["case"] == "" for row in rows] == [False, False, False, True]
    assert rows[3]["on"] is None


@pytest.mark.parametrize("odd", ["a b", "x" * 81, "\0", ""])
@pytest.mark.parametrize("by", ["department", "trafficking_form:code"])
def test_what_no_code_can_be_is_no_category(award, people, program, by, odd):
    answer = program.get(f"{NEW}/rows/?{asked(award, by=by, category=odd)}")

    assert answer.status_code == 422
    assert answer.json()["errors"] == {"category": ["There is no such category."]}


@pytest.mark.parametrize("kind", ["rows", "value"])
def test_an_award_whose_number_the_data_base_cannot_look_for_is_refused_by_its_name(award, program, kind):
    said = urlencode({"award": f"{award.number}\0", "period": "FY2011-Q1"})

    answer = program.get(f"{NEW}/{kind}/?{said}")

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["award"])
