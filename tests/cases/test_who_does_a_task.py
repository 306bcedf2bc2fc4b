"""A task is offered to those who find it in their list: the shelter's own people, supervisors, helpers."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.roles import Role
from cases import actions
from cases.forms.tasks import who_may_do
from cases.models import Level, Task
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office
from tests.factories.shelters import shelter_of, shelter_staff
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
OWN_ONLY = "You find this task again only if you do it yourself"


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def shelter(case):
    """A shelter of the same organisation in which she lives."""
    place = shelter_of(case.office.organisation)
    let_in(place.office, case)
    return place


@pytest.fixture
def staff(shelter):
    return shelter_staff(shelter)


def offered(browser, url):
    return set(browser.get(url).context["form"].fields["assignee"].queryset)


def test_somebody_of_the_shelter_takes_a_task_herself_or_gives_it_to_her_colleague(case, shelter, staff):
    colleague, url = shelter_staff(shelter), f"/cases/{case.number}/tasks/new/"
    desk, typed = browser_of(staff), {"words": "Wake her at six", "due_on": TODAY.isoformat()}

    assert {case.worker, staff, colleague} <= offered(desk, url)
    answers = [desk.post(url, typed | {"assignee": one.pk}).status_code for one in (staff, colleague)]

    assert answers == [302, 302]
    assert [task.words for task in Task.objects.visible_to(staff)] == ["Wake her at six"]
    assert [task.words for task in Task.objects.visible_to(colleague)] == ["Wake her at six"]


def test_her_program_does_the_same(case, staff):
    body = {"case": case.number, "words": "Wake her", "due_on": TODAY.isoformat(), "assignee": str(staff.pk)}

    answer = program_of(staff).post("/api/v1/tasks/", body)

    assert (answer.status_code, answer.json()["assignee"]) == (201, str(staff.pk)), answer.content


def test_who_would_not_find_a_task_again_is_told_so_and_is_who_does_it_first(case, staff):
    url, told = f"/cases/{case.number}/tasks/new/", {}
    for person in (staff, case.worker):
        answer = browser_of(person).get(url)
        form = answer.context["form"]
        told[person] = (OWN_ONLY in answer.content.decode(), form["assignee"].value())

    assert told == {staff: (True, staff.pk), case.worker: (False, case.worker_id)}


def test_to_which_other_offices_a_case_is_open_is_for_its_team_to_know(case, shelter, staff):
    elsewhere = caseworker(working_office(case.office.organisation))
    let_in(elsewhere.memberships.get().office, case)
    task = Task(case=case, office=case.office, kind="by_hand")

    assert (elsewhere in who_may_do(task, case.worker), elsewhere in who_may_do(task, staff)) == (True, False)
    assert staff in who_may_do(task, case.worker)


def test_who_has_a_task_is_offered_it_still(case):
    helper = caseworker(working_office(case.office.organisation))
    let_in(helper, case)
    task = actions.plan_task(case, by=case.worker, words="Call", due_on=TODAY, assignee=helper)

    assert helper in who_may_do(task, case.worker)


# Questions whether two people are one


@pytest.fixture
def other(case):
    return opened_case(case.worker, office=case.office)


@pytest.fixture
def question(case, other):
    """Two cases of one worker may be of one person."""
    actions.note_likeness(case.person, other.person, by=case.worker)
    return Task.objects.get(kind="likeness")


def given(task, by, whom):
    return actions.change_task(task, by=by, due_on=task.due_on + timedelta(days=1), assignee=whom)


def test_a_question_about_two_people_is_given_to_who_may_see_both(case, other, question):
    helper, boss = caseworker(case.office), supervisor(case.office)
    let_in(helper, question.case, Level.FULL)

    assert set(who_may_do(question, case.worker)) == {case.worker, boss}
    with pytest.raises(ValidationError) as refused:
        given(question, case.worker, helper)
    assert list(refused.value.message_dict) == ["assignee"]
    assert given(question, case.worker, boss).assignee == boss
    for one in {case, other} - {question.case}:
        let_in(helper, one, Level.FULL)
    assert helper in who_may_do(question, case.worker)
    assert given(question, case.worker, helper).assignee == helper


def test_what_names_no_case_is_given_to_supervisors_of_its_office():
    office = working_office()
    boss, second = supervisor(office), supervisor(office)
    foreign, worker = supervisor(), member(Role.CASEWORKER, office, since="2010-01-01")
    task = Task.objects.create(kind="likeness_elsewhere", key="x", office=office, due_on=TODAY)

    assert offered(browser_of(boss), f"/tasks/{task.pk}/change/") == {boss, second}
    for nobody in (foreign, worker):
        with pytest.raises(ValidationError) as refused:
            given(task, boss, nobody)
        assert list(refused.value.message_dict) == ["assignee"]
    assert given(task, boss, second).assignee == second
