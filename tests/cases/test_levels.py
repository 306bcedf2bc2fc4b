"""What is told of a case at each level: its page and what a program is told go by one table."""

import ast
import inspect

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from accounts.roles import Role
from cases import actions, rules, showing, timelines
from cases.api.rows import CaseDetail
from cases.forms import opening
from cases.keeping import call_supervisors
from cases.levels import TOLD, told_at
from cases.models import ORDER, Level, Task
from cases.task_words import WORDS
from config.my_day import notices_for
from tests.factories.accounts import member
from tests.factories.cases import ENDING, OPENED, caseworker, let_in, opened_case, supervisor
from tests.factories.proceedings import proceeding_of, step_of
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
LEVELS = [Level.REFERENCE, Level.ASSISTANCE, Level.FULL]
# {what is told: at least at which level}, as a reader of the design would say it (design §3).
FROM = {
    "code_name": Level.REFERENCE,
    "opened_on": Level.REFERENCE,
    "needs": Level.ASSISTANCE,
    "stages": Level.ASSISTANCE,
    "mother_case": Level.ASSISTANCE,
    "services": Level.ASSISTANCE,
    "notes": Level.ASSISTANCE,
    "plans": Level.ASSISTANCE,
    "documents": Level.ASSISTANCE,
    "risk": Level.ASSISTANCE,
    "tasks": Level.ASSISTANCE,
    "role": Level.FULL,
    "population": Level.FULL,
    "danger": Level.FULL,
    "source": Level.FULL,
    "found_on": Level.FULL,
    "entered_from": Level.FULL,
    "trafficking_status": Level.FULL,
    "status_decider": Level.FULL,
    "identified_on": Level.FULL,
    "legal_test": Level.FULL,
    "decision_reason": Level.FULL,
    "screening": Level.FULL,
    "reviewed_by": Level.FULL,
    "pointed_to": Level.FULL,
    "reflection_ends_on": Level.FULL,
    "screenings": Level.FULL,
    "closure_reason": Level.FULL,
    "reintegration_outcome": Level.FULL,
    "final_risk": Level.FULL,
    "found_in": Level.FULL,
    "grounds": Level.FULL,
    "best_interests": Level.FULL,
    "risk_notices": Level.FULL,
    "proceedings": Level.FULL,
    "conferences": Level.FULL,
    "outings": Level.ASSISTANCE,
    "told_how_to_return": Level.FULL,
    "closing_summary": Level.FULL,
}
# Closed with the account once she was found no victim, or said of a victim alone (test_outside_the_scope).
NOT_OF_THIS_CASE = {"decision_reason", "screening", "reflection_ends_on"}
OF_PROGRAMS = set(FROM) & set(CaseDetail.Meta.fields) - NOT_OF_THIS_CASE
# How each stands on the page, where it does.
ON_PAGE = {
    "code_name": "Ceiba",
    "needs": "What is needed now",
    "services": "All services",
    "notes": "All notes",
    "documents": "All documents",
    "risk": "All assessments",
    "tasks": "What waits to be done",
    "role": "Helped as",
    "population": "Population",
    "source": "Who brought or sent her",
    "found_on": "First contact",
    "entered_from": "Entered later, from",
    "trafficking_status": "Outside the scope",
    "pointed_to": "Pointed to",
    "closure_reason": "Reason of the closing",
    "final_risk": "Risk that was left",
    "told_how_to_return": "Told how to come back",
    "closing_summary": "Went to her aunt",
    "grounds": "Duty to report",
    "risk_notices": "Danger to the family passed on",
    "proceedings": "Anticipated testimony",
    "outings": "Where the person has to be",
}
ROLES = [Role.CASEWORKER, Role.SHELTER_STAFF]


