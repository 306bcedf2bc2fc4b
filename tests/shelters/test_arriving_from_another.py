"""She came here, and another shelter has not written that she left: both are recorded, somebody checks."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.roles import Role
from audit.models import Event
from cases.models import CaseAccess, Task
from cases.rules import level_of
from reintegration.models import Placement
from shelters import actions
from shelters.models import Stay
from tests.factories.cases import caseworker, let_in, supervisor
from tests.factories.shelters import admitted, beds_of, case_for, coordinator, left, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of, program_of
from tests.work.crowd import together
from work.models import Revision

pytestmark = pytest.mark.django_db
NIGHT, EARLIER, LATER = date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 9)
EARLY = date(2026, 3, 5)
ALREADY = "She already lives in a shelter at that time."


@pytest.fixture
def other(shelter):
    """Another shelter of the same organisation."""
    return shelter_of(shelter.office.organisation, name="La Posada")


def typed(case, **facts):
    return {"case": case.number, "admitted_on": "09/03/2026", "admission_reason": "emergency"} | facts


def tasks_for(user):
    kinds = ["exit_by_arrival", "exit_by_arrival_here"]
    return list(Task.objects.visible_to(user).filter(kind__in=kinds).values_list("kind", "case", "office"))


@pytest.mark.parametrize("day", [NIGHT, LATER])
def test_her_arrival_ends_the_stay_that_another_shelter_had_left_open(shelter, other, case, day):
    bed = beds_of(shelter)[0]
    before, by = admitted(shelter, case=case, bed=bed), shelter_staff(other)

    stay = admitted(other, by=by, case=case, on=day, bed=beds_of(other)[1])

    before.refresh_from_db()
    assert (before.left_on, before.exit_reason, before.exit_decided_by) == (day, "other_shelter", "unknown")
    assert (before.beds.get().until, stay.beds.get().since) == (day, day)
    assert (list(Stay.objects.open()), Placement.objects.count()) == ([stay], 0)
    assert [one.verb for one in Revision.objects.of(before)] == ["stay.ended"]
    event = Event.objects.get(verb="stay.ended", subjects__contains=[before.pk])
    assert (event.actor, event.office) == (by.pk, shelter.office_id)
    assert admitted(shelter, on=day, bed=bed).beds.get().since == day


def test_her_case_is_closed_to_the_shelter_that_she_left_and_opened_to_the_other(shelter, staff, other, case):
    admitted(shelter, by=staff, case=case)

    admitted(other, case=case, on=LATER)

    assert (level_of(staff, case), level_of(shelter_staff(other), case)) == (None, "assistance")
    assert CaseAccess.objects.get(ended_at=None).office == other.office


def test_the_team_and_the_coordinator_check_and_where_she_came_nothing_is_told(shelter, other, case):
    admitted(shelter, case=case)

    admitted(other, case=case, on=LATER)

    # Her case is closed to the shelter that she left: its coordinator is not told of whom.
    assert tasks_for(coordinator(shelter)) == [("exit_by_arrival_here", None, shelter.office_id)]
    assert tasks_for(case.worker) == [("exit_by_arrival", case.pk, case.office_id)]
    assert [tasks_for(one(other)) for one in (shelter_staff, coordinator)] == [[], []]
    assert Task.objects.get(kind="exit_by_arrival").assignee == case.worker


def test_of_what_the_demonstration_enters_the_coordinator_is_asked_nothing(shelter, other, case):
    admitted(shelter, case=case, entered_from="demo")

    admitted(other, case=case, on=LATER, entered_from="demo")

    assert Task.objects.count() == 0


def test_where_her_arrival_is_refused_she_lives_on_where_she_lived(shelter, other, case):
    before = admitted(shelter, case=case)
    bed = beds_of(other)[0]
    admitted(other, bed=bed)

    with pytest.raises(ValidationError, match="Somebody else sleeps in this bed"):
        admitted(other, case=case, on=LATER, bed=bed)

    before.refresh_from_db()
    assert (before.left_on, Task.objects.filter(kind__startswith="exit_by").count()) == (None, 0)


@pytest.mark.parametrize(
    "facts",
    [
        {"on": EARLIER},
        {"on": LATER, "left_on": date(2026, 3, 20), "exit_reason": "family", "exit_decided_by": "team"},
    ],
)
def test_days_that_another_stay_holds_are_refused_without_a_word_of_where(shelter, other, case, facts):
    before = admitted(shelter, case=case)

    with pytest.raises(ValidationError) as refusal:
        admitted(other, case=case, **facts)

    assert refusal.value.message_dict == {"case": [ALREADY]}
    assert Stay.objects.get() == before


def test_days_that_a_stay_of_the_past_holds_are_refused(shelter, other, case):
    left(admitted(shelter, case=case), on=date(2026, 3, 20))

    with pytest.raises(ValidationError, match=ALREADY):
        admitted(other, case=case, on=LATER)


def test_on_the_page_and_by_a_program_it_is_recorded_as_any_arrival(shelter, other, case):
    admitted(shelter, case=case)
    second = shelter_of(shelter.office.organisation)

    page = browser_of(shelter_staff(other)).post(
        reverse("shelters:admit", args=[other.pk]), typed(case, once="one"), follow=True
    )
    body = typed(case, shelter=str(second.pk)) | {"admitted_on": "2026-03-15"}
    answer = program_of(shelter_staff(second)).post("/api/v1/stays/", body)

    assert (page.status_code, answer.status_code) == (200, 201), answer.content
    assert "El Refugio" not in page.content.decode()
    assert list(Stay.objects.order_by("admitted_on").values_list("left_on", flat=True)) == [
        LATER, date(2026, 3, 15), None,
    ]  # fmt: skip


# Where the shelter admits nobody any more


def test_who_comes_to_a_closed_shelter_is_recorded_and_its_coordinator_asked(shelter, head, case):
    actions.change_shelter(shelter, by=head, closed_on=NIGHT)

    stay = admitted(shelter, case=case)

    task = Task.objects.get(kind="shelter_was_closed")
    assert (stay.is_open, task.case, task.office, task.key) == (True, case, shelter.office, str(stay.pk))
    assert task in Task.objects.visible_to(head)


def test_of_a_stay_that_is_over_the_coordinator_is_asked_without_saying_of_whom(shelter, head, case):
    actions.change_shelter(shelter, by=head, closed_on=NIGHT)

    admitted(shelter, case=case, left_on=LATER, exit_reason="family", exit_decided_by="team")

    task = Task.objects.get(kind="shelter_was_closed")
    assert (task.case, task.office, list(Task.objects.visible_to(head))) == (None, shelter.office, [task])


def test_before_its_closing_nobody_is_asked(shelter, head, case):
    actions.change_shelter(shelter, by=head, closed_on=LATER)

    admitted(shelter, case=case)

    assert not Task.objects.filter(kind="shelter_was_closed").exists()


def test_the_page_of_a_closed_shelter_leads_to_recording_who_came_and_says_so(shelter, staff, head, case):
    actions.change_shelter(shelter, by=head, closed_on=NIGHT)
    desk, url = browser_of(staff), reverse("shelters:admit", args=[shelter.pk])

    board, page = desk.get(reverse("shelters:shelter", args=[shelter.pk])), desk.get(url)
    outside = browser_of(case.worker).get(reverse("shelters:shelter", args=[shelter.pk]))

    assert [url in one.content.decode() for one in (board, outside)] == [True, False]
    assert "This shelter admits nobody since 2 March 2026." in page.content.decode()
    assert "Why she is admitted all the same" not in page.content.decode()


def test_a_program_records_who_came_to_a_closed_shelter(shelter, staff, head, case):
    actions.change_shelter(shelter, by=head, closed_on=NIGHT)
    body = typed(case, shelter=str(shelter.pk)) | {"admitted_on": "2026-03-09"}

    assert program_of(staff).post("/api/v1/stays/", body).status_code == 201


# What the next shelter reads of the one before


@pytest.fixture
def before(shelter, case):
    """A stay in the shelter before, over since yesterday's exit to another shelter."""
    stay = admitted(shelter, by=coordinator(shelter), case=case, admission_reason="court_order")
    return left(stay, by=coordinator(shelter), on=EARLY, to="other_shelter", exit_details="Her uncle waited")


