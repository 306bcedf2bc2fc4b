"""A case goes from one office to another once that one has said yes; until then nothing changes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.doors import Refused
from audit.models import Event
from cases import actions, rules
from cases.models import Case, CaseAccess, Draft, Level, Note, Task, Transfer
from programmes.periods import Period
from reports.counting import Scope, count, definition
from tests.factories.accounts import member
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, supervisor, working_office
from tests.factories.programmes import AwardFactory, FundingFactory, SupportedInstitutionFactory
from tests.factories.shelters import admitted, shelter_of
from tests.shelters.conftest import browser_of, in_english, program_of

__all__ = ["in_english"]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def office():
    return working_office(department="GT-12")


@pytest.fixture
def there(office):
    """Another office of the same organisation, with its supervisor."""
    return working_office(office.organisation, department="GT-01")


@pytest.fixture
def ana(office):
    return caseworker(office)


@pytest.fixture
def head(office):
    return supervisor(office)


@pytest.fixture
def other_head(there):
    return supervisor(there)


@pytest.fixture
def case(ana, head, other_head):
    return opened_case(ana)


def again(user):
    return User.objects.get(pk=user.pk)


def asked(case, head, there, **facts):
    return actions.ask_transfer(case, by=head, to_office=there, reason="lives_there", **facts)


def at(case, *rest):
    return "/".join([f"/cases/{case.number}", *map(str, rest), ""])


def test_until_the_other_office_has_answered_nothing_changes(case, ana, head, there, other_head):
    page = browser_of(head).get(at(case, "transfer"))
    answer = browser_of(head).post(at(case, "transfer"), {"to_office": there.pk, "reason": "lives_there"})

    assert (page.status_code, answer.status_code, answer.url) == (200, 302, at(case, "team"))
    assert browser_of(other_head).get(at(case)).status_code == 404
    assert rules.level_of(again(ana), case) == Level.FULL
    assert actions.record_service(case, by=again(ana), on=TODAY, type="food")
    shown = browser_of(other_head).get(reverse("cases:transfers")).text
    assert (case.number in shown, "The person lives there now" in shown) == (True, True)
    assert "1 case waits for your office to say" in browser_of(other_head).get(reverse("my-day")).text
    assert browser_of(ana).get(at(case, "transfer")).status_code == 403
    again_asked = browser_of(head).post(at(case, "transfer"), {"to_office": there.pk, "reason": "wishes"})
    assert (again_asked.status_code, Transfer.objects.count()) == (422, 1)


def test_with_the_yes_access_moves_and_the_old_office_keeps_number_and_date(
    case, ana, head, there, other_head, office
):
    berta, carla = caseworker(office), caseworker(there)
    let_in(berta, case, Level.FULL)
    task = actions.plan_task(case, by=ana, words="Call", due_on=TODAY, assignee=ana)
    actions.keep_draft(by=ana, section="note", typed=[["text", ["x"]]], case=case)
    transfer = asked(case, head, there)

    url = reverse("cases:transfer-accept", args=[transfer.pk])
    answer = browser_of(other_head).post(url, {"worker": carla.pk})

    case = Case.objects.get(pk=case.pk)
    assert (answer.status_code, answer.url) == (302, at(case))
    assert (case.office, case.worker, case.moved_on) == (there, carla, TODAY)
    assert {rules.level_of(again(one), case) for one in (ana, berta, head)} == {None}
    assert {rules.level_of(again(one), case) for one in (carla, other_head)} == {Level.FULL}
    for one in (ana, berta, head):
        assert browser_of(one).get(at(case)).status_code == 404
    task.refresh_from_db()
    assert (task.office, task.assignee) == (there, carla)
    assert Draft.objects.visible_to(again(ana)).count() == 1
    gone = browser_of(head).get(reverse("cases:transfers")).text
    assert (case.number in gone, case.code_name in gone, at(case) in gone) == (True, False, False)
    transfer.refresh_from_db()
    assert (transfer.state, transfer.decided_by, transfer.decided_on) == ("accepted", other_head, TODAY)
    assert Event.objects.filter(verb="case.transferred", subjects__contains=[case.pk]).count() == 1
    assert "Handed over to another office" in browser_of(carla).get(at(case)).text


def test_whoever_answered_for_it_writes_what_she_saw_for_two_days_more(case, ana, head, there, other_head):
    actions.accept_transfer(asked(case, head, there), by=other_head)
    case.refresh_from_db()
    assert rules.last_day_to_add(again(ana), case) == TODAY
    assert actions.write_note(case, by=again(ana), on=TODAY, text="x", note_class="team")
    assert Note.objects.get().case.office == there
    assert Task.objects.open().filter(kind="who_answers", office=there, case=case).exists()


def test_a_no_says_why_and_the_case_stays(case, ana, head, there, other_head):
    transfer = asked(case, head, there)
    url = reverse("cases:transfer-decline", args=[transfer.pk])
    silent = browser_of(other_head).post(url)
    answer = browser_of(other_head).post(url, {"why_declined": "capacity"})

    case.refresh_from_db()
    assert (silent.status_code, answer.status_code, case.office) == (422, 302, ana.memberships.get().office)
    assert "Nobody here has room for it" in browser_of(head).get(at(case, "team")).text
    task = Task.objects.open().get(kind="transfer_declined")
    assert (task.office, task.case) == (case.office, case)
    # Asked anew it may be taken: the no was of that day.
    assert asked(case, head, there).state == "asked"


def test_of_two_who_answer_at_once_the_second_is_told(case, head, there, other_head):
    transfer = asked(case, head, there)
    second = supervisor(there)
    actions.accept_transfer(transfer, by=other_head)
    page = browser_of(second).post(
        reverse("cases:transfer-decline", args=[transfer.pk]), {"why_declined": "capacity"}
    )
    assert (page.status_code, "was quicker" in page.text) == (422, True)
    late = browser_of(head).post(at(case, f"transfer/{transfer.pk}/withdraw"))
    assert late.status_code == 404


def test_a_stay_goes_on_with_what_it_opens_and_other_cases_stay(case, ana, head, there, other_head):
    shelter = shelter_of(case.office.organisation)
    admitted(shelter, case=case)
    other = opened_case(ana, person=case.person)
    chores = Task.objects.open().filter(case=case, office=shelter.office)
    before = chores.count()
    actions.accept_transfer(asked(case, head, there), by=other_head)
    other.refresh_from_db()
    assert CaseAccess.objects.live().get(case=case).office == shelter.office
    assert (other.office, chores.count()) == (ana.memberships.get().office, before)


def test_who_knows_the_person_stays_shut_out_in_the_new_office_too(case, head, there, other_head):
    dora = caseworker(there)
    let_in(dora, case)
    actions.say_known(case, by=again(dora))
    transfer = asked(case, head, there)
    form = browser_of(other_head).get(reverse("cases:transfer-accept", args=[transfer.pk])).context["form"]
    assert dora not in form.fields["worker"].queryset
    with pytest.raises(ValidationError, match="cannot answer for this case"):
        actions.accept_transfer(transfer, by=other_head, worker=again(dora))
    let_in(other_head, case)
    actions.say_known(case, by=again(other_head))
    url = reverse("cases:transfer-accept", args=[transfer.pk])
    assert browser_of(other_head).get(url).status_code == 404
    with pytest.raises(Refused):
        actions.accept_transfer(transfer, by=again(other_head))


def test_to_another_organisation_only_on_a_ground_that_names_it(case, head):
    far = working_office()
    far_head = supervisor(far)
    desk, typed = browser_of(head), {"to_office": far.pk, "reason": "lives_there"}
    bare = desk.post(at(case, "transfer"), typed)
    consent = actions.record_ground(
        case, by=head, kind="consent", since=case.opened_on, giver="self_adult", form="written",
        purposes=["referral", "data_processing"],
    )  # fmt: skip
    unnamed = desk.post(at(case, "transfer"), {**typed, "ground": consent.pk})
    named = desk.post(at(case, "transfer"), {**typed, "ground": consent.pk, "receiver_named": "on"})

    assert [one.status_code for one in (bare, unnamed, named)] == [422, 422, 302]
    assert "Nothing lets this be passed on yet" in bare.text
    assert "A consent is good only for whom it names" in unnamed.text
    transfer = Transfer.objects.get()
    # The consent is taken back before anybody answered: what was asked on it goes too, and help stays.
    actions.end_ground(consent, by=head, ended_on=TODAY)
    transfer.refresh_from_db()
    assert transfer.state == "withdrawn"
    assert browser_of(far_head).post(reverse("cases:transfer-accept", args=[transfer.pk])).status_code == 422


def test_the_other_organisation_reads_all_and_the_old_one_nothing(case, ana, head):
    far = working_office()
    far_head = supervisor(far)
    ground = actions.record_ground(case, by=ana, kind="duty_to_report", since=case.opened_on)
    follower = member(Role.REINTEGRATION_WORKER, case.office, since="2010-01-01")
    let_in(follower, case, source="placement")
    transfer = asked(case, head, far, ground=ground)
    actions.accept_transfer(transfer, by=far_head)
    case.refresh_from_db()
    assert rules.level_of(again(far_head), case) == Level.FULL
    assert not CaseAccess.objects.live().filter(case=case).exists()
    assert {rules.level_of(again(one), case) for one in (ana, head, follower)} == {None}
    assert not Draft.objects.visible_to(again(ana)).exists()


# Figures

CODES = [
    *("CASE-EPIS", "SVC-EVT", "SVC-PER", "VIC-ACTIVE", "PRM-REACH", "VIC-NEW", "VIC-TOT", "VIC-FY"),
    *("SVC-LEGAL", "VIC-NEEDS-N", "VIC-IDENT"),
]
# Those that no department breaks down.
WHOLE = {"SVC-LEGAL", "VIC-NEEDS-N"}
BEFORE = Period("before", OPENED, TODAY - timedelta(days=1))
UNTIL_TODAY = Period("until today", OPENED, TODAY)


def paid(component):
    """Whose work is counted by an award that has paid for this line of work all the time."""
    days = {"starts": OPENED, "signed_ends": TODAY + timedelta(days=100)}
    award = AwardFactory(donor__organisation=component.organisation, **days)
    FundingFactory(award=award, component=component)
    return Scope.of_award(award)


def told(scope, period):
    """`{code: (total, {department: value})}`"""
    found = {}
    for code in CODES:
        [figure] = count(definition(code), scope, [period], by=[] if code in WHOLE else ["department"])
        departments = figure.breakdowns.get("department", {})
        found[code] = (
            figure.total.value,
            {name: cell.value for (name,), cell in departments.items() if cell.value},
        )
    return found


def each(value, *departments):
    """`value` for each of the indicators, in these departments."""
    return {code: (value, {} if code in WHOLE else dict.fromkeys(departments, 1)) for code in CODES}


def test_no_figure_of_the_time_before_moves_and_from_the_day_on_the_new_office_counts(
    case, ana, head, there, other_head
):
    """Of what was given on the 5th of March the first office gave the help, whoever gives it today."""
    SupportedInstitutionFactory(organisation=there.organisation, source="police", since=OPENED)
    found = {"trafficking_status": "confirmed_court", "status_decider": "court_prosecution"}
    actions.identify_case(case, by=head, on=OPENED + timedelta(days=3), **found)
    actions.record_needs(case, by=ana, on=OPENED + timedelta(days=3), needs=["legal_advice"])
    actions.record_service(case, by=ana, on=OPENED + timedelta(days=3), type="legal_advice")
    old, new = paid(case.component), paid(there.default_components.get())
    own = Scope.of_organisation(case.office.organisation)
    before = {scope: told(scope, BEFORE) for scope in (old, new, own)}
    assert before[old] == before[own] == each(1, "GT-12")
    assert before[new] == each(0)

    actions.accept_transfer(asked(case, head, there), by=other_head)
    case.refresh_from_db()
    service = actions.record_service(case, by=other_head, on=TODAY, type="legal_advice")

    assert {scope: told(scope, BEFORE) for scope in (old, new, own)} == before
    assert service.component == there.default_components.get()
    # Opened and identified was she elsewhere.
    elsewhere = {code: (0, {}) for code in ("CASE-EPIS", "VIC-IDENT")}
    assert told(new, UNTIL_TODAY) == each(1, "GT-01") | elsewhere
    now = told(own, UNTIL_TODAY)
    assert now["SVC-EVT"] == (2, {"GT-12": 1, "GT-01": 1})
    assert (now["VIC-ACTIVE"], told(old, UNTIL_TODAY)["VIC-ACTIVE"]) == ((1, {"GT-01": 1}), (0, {}))
    assert told(old, UNTIL_TODAY)["SVC-EVT"] == (1, {"GT-12": 1})

    # Back again on the same day: of the days before, still nothing moves.
    office = ana.memberships.get().office
    back = actions.ask_transfer(case, by=other_head, to_office=office, reason="wishes")
    actions.accept_transfer(back, by=again(head), worker=again(ana))
    assert {scope: told(scope, BEFORE) for scope in (old, new, own)} == before
    assert told(own, UNTIL_TODAY)["VIC-ACTIVE"] == (1, {"GT-12": 1})


def test_programs_ask_answer_and_list(case, head, there, other_head):
    program, url = program_of(head), "/api/v1/transfers/"
    body = {"case": case.number, "to_office": str(there.pk), "reason": "safety"}
    made = program.post(url, body, headers={"Idempotency-Key": "t1"})
    repeated = program.post(url, body, headers={"Idempotency-Key": "t1"})
    assert (made.status_code, repeated.json()["id"]) == (201, made.json()["id"])
    other, one = program_of(other_head), f"{url}{made.json()['id']}/"
    assert [row["case"] for row in other.get(url).json()["results"]] == [case.number]
    assert program_of(supervisor()).get(one).status_code == 404
    assert program_of(caseworker(there)).get(url).status_code == 403
    assert program.post(f"{one}accept/", {}, headers={"If-Match": '"1"'}).status_code == 403
    assert other.post(f"{one}accept/", {}).status_code == 428
    taken = other.post(f"{one}accept/", {}, headers={"If-Match": '"1"'})
    assert (taken.status_code, taken.json()["state"]) == (200, "accepted")
    assert program.post(f"{one}withdraw/", {}, headers={"If-Match": '"2"'}).status_code == 403


def test_the_list_asks_as_often_for_one_case_as_for_three(case, ana, head, there, other_head):
    numbers = []
    for cases in ([case], [opened_case(ana), opened_case(ana)]):
        for one in cases:
            asked(one, head, there)
        for boss in (head, other_head):
            desk = browser_of(boss)
            desk.get(reverse("cases:transfers"))
            with CaptureQueriesContext(connection) as statements:
                desk.get(reverse("cases:transfers"))
            numbers.append(len(statements))
    assert numbers[:2] == numbers[2:]


def test_a_case_that_is_closed_waits_for_no_other_office(case, head, there, other_head):
    asked(case, head, there)
    ending = {"closure_reason": "withdrew", "told_how_to_return": True, "final_risk": "low"}
    ending |= {"reintegration_outcome": "progressing", "closing_summary": "She chose so."}

    actions.close_case(Case.objects.get(pk=case.pk), by=head, on=TODAY, **ending)

    assert Transfer.objects.get().state == "withdrawn"
    assert "waits for your office to say" not in browser_of(other_head).get(reverse("my-day")).text


def test_a_page_of_a_question_that_was_answered_tells_number_and_no_code_name(case, head, there, other_head):
    row = asked(case, head, there)
    page = reverse("cases:transfer-accept", args=[row.pk])
    assert case.code_name in browser_of(other_head).get(page).text

    actions.decline_transfer(row, by=other_head, why_declined="capacity")

    shown = browser_of(other_head).get(page).text
    assert (case.number in shown, case.code_name in shown) == (True, False)