@pytest.fixture
def case():
    """A case that was found outside the scope, went on, and was closed."""
    mother = opened_case(caseworker())
    boss = supervisor(mother.office)
    case = opened_case(
        mother.worker, code_name="Ceiba", mother_case=mother, role="accompanying_child", majority="minor",
        entered_from="paper",
    )  # fmt: skip
    actions.record_needs(case, by=case.worker, needs=["food"])
    actions.assess_risk(case, by=case.worker, level="medium")
    ground = actions.record_ground(case, by=case.worker, kind="duty_to_report", since=OPENED)
    today = timezone.localdate()
    told = {"receiver": "Consulate", "country": "HN", "what": "Her mother is threatened."}
    actions.pass_risk_on(case, by=case.worker, on=today, ground=ground, **told)
    proceeding = proceeding_of(case)
    step_of(proceeding)
    step_of(proceeding, kind="anticipated_testimony", state="held", on=today)
    actions.find_outside_scope(
        case, by=boss, on=today, population="at_risk", reason="x", pointed_to=["labour"]
    )
    actions.activate_case(case, by=case.worker, on=today)
    ending = ENDING | {"closure_reason": "moved", "closing_summary": "Went to her aunt"}
    return actions.close_case(case, by=boss, on=today, **ending)


def reader(case, role, level):
    person = member(role, case.office, since="2010-01-01")
    let_in(person, case, level)
    let_in(person, case.mother_case, Level.REFERENCE)
    return person


def expected_at(level):
    """What is told at this level, as the design says it."""
    return {name for name, least in FROM.items() if ORDER[least] <= ORDER[level]}


def held(role, level):
    """Shelter staff look after her: what happened to her is told to them at no level."""
    return Level.ASSISTANCE if role == Role.SHELTER_STAFF and level == Level.FULL else level


def test_every_field_that_a_program_is_told_stands_in_the_table():
    named = [name for names in TOLD.values() for name in names]

    assert len(named) == len(set(named))
    assert set(CaseDetail.Meta.fields) - {"level"} <= set(named)
    assert {name: level for level, names in TOLD.items() for name in names} | FROM == {
        name: level for level, names in TOLD.items() for name in names
    }


READERS_OF_THE_TABLE = [showing, timelines, opening]


def test_every_name_of_the_table_is_read_by_the_page_or_by_what_programs_are_told():
    """A name that nobody asks for promises a door that is not there."""
    asked = {
        node.value
        for module in READERS_OF_THE_TABLE
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Constant)
    }

    assert {name for names in TOLD.values() for name in names} <= asked | set(CaseDetail.Meta.fields)


TAKEN_OUT = {
    "needs": "needs", "services": "services", "notes": "notes", "documents": "documents",
    "children": "children",
    "mother_case": "mother", "risk": "risk", "outings": "outings",
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN_OUT)
def test_what_is_taken_out_of_the_table_is_not_on_the_page(case, name):
    told = told_at(Level.FULL)

    whole, less = (
        showing.for_whoever_helps(case.worker, case, names, timelines.written(case, case.worker, names))
        for names in (told, told - {name})
    )

    assert (TAKEN_OUT[name] in whole, TAKEN_OUT[name] in less) == (True, False)


def test_nobody_is_told_anything_without_a_level():
    assert told_at(None) == set()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("level", LEVELS)
def test_a_program_is_told_what_its_level_says(case, role, level):
    row = program_of(reader(case, role, level)).get(f"/api/v1/cases/{case.number}/").json()

    told = {name for name in OF_PROGRAMS if row[name] is not None}
    assert told == expected_at(held(role, level)) & OF_PROGRAMS
    assert row["level"] == held(role, level)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("level", LEVELS)
def test_the_page_shows_the_same(case, role, level):
    page = browser_of(reader(case, role, level)).get(f"/cases/{case.number}/").content.decode()

    shown = {name for name, words in ON_PAGE.items() if words in page}
    assert shown == expected_at(held(role, level)) & set(ON_PAGE)


@pytest.mark.parametrize("level", LEVELS)
def test_lists_of_programs_tell_what_the_lowest_level_tells(case, level):
    row = program_of(reader(case, Role.CASEWORKER, level)).get("/api/v1/cases/").json()["results"][0]

    assert set(row) == set(TOLD[Level.REFERENCE])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("level", [Level.ASSISTANCE, Level.FULL])