@pytest.fixture
def next_door(other, case, before):
    """Those on shift in the next shelter, and its coordinator, who look after her now."""
    people = [shelter_staff(other), coordinator(other)]
    admitted(other, by=people[0], case=case, on=LATER)
    return people


def told_of(person, case):
    """Words of her comings and leavings on the case's page, the latest first."""
    page = browser_of(person).get(case.get_absolute_url())
    words = [(one.title, one.text, one.by) for one in page.context["events"]]
    return [one for one in words if "shelter" in one[0] or "live in" in one[0] or "Left" in one[0]], page


@pytest.mark.parametrize("who", [0, 1])
def test_the_next_shelter_reads_that_she_lived_in_another_not_in_which_nor_why_she_left(next_door, case, who):
    said, page = told_of(next_door[who], case)

    assert said[1:] == [("Left another shelter", "", ""), ("Came to live in another shelter", "", "")]
    assert said[0][:2] == ("Came to live in La Posada", "Voluntary request")
    assert not any(word in page.content.decode() for word in ("El Refugio", "Her uncle", "Court"))


@pytest.mark.parametrize("who", [0, 1])
@pytest.mark.parametrize("withdrawn", [False, True])
def test_the_stay_in_another_shelter_is_absent_for_the_next(next_door, shelter, case, before, who, withdrawn):
    if withdrawn:
        actions.withdraw_stay(before, by=coordinator(shelter), reason="It was her sister")
    page, program = browser_of(next_door[who]), program_of(next_door[who])

    pages = ["stay", "stay-exit", "stay-change", "stay-take-back-exit", "stay-withdraw"]
    answers = [page.get(reverse(f"shelters:{name}", args=[before.pk])).status_code for name in pages]
    rows = program.get(f"/api/v1/stays/?case={case.number}").json()["results"]

    assert answers == [404] * len(pages)
    assert [row["admitted_on"] for row in rows] == [LATER.isoformat()]
    assert program.get(f"/api/v1/stays/{before.pk}/").status_code == 404


