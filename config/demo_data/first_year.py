"""The first year of the shelter El Refugio, told again through the actions with its own dates: back entry.

What the file lacks follows the fixed rules that the README names.
"""

import datetime
from pathlib import Path

import yaml

from accounts.models import User
from cases import actions as cases
from cases.models import EnteredFrom
from programmes.models import Component
from shelters import actions as shelters
from shelters.models import Bed

FILE = Path(__file__).with_name("shelter-first-year.yaml")
BEGAN = datetime.date(2010, 10, 1)
# Every case of the file is closed on the later of its last dated record and this day.
CLOSED = datetime.date(2012, 10, 1)
DEMO = EnteredFrom.DEMO
HOW_FOUND = {"source": "prosecutor", "found_in": "GT-09", "danger": "no"}
ACT = "recruitment"
RISK = "medium"
ROOMS = 10
CONSENT = ["interview", "data_processing", "assistance", "shelter_entry", "followup"]
EXITS = {
    "family": "family",
    "substitute_family": "substitute_family",
    "independent_living": "independent_living",
}


def load(places):
    """The shelter as the file describes it, and its 66 people."""
    story = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    office = places["refugio"]
    shelter = load_shelter(story["shelter"], office)
    worker, coordinator = people_of(office)
    loaded = [(load_person(facts, office, worker, coordinator), facts) for facts in story["people"]]
    load_stays(loaded, shelter, coordinator)
    for case, facts in loaded:
        close(case, facts, coordinator)


def people_of(office):
    """Who entered the papers, and who coordinates the shelter."""
    working = User.objects.filter(memberships__office=office)
    return working.get(memberships__role="caseworker"), working.get(memberships__role="supervisor")


def load_shelter(facts, office):
    """Ten rooms of four beds, in use from the first day of the first award."""
    administrator = User.objects.get(sign_in_name="administrator")
    coordinator = people_of(office)[1]
    shelter = shelters.create_shelter(
        by=administrator,
        office=office,
        component=Component.objects.default_for(office).get(),
        genders=["feminine", "trans_feminine"],
        youngest=facts["admits"]["ages"][0],
        oldest=facts["admits"]["ages"][1],
    )
    shelters.write_address(
        shelter,
        by=coordinator,
        address="Casa sin rótulo, zona 9 (dirección inventada)",
        telephone="0000 0000",
    )
    for number in range(ROOMS):
        beds = facts["beds"] // ROOMS
        shelters.add_room(shelter, by=coordinator, name=f"{number + 1:02}", beds=beds, since=BEGAN)
    return shelter


def load_person(facts, office, worker, coordinator):
    """One person of the file: her case, her grounds, what was done to her, and all she was given."""
    identified = day(facts["identified_on"])
    case = cases.open_case(
        by=worker,
        office=office,
        on=identified,
        found_on=identified,
        entered_from=DEMO,
        sex=facts["sex"],
        majority="minor" if is_child(facts, identified) else "adult",
        **HOW_FOUND,
    )
    describe(case, facts, worker)
    cases.identify_case(
        case,
        by=coordinator,
        on=identified,
        trafficking_status="identified_programme",
        status_decider="ngo",
        reviewed_by=User.objects.get(sign_in_name="supervisor"),
        entered_from=DEMO,
    )
    cases.activate_case(case, by=worker, on=day(facts["consent_on"]), entered_from=DEMO)
    assess(case, facts, worker)
    for service in facts["services"]:
        cases.record_service(case, by=worker, on=day(service["on"]), type=service["type"], entered_from=DEMO)
    return case


def describe(case, facts, worker):
    """Her grounds first, then who she is and what was done to her."""
    consent_on, child = day(facts["consent_on"]), is_child(facts, day(facts["consent_on"]))
    guardian = {"giver": "parent", "giver_name": "Su madre", "assent": "given"}
    cases.record_ground(
        case,
        by=worker,
        kind="consent",
        since=consent_on,
        purposes=CONSENT,
        form="written",
        language="spa",
        **(guardian if child else {"giver": "self_adult"}),
    )
    born = day(facts["birth_date"])
    cases.describe_person(
        case.person,
        by=worker,
        case=case,
        on=consent_on,
        given_names=facts["given_names"],
        family_names=facts["family_names"],
        birth_date=born,
        birth_precision="day",
        nationalities=[facts["nationality"]],
        languages=["spa"],
        origin=facts["department_of_origin"] or "",
    )
    cases.record_exploitation(
        case,
        by=worker,
        on=consent_on,
        acts=[ACT],
        control=facts["means"],
        purposes=facts["exploitation"],
        country="GT",
        department=HOW_FOUND["found_in"],
        was_child=facts["age_when_trafficked"] < 18,
    )


def assess(case, facts, worker):
    """Of her risk the file says nothing: it counts as medium on the day on which she was admitted."""
    if stay := facts["stay"]:
        on = day(stay["admitted_on"])
        cases.assess_risk(case, by=worker, on=on, level=RISK, entered_from=DEMO)


def load_stays(loaded, shelter, coordinator):
    """Who came and who left, day by day, whoever left first: each gets the lowest bed free that night."""
    lived = [
        (case, stay) for case, facts in loaded for stay in (facts["stay"], facts.get("second_stay")) if stay
    ]
    came = [(day(stay["admitted_on"]), 1, number) for number, (_case, stay) in enumerate(lived)]
    left = [
        (day(stay["left_on"]), 0, number) for number, (_case, stay) in enumerate(lived) if stay["left_on"]
    ]
    stays = {}
    for on, arrives, number in sorted(came + left):
        case, facts = lived[number]
        if arrives:
            stays[number] = admit(case, on, shelter, coordinator)
        else:
            leave(stays[number], on, facts["exit_to"], coordinator)


def admit(case, on, shelter, coordinator):
    return shelters.admit_person(
        shelter,
        by=coordinator,
        case=case,
        admitted_on=on,
        admission_reason="voluntary",
        bed=lowest_free_bed(shelter, on),
        entered_from=DEMO,
    )


def lowest_free_bed(shelter, night):
    """The first bed, by room and number, in which nobody sleeps that night; None when all are taken."""
    return Bed.objects.filter(room__shelter=shelter).free(night).in_order().first()


def leave(stay, on, exit_to, coordinator):
    shelters.record_exit(
        stay, by=coordinator, left_on=on, exit_reason=exit_to, exit_decided_by="team", entered_from=DEMO
    )


def close(case, facts, coordinator):
    """Every case of the file is closed, with how it ended as far as the file says."""
    case.refresh_from_db()
    cases.close_case(
        case,
        by=coordinator,
        on=max(CLOSED, last_day_of(facts)),
        closure_reason="goals_met",
        reintegration_outcome="unknown",
        final_risk="low",
        told_how_to_return=True,
        entered_from=DEMO,
    )


def last_day_of(facts):
    """The latest day that stands anywhere in her part of the file."""
    if isinstance(facts, dict):
        return max(map(last_day_of, facts.values()), default=datetime.date.min)
    if isinstance(facts, list):
        return max(map(last_day_of, facts), default=datetime.date.min)
    try:
        return day(facts) or datetime.date.min
    except (TypeError, ValueError):
        return datetime.date.min


def is_child(facts, on):
    """Was she under 18 on this day?"""
    born = day(facts["birth_date"])
    return (on.year - born.year - ((on.month, on.day) < (born.month, born.day))) < 18


def day(text):
    """A day of the file; None where it says nothing."""
    return datetime.date.fromisoformat(text) if text else None