def test_that_a_service_comes_from_an_old_file_is_told_to_who_is_told_it_of_its_case(case, role, level):
    actions.record_service(case, by=case.worker, on=OPENED, type="food", entered_from="paper")
    actions.record_service(case, by=case.worker, on=OPENED, type="food")
    program = program_of(reader(case, role, level))

    rows = program.get(f"/api/v1/services/?case={case.number}").json()["results"]
    alone = [program.get(f"/api/v1/services/{row['id']}/").json() for row in rows]

    told = {"", "paper"} if held(role, level) == Level.FULL else {None}
    assert {row["entered_from"] for row in rows} == {row["entered_from"] for row in alone} == told


@pytest.mark.parametrize("profession", ["", "psychology", "law", "medicine"])
@pytest.mark.parametrize("level", LEVELS)
def test_the_text_of_a_note_goes_by_profession_beside_the_level(case, level, profession):
    person = member(Role.CASEWORKER, case.office, since="2010-01-01", profession=profession)
    let_in(person, case, level)
    of = {"psychology": "psychological", "law": "legal", "medicine": "medical"}

    read_at = {Level.REFERENCE: set(), Level.ASSISTANCE: {"care"}, Level.FULL: {"care", "team"}}
    own = set() if level == Level.REFERENCE else set(filter(None, [of.get(profession)]))
    expected = read_at[level] | own
    assert {str(one) for one in rules.note_classes_read(person, case)} == expected


def test_her_mothers_number_is_told_to_who_may_open_that_case_too(case):
    knows, stranger = (member(Role.CASEWORKER, case.office, since="2010-01-01") for _one in range(2))
    for one in (knows, stranger):
        let_in(one, case)
    let_in(knows, case.mother_case, Level.REFERENCE)

    told = [
        program_of(one).get(f"/api/v1/cases/{case.number}/").json()["mother_case"]
        for one in (knows, stranger)
    ]
    assert told == [case.mother_case.number, None]


# Tasks: what whoever looks after her does, and what is the team's own

FOR_WHOEVER_HELPS = {
    "followup_consent",
    "needs", "close_open_items", "birth_or_day_is_wrong", "shelter_consent", "shelter_misfit",
    "shelter_closed_case", "exit_taken_back_here", "placement_withdrawn",
    "exit_by_arrival_here", "shelter_was_closed", "follow_home", "plan_step", "accompany",
}  # fmt: skip
FOR_THE_TEAM = {
    "conference", "conference_decided", "transfer_declined",
    "who_works_now", "tell_receivers", "consent_witness", "consent_points", "interpreter_secrecy",
    "images_without_consent", "case_suspended", "ground_runs_out", "suspended_review", "consent_interpreter",
    "consent_to_interview", "who_answers", "identity_left",
    "risk_assessment", "risk_review", "safety_plan", "risk_answer",
    "danger", "data_without_ground", "consent_to_data", "consent_to_assistance", "consent_to_service",
    "consent_of_a_child", "consent_for_an_adult", "child_said_no", "exit_by_arrival", "service_after_closing",
    "joined_elsewhere",
    "shelter_unannounced", "exit_taken_back", "plan", "plan_agree", "plan_review", "plan_guardian",
    "plan_step_legal", "best_interest",
    "screening_review", "screening_back", "screening_decide", "offer_referral", "reflection_told",
    "reflection_ends",
    "hearing", "proceeding_new_day", "help_is_free", "told_consulate",
    "consent_of_involved", "involved_is_called", "who_consented", "unsafe_family",
}  # fmt: skip