@pytest.mark.parametrize("withdrawn", [False, True])
def test_the_team_and_who_follows_her_home_read_of_every_shelter(next_door, shelter, case, before, withdrawn):
    if withdrawn:
        actions.withdraw_stay(before, by=coordinator(shelter), reason="It was her sister")
    follower = caseworker(case.office, role=Role.REINTEGRATION_WORKER)
    let_in(follower, case, source="placement")

    for person in (case.worker, supervisor(case.office), follower):
        page = browser_of(person).get(reverse("shelters:stay", args=[before.pk]))
        rows = program_of(person).get("/api/v1/stays/").json()["results"]
        assert (page.status_code, "Her uncle" in page.content.decode(), len(rows)) == (200, True, 2)
        assert ("Left El Refugio" in str(told_of(person, case)[0])) is not withdrawn


def test_who_helps_her_for_a_shelter_alone_is_told_by_it_what_it_reads_of_earlier_stays_there(other, case):
    first = left(admitted(other, case=case), on=EARLY, exit_details="Back to school")
    admitted(other, case=case, on=LATER)

    said, _page = told_of(shelter_staff(other), case)

    assert ("Left La Posada", "Return to family. Back to school", "") in said
    assert browser_of(shelter_staff(other)).get(reverse("shelters:stay", args=[first.pk])).status_code == 200


def test_on_shift_and_let_in_beyond_a_stay_she_reads_of_her_own_shelter_alone(shelter, other, case, before):
    on_shift = shelter_staff(other)
    let_in(on_shift, case, source="team")

    said, _page = told_of(on_shift, case)

    assert [one[0] for one in said] == ["Left another shelter", "Came to live in another shelter"]
    assert browser_of(on_shift).get(reverse("shelters:stay", args=[before.pk])).status_code == 404


# At once


def test_of_eight_shelters_that_record_at_once_that_she_came_one_stay_goes_on(committed_db):
    first = shelter_of(beds=0)
    shelters = [first, *(shelter_of(first.office.organisation, beds=0) for _one in range(7))]
    case, desks = case_for(first), [browser_of(shelter_staff(one)) for one in shelters]

    def send(desk, at):
        url = reverse("shelters:admit", args=[at.pk])
        return lambda: desk.post(url, typed(case, once=uuid.uuid4().hex)).status_code

    assert together(*map(send, desks, shelters)) == [302] * 8
    assert (Stay.objects.open().count(), Stay.objects.filter(left_on=LATER).count()) == (1, 7)
    assert CaseAccess.objects.filter(ended_at=None).count() == 1


def test_of_eight_of_one_shelter_that_record_it_at_once_one_does_and_seven_read_why_not(committed_db):
    before = shelter_of(beds=0)
    here = shelter_of(before.office.organisation, beds=0)
    stay = admitted(before)
    desks = [browser_of(shelter_staff(here)) for _one in range(8)]
    url = reverse("shelters:admit", args=[here.pk])

    answers = together(
        *[lambda desk=desk: desk.post(url, typed(stay.case, once=uuid.uuid4().hex)) for desk in desks]
    )

    assert sorted(one.status_code for one in answers) == [302] + [422] * 7
    said = [one.context["form"].errors for one in answers if one.status_code == 422]
    assert said == [{"case": [ALREADY]}] * 7
    assert Stay.objects.open().get().shelter == here
