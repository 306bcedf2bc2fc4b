"""Somebody comes to live in a shelter: nothing that lacks stops her, and it becomes a task."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.doors import Refused
from audit.models import Event
from cases.models import Case, CaseAccess, Ground, GroundKind, Level, Person, Task
from cases.rules import level_of
from shelters import actions
from shelters.models import Stay
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, working_office
from tests.factories.risk import assess
from tests.factories.shelters import admitted, beds_of, coordinator, left, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of

pytestmark = pytest.mark.django_db
NIGHT = date(2026, 3, 2)


def tasks_of(case):
    return sorted(Task.objects.open().filter(case=case).values_list("kind", flat=True))


def make_adult_man(case):
    Person.objects.filter(pk=case.person_id).update(sex="M")
    case.refresh_from_db()
    return Case.objects.get(pk=case.pk)


def refused(*args, **facts):
    with pytest.raises(ValidationError) as refusal:
        admitted(*args, **facts)
    return {field: errors[0] for field, errors in refusal.value.message_dict.items()}


def test_a_night_worker_records_who_came_and_gives_her_a_bed(shelter, staff, case):
    stay = admitted(shelter, by=staff, case=case, bed=beds_of(shelter)[1])

    assert (stay.case, stay.person_id, stay.component) == (case, case.person_id, shelter.component)
    assert (stay.admitted_on, stay.expected_exit_on, stay.left_on) == (NIGHT, date(2026, 9, 2), None)
    assert [str(one.bed) for one in stay.beds.on(NIGHT)] == ["A-2"]
    assert list(Event.objects.filter(subjects__contains=[stay.pk]).values_list("verb", flat=True)) == [
        "stay.begun"
    ]


def test_she_is_admitted_without_a_bed_when_all_are_taken(shelter, staff):
    for bed in beds_of(shelter):
        admitted(shelter, bed=bed)

    stay = admitted(shelter, by=staff)

    assert (stay.beds.count(), Stay.objects.on(NIGHT).count()) == (0, 4)


def test_the_last_day_of_a_short_month_is_taken_where_the_day_is_not_there(shelter):
    assert admitted(shelter, on=date(2025, 8, 31)).expected_exit_on == date(2026, 2, 28)


def test_a_plan_for_longer_than_the_shelter_keeps_people_is_refused(shelter):
    assert refused(shelter, expected_exit_on=date(2026, 11, 3)) == {
        "expected_exit_on": "A stay here lasts at most 8 months. Plan her exit within them."
    }
    assert admitted(shelter, expected_exit_on=date(2026, 11, 2)).expected_exit_on == date(2026, 11, 2)


def test_a_day_that_has_not_come_is_refused(shelter):
    tomorrow = timezone.localdate() + timedelta(days=1)

    assert list(refused(shelter, on=tomorrow)) == ["admitted_on"]


def test_her_case_opens_for_the_shelter_without_what_happened_to_her(shelter, staff, case):
    assert level_of(staff, case) is None

    admitted(shelter, by=staff, case=case)

    assert [level_of(one, case) for one in (staff, coordinator(shelter))] == [Level.ASSISTANCE] * 2
    assert level_of(shelter_staff(shelter_of(shelter.office.organisation)), case) is None
    access = CaseAccess.objects.get(case=case)
    assert (access.office, access.source, access.ended_at) == (shelter.office, "stay", None)


def test_a_case_that_its_shelter_did_not_know_is_told_to_its_own_team(shelter, staff, case):
    admitted(shelter, by=staff, case=case)

    task = Task.objects.get(kind="shelter_unannounced")
    assert (task.office, task.assignee, task.case) == (case.office, case.worker, case)


def test_her_own_caseworker_brings_her_and_nothing_is_told(shelter, case):
    admitted(shelter, by=case.worker, case=case)

    assert tasks_of(case) == ["risk_assessment", "shelter_consent"]


def test_a_caseworker_cannot_bring_whose_case_she_does_not_see(shelter, case):
    with pytest.raises(Refused):
        admitted(shelter, by=caseworker(working_office(shelter.office.organisation)), case=case)


@pytest.mark.parametrize("role", [Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR, Role.TRAINER])
def test_who_counts_manages_or_trains_admits_nobody(shelter, case, role):
    with pytest.raises(Refused):
        admitted(shelter, by=member(role, shelter.office), case=case)


def test_a_case_of_another_organisation_is_not_admitted_by_its_number(shelter, staff):
    assert list(refused(shelter, by=staff, case=opened_case())) == ["case"]


@pytest.mark.parametrize(
    ("ground", "asked"),
    [
        (None, True),
        ({"purposes": ["data_processing"]}, True),
        ({"purposes": ["shelter_entry"]}, False),
        ({"purposes": ["shelter_entry"], "answer": "refused"}, True),
        ({"purposes": ["shelter_entry"], "ended_on": date(2026, 3, 1)}, True),
        ({"kind": GroundKind.COURT_ORDER, "authority": "Juzgado, 12-2026"}, False),
    ],
)
def test_consent_to_live_there_or_a_court_order_is_asked_for_afterwards(shelter, case, ground, asked):
    if ground:
        facts = {"kind": GroundKind.CONSENT, "giver": "self_adult", "since": date(2026, 2, 1)}
        Ground.objects.create(case=case, **facts | ground)

    admitted(shelter, by=case.worker, case=case)

    assert tasks_of(case) == ["risk_assessment", *(["shelter_consent"] if asked else [])]


@pytest.mark.parametrize(("before", "asked"), [(7, False), (8, True), (-1, False)])
def test_whose_risk_was_not_assessed_in_the_week_before_she_came_is_assessed(shelter, case, before, asked):
    on = NIGHT - timedelta(days=before)
    assess(case, "low", on=on, entered_from="paper")

    admitted(shelter, by=case.worker, case=case)

    assert ("risk_assessment" in tasks_of(case)) is asked
    if asked:
        task = Task.objects.get(kind="risk_assessment")
        assert (task.assignee, task.due_on) == (case.worker, timezone.localdate() + timedelta(days=1))


def test_what_is_entered_from_a_paper_file_by_who_knows_her_makes_no_task(shelter, staff, case):
    let_in(staff, case)
    stay = admitted(shelter, by=staff, case=case, entered_from="paper")

    assert (tasks_of(case), stay.entered_from) == ([], "paper")


def test_somebody_for_whom_the_shelter_is_not_meant_comes_in_with_a_reason(head, shelter, case):
    actions.change_shelter(shelter, by=head, genders=["feminine"])
    case = make_adult_man(case)
    let_in(head, case)

    told = refused(shelter, by=head, case=case)
    stay = admitted(shelter, by=head, case=case, not_fitting="No other place tonight")

    assert told == {
        "not_fitting": "The shelter is not meant for her gender. "
        "Say why she is admitted all the same: the coordinator reads it."
    }
    assert stay.not_fitting == "No other place tonight"
    assert "shelter_misfit" not in tasks_of(case)


def test_where_a_night_worker_lets_her_in_the_coordinator_is_asked_to_look(head, shelter, staff, case):
    actions.change_shelter(shelter, by=head, takes_disabled=False)
    Person.objects.filter(pk=case.person_id).update(disabilities=["walking"])
    stay = admitted(shelter, by=staff, case=Case.objects.get(pk=case.pk), not_fitting="It is two at night")

    task = Task.objects.get(kind="shelter_misfit")
    assert (task.office, task.key) == (shelter.office, str(stay.pk))


@pytest.mark.parametrize("who", [shelter_staff, coordinator])
def test_a_number_tells_nothing_of_her_and_the_coordinator_is_asked_to_look(head, shelter, case, who):
    actions.change_shelter(shelter, by=head, genders=["feminine"], youngest=60, takes_disabled=False)
    make_adult_man(case)
    desk = browser_of(who(shelter))

    answer = desk.post(reverse("shelters:admit", args=[shelter.pk]), typed(case, once="one"))

    assert (answer.status_code, Stay.objects.get().case) == (302, case)
    left = ["risk_assessment", "shelter_consent", "shelter_misfit", "shelter_unannounced"]
    assert tasks_of(case) == left


def test_every_number_that_is_typed_is_trailed(desk, shelter, staff, case):
    desk.post(reverse("shelters:admit", args=[shelter.pk]), typed(case) | {"admission_reason": "nonsense"})

    event = Event.objects.get(verb="admission.looked_up")
    assert (event.actor, event.subjects, Stay.objects.count()) == (staff.pk, [case.pk], 0)


@pytest.mark.parametrize("level", [None, Level.REFERENCE])
def test_a_case_that_a_caseworker_does_not_read_answers_as_one_that_is_not_there(shelter, case, level):
    worker = caseworker(working_office(shelter.office.organisation))
    if level:
        let_in(worker, case, level)
    desk, url = browser_of(worker), reverse("shelters:admit", args=[shelter.pk])

    answers = [desk.post(url, typed(case) | {"case": number}) for number in (case.number, "26-9999-A")]

    assert [(one.status_code, one.context["form"].errors) for one in answers] == [
        (422, {"case": ["No case has this number. Read it again, letter included, as in 26-0147-K."]})
    ] * 2
    assert not Event.objects.filter(verb="admission.looked_up").exists()


def test_who_lives_in_a_shelter_is_not_admitted_there_a_second_time(shelter, case):
    admitted(shelter, case=case)

    assert refused(shelter, case=case, on=date(2026, 3, 9)) == {
        "case": "She already lives in a shelter at that time."
    }


def test_withdrawing_an_earlier_stay_leaves_her_case_open_to_where_she_lives(shelter, staff, head, case):
    earlier = left(admitted(shelter, by=staff, case=case), on=date(2026, 4, 1))
    now = admitted(shelter, by=staff, case=case, on=date(2026, 5, 1))

    actions.withdraw_stay(earlier, by=head, reason="It was somebody else")
    assert level_of(staff, case) == Level.ASSISTANCE
    actions.withdraw_stay(now, by=head, reason="So was this")
    assert level_of(staff, case) is None


def test_who_comes_back_to_a_closed_case_is_taken_in_and_its_team_is_told(shelter, staff, case):
    Case.objects.filter(pk=case.pk).update(status="closed", closed_on=NIGHT, closure_reason="goals_met")

    admitted(shelter, by=staff, case=Case.objects.get(pk=case.pk))

    assert tasks_of(case) == ["shelter_closed_case", "shelter_consent", "shelter_unannounced"]


def test_the_age_band_is_that_of_the_first_night(shelter, case):
    person = case.person
    person.birth_date, person.birth_precision, person.birth_year = date(2008, 3, 3), "day", 2008
    person.save()

    stay = admitted(shelter, case=case)

    assert (stay.age_from, stay.child) == (15, True)


# On the page


def typed(case, **facts):
    return {"case": case.number, "admitted_on": "02/03/2026", "admission_reason": "emergency"} | facts


def test_the_page_proposes_the_lowest_free_bed_and_keeps_what_was_typed(desk, shelter, case):
    admitted(shelter, bed=beds_of(shelter)[0])
    url = reverse("shelters:admit", args=[shelter.pk])

    shown = desk.get(url)
    answer = desk.post(url, typed(case, once="one") | {"case": "26-9999-A"})

    assert shown.context["form"].initial["bed"] == beds_of(shelter)[1]
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "case": ["No case has this number. Read it again, letter included, as in 26-0147-K."]
    }
    assert 'value="26-9999-A"' in answer.content.decode()
    assert Event.objects.filter(verb="admission.not_found").count() == 1


def test_sent_twice_she_is_admitted_once(desk, shelter, case):
    url = reverse("shelters:admit", args=[shelter.pk])

    answers = [desk.post(url, typed(case, once="same")) for _ in range(2)]

    stay = Stay.objects.get()
    assert [answer.url for answer in answers] == [reverse("shelters:stay", args=[stay.pk])] * 2


def test_a_misfit_is_said_before_and_its_reason_asked_for(head, shelter, case):
    actions.change_shelter(shelter, by=head, genders=["feminine"])
    case = make_adult_man(case)
    let_in(head, case)
    admitted_before = admitted(shelter, by=head, case=case, not_fitting="A first time")
    actions.withdraw_stay(admitted_before, by=head, reason="To see the page again")
    desk, url = browser_of(head), reverse("shelters:admit", args=[shelter.pk])

    asked = desk.post(url, typed(case, once="one"))
    done = desk.post(url, typed(case, once="two", not_fitting="No other place"))

    assert (asked.status_code, done.status_code) == (422, 302)
    assert "Why she is admitted all the same" in asked.content.decode()


def test_that_she_lives_in_a_shelter_already_stands_beside_her_number(desk, shelter, case):
    admitted(shelter, case=case)

    answer = desk.post(reverse("shelters:admit", args=[shelter.pk]), typed(case, once="one"))

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"case": ["She already lives in a shelter at that time."]}


def test_the_number_may_come_in_the_address_a_name_never(desk, shelter, case):
    page = desk.get(reverse("shelters:admit", args=[shelter.pk]), {"case": case.number}).content.decode()

    assert f'value="{case.number}"' in page
