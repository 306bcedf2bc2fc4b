"""A supervisor decides whether somebody is a victim: two laws side by side, either is enough to presume."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from audit.doors import Refused
from audit.models import Event
from cases import actions, legal
from cases.models import CaseExploitation, Exploitation, Population, Status
from tests.factories.accounts import OrganisationFactory
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from work.actions import history

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 3, 9)
WORKED = {"acts": ["recruitment"], "purposes": ["forced_labour"]}


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared as they are written in the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def office():
    return working_office(OrganisationFactory(country="GT"))


@pytest.fixture
def case(office):
    return opened_case(caseworker(office))


@pytest.fixture
def boss(office):
    return supervisor(office)


def lived_through(case, *, was_child=False, **facts):
    """An event that this person lived through."""
    usual = {"began": datetime.date(2025, 1, 1), "began_precision": "day"}
    event = Exploitation.objects.create(**usual | facts)
    CaseExploitation.objects.create(case=case, exploitation=event, was_child=was_child)
    return event


def identify(case, by, **facts):
    usual = {"on": ON, "trafficking_status": "presumed", "status_decider": "ngo"}
    return actions.identify_case(case, by=by, **usual | facts)


def outcome(case, on=ON):
    return {law: result and result.met for law, result in legal.side_by_side(case, on).items()}


def test_guatemala_asks_no_means_and_palermo_asks_them_of_adults(case):
    lived_through(case, **WORKED)

    assert outcome(case) == {"national": True, "palermo": False}
    assert legal.side_by_side(case, ON)["palermo"].missing == ("means_missing",)


def test_a_child_needs_no_means_by_either_law(case):
    lived_through(case, was_child=True, **WORKED)

    assert outcome(case) == {"national": True, "palermo": True}


def test_how_she_was_kept_under_control_says_by_which_means(case):
    lived_through(case, control=["threats", "withholds_documents"], **WORKED)

    assert legal.side_by_side(case, ON)["palermo"].means == ("threat_force", "coercion")


@pytest.mark.parametrize(
    ("facts", "national", "palermo"),
    [
        ({"acts": ["retention"], "purposes": ["sexual"], "means": ["deception"]}, True, False),
        ({"acts": ["transfer"], "purposes": ["other"], "means": ["deception"]}, True, False),
        ({"acts": ["transfer"], "purposes": [], "means": ["deception"]}, False, False),
        ({"acts": [], "purposes": ["sexual"], "means": ["deception"]}, False, False),
        ({"acts": ["transfer"], "purposes": ["unknown"], "means": ["deception"]}, False, False),
    ],
)
def test_each_law_knows_its_own_acts_and_purposes(case, facts, national, palermo):
    lived_through(case, **facts)

    assert outcome(case) == {"national": national, "palermo": palermo}


@pytest.mark.parametrize(
    ("country", "began", "rule"),
    [
        ("GT", datetime.date(2010, 5, 1), "gt_9_2009_art_202_ter"),
        ("GT", datetime.date(2008, 5, 1), None),
        ("HN", datetime.date(2015, 5, 1), "hn_59_2012"),
        ("HN", datetime.date(2024, 5, 1), "hn_130_2017_art_219"),
        ("MX", datetime.date(2024, 5, 1), "gt_9_2009_art_202_ter"),
    ],
)
def test_the_law_is_that_of_the_place_and_the_day_or_that_of_the_office(case, country, began, rule):
    lived_through(case, country=country, began=began, **WORKED)

    national = legal.side_by_side(case, ON)["national"]
    assert (national and national.rule) == rule


def test_of_several_events_the_strongest_counts(case):
    lived_through(case, acts=["transfer"])
    lived_through(case, means=["deception"], **WORKED)

    assert outcome(case) == {"national": True, "palermo": True}


def test_she_is_presumed_when_one_of_the_two_is_met_and_the_rule_is_kept(case, boss):
    lived_through(case, **WORKED)

    case = identify(case, boss)

    assert (case.status, case.identified_on, case.trafficking_status) == (Status.IDENTIFIED, ON, "presumed")
    assert case.legal_test["national"] == {
        "rule": "gt_9_2009_art_202_ter",
        "met": True,
        "reasons": ["act_found", "means_not_asked", "purpose_found"],
        "acts": ["recruitment"],
        "means": [],
        "purposes": ["forced_labour"],
    }
    assert legal.read(case.legal_test)["palermo"].met is False
    assert [change.after for change in case.status_changes.all()] == ["intake", "identified"]
    assert [revision.verb for revision, _before in history(case)] == ["case.identified"]
    assert Event.objects.filter(verb="case.identified", actor=boss.pk).count() == 1


def test_without_elements_nothing_is_decided_and_what_is_missing_is_said(case, boss):
    lived_through(case, acts=["transfer"])

    with pytest.raises(ValidationError) as refused:
        identify(case, boss)

    assert refused.value.code == "no_elements"
    assert "No purpose of exploitation" in refused.value.messages[0]


def test_what_a_court_decided_is_recorded_whatever_our_test_says(case, boss):
    case = identify(case, boss, trafficking_status="confirmed_court", status_decider="court_prosecution")

    assert (case.status, case.trafficking_status) == (Status.IDENTIFIED, "confirmed_court")


def test_assistance_under_way_goes_on_when_she_is_identified(case, boss):
    lived_through(case, **WORKED)
    actions.activate_case(case, by=case.worker, on=ON)

    assert identify(case, boss).status == Status.ACTIVE


def test_outside_the_scope_her_population_changes_and_help_goes_on(case, boss):
    case = actions.find_outside_scope(
        case, by=boss, on=ON, population=Population.VULNERABLE_MIGRANT, reason="x"
    )

    assert (case.status, case.population) == (Status.OUTSIDE_SCOPE, "vulnerable_migrant")
    assert case.trafficking_status == "vulnerable_migrant"
    service = actions.record_service(case, by=case.worker, on=ON, type="food")
    assert service.case == case
    assert actions.activate_case(case, by=case.worker, on=ON).status == Status.ACTIVE


def test_whoever_was_outside_the_scope_can_still_be_identified(case, boss):
    actions.find_outside_scope(case, by=boss, on=ON, population=Population.AT_RISK, reason="x")
    lived_through(case, was_child=True, **WORKED)

    case = identify(case, boss)

    assert (case.status, case.population) == (Status.IDENTIFIED, Population.VICTIM)


def test_only_a_supervisor_of_the_office_decides(case, office):
    lived_through(case, **WORKED)
    elsewhere = supervisor(working_office(office.organisation))

    for somebody in (case.worker, elsewhere):
        with pytest.raises(Refused):
            identify(case, somebody)


def test_a_day_that_has_not_come_is_refused(case, boss):
    lived_through(case, **WORKED)

    with pytest.raises(ValidationError) as refused:
        identify(case, boss, on=datetime.date(2100, 1, 1))

    assert list(refused.value.error_dict) == ["on"]


def test_assistance_begins_and_what_is_missing_becomes_a_task(case):
    case = actions.activate_case(case, by=case.worker, on=ON)

    assert case.status == Status.ACTIVE
    waiting = case.tasks.open().order_by("kind")
    assert [(task.kind, task.assignee) for task in waiting] == [
        ("consent_to_assistance", case.worker),
        ("consent_to_data", case.worker),
        ("needs", case.worker),
        ("plan", case.worker),
        ("risk_assessment", case.worker),
    ]


def test_back_entry_makes_no_task(case):
    case = actions.activate_case(case, by=case.worker, on=ON, entered_from="paper")

    assert case.tasks.count() == 0


def test_what_is_missing_leads_to_where_it_is_asked(client, case, boss):
    client.force_login(boss, backend="allauth.account.auth_backends.AuthenticationBackend")
    actions.record_ground(case, by=case.worker, kind="duty_to_report", since=case.opened_on)
    intake = f"/cases/{case.number}/intake/exploitation/"
    links = re.compile(rf'href="({intake}(?:#(\w+))?)"')

    nothing = client.get(f"/cases/{case.number}/identify/").content.decode()
    lived_through(case, acts=["recruitment"])
    some = client.get(f"/cases/{case.number}/identify/").content.decode()
    asked = client.get(intake).content.decode()

    assert {address for address, _question in links.findall(nothing)} == {intake}
    questions = {question for _address, question in links.findall(some)}
    assert questions == {"id_purposes_0", "id_means_0"}
    assert [question for question in questions if f'id="{question}"' not in asked] == []


def test_of_who_wants_nothing_kept_nothing_is_asked(client, case, boss):
    client.force_login(boss, backend="allauth.account.auth_backends.AuthenticationBackend")
    actions.keep_unnamed(case, by=case.worker)

    assert "/intake/exploitation/" not in client.get(f"/cases/{case.number}/identify/").content.decode()