def every_line(browser, url):
    """The rows of all pages of a list."""
    page = browser.get(url).context["page"]
    rows = list(page)
    while page.next:
        page = browser.get(f"{url}&cursor={page.next}").context["page"]
        rows += page
    return rows


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("level", LEVELS)
def test_tasks_are_told_and_done_as_far_as_what_they_are_about(case, role, level):
    person, today, expected = reader(case, role, level), timezone.localdate(), set()
    Task.objects.all().delete()
    tasks = [
        actions.add_task(case, kind, by=case.worker) for kind in sorted(FOR_WHOEVER_HELPS | FOR_THE_TEAM)
    ]
    tasks.append(actions.plan_task(case, by=case.worker, words="Her lawyer's letter", due_on=today))
    if held(role, level) != Level.REFERENCE:
        given = {"due_on": today, "assignee": person}
        tasks.append(actions.plan_task(case, by=case.worker, words="Buy milk", **given))
        expected = FOR_WHOEVER_HELPS | {"Buy milk"}
    if held(role, level) == Level.FULL:
        expected |= FOR_THE_TEAM | {"Her lawyer's letter"}

    browser = browser_of(person)
    listed = every_line(browser, "/tasks/?whose=office")
    on_page = browser.get(f"/cases/{case.number}/").context.get("waiting", [])
    program = program_of(person)
    rows = program.get("/api/v1/tasks/?page_size=100").json()["results"]
    told = [(row["id"], row["kind"], row["words"]) for row in rows]
    assert {as_named(task.kind, task.words) for task in listed} == expected
    assert {as_named(task.kind, task.words) for task in on_page} == expected
    assert {as_named(kind, words) for _id, kind, words in told} == expected
    assert {as_named(one.kind, one.words) for one in tasks if rules.can_do_task(person, one)} == expected
    some = [one for one in tasks if one.kind in ("needs", "danger", "by_hand")]
    opened = [one for one in some if browser.get(f"/tasks/{one.pk}/done/").status_code == 200]
    shown = {as_named(one.kind, one.words) for one in opened}
    assert shown == expected & {as_named(one.kind, one.words) for one in some}


def as_named(kind, words):
    """What was written by hand by its words, anything else by its kind."""
    return words if kind == "by_hand" else kind


def test_every_kind_of_task_is_for_one_or_the_other():
    of_their_own = {"by_hand", "likeness", "likeness_elsewhere"}

    assert FOR_WHOEVER_HELPS | FOR_THE_TEAM | of_their_own == set(WORDS)


def test_my_day_of_shelter_staff_counts_no_task_of_the_team(case):
    staff = reader(case, Role.SHELTER_STAFF, Level.ASSISTANCE)
    Task.objects.all().delete()
    call_supervisors(case, by=case.worker)

    assert [one for one in notices_for(staff) if "/tasks/" in one.url] == []
    assert [one for one in notices_for(supervisor(case.office)) if "/tasks/" in one.url] != []


def test_a_task_is_given_to_nobody_who_is_not_told_it(case):
    staff = reader(case, Role.SHELTER_STAFF, Level.ASSISTANCE)
    asked = actions.add_task(case, "consent_to_service", by=case.worker)

    with translation.override("en"), pytest.raises(ValidationError, match="what this task is about"):
        actions.change_task(asked, by=case.worker, due_on=asked.due_on, assignee=staff)
    needs = actions.add_task(case, "shelter_misfit", by=case.worker)
    assert actions.change_task(needs, by=case.worker, due_on=needs.due_on, assignee=staff).assignee == staff


# A child through its mother's case


@pytest.mark.parametrize(("level", "found"), [(Level.REFERENCE, False), (Level.ASSISTANCE, True)])
def test_a_child_is_linked_by_who_reads_more_of_her_mother_than_the_number(case, level, found):
    mother, person = case.mother_case, caseworker(case.office)
    let_in(person, mother, level)

    with translation.override("en"):
        page = browser_of(person).get(f"/cases/new/?mother={mother.number}").content.decode()
        typed = {
            "danger": "no", "source": "police", "found_on": "02/03/2026", "sex": "F", "majority": "minor",
            "role": "accompanying_child", "mother_case": mother.number, "office": str(case.office_id),
        }  # fmt: skip
        answer = browser_of(person).post("/cases/new/", typed)

    assert (f'value="{mother.number}"' in page, answer.status_code) == (found, 302 if found else 422)
