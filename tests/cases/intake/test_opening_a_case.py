"""A caseworker opens a case: one short page, before anything else may be asked or kept."""

import re
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from audit.models import Event
from cases.models import Case, CaseAccess, Draft, Level, Task
from cases.numbers import case_number
from tests.factories.accounts import OfficeFactory, member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office
from tests.shelters.conftest import program_of

TO_COME = "This day has not come yet. Write the day on which it happened."
pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEW = "/cases/new/"
TYPED = {
    "danger": "no",
    "source": "police",
    "found_on": "2026-03-02",
    "sex": "F",
    "majority": "adult",
    "role": "direct_victim",
    "code_name": "Ceiba",
}


@pytest.fixture
def office():
    return working_office()


@pytest.fixture
def worker(office):
    return caseworker(office)


@pytest.fixture
def desk(client, worker):
    """A caseworker's browser, in English."""
    client.force_login(worker, backend=BACKEND)
    client.cookies["language"] = "en"
    with translation.override("en"):
        yield client


def typed(office, **other):
    return TYPED | {"office": office.pk} | other


def sentences(answer):
    return {name: list(said) for name, said in answer.context["form"].errors.items()}


def test_the_first_page_opens_a_case_and_leads_to_its_intake(desk, office, worker):
    answer = desk.post(NEW, typed(office))

    case = Case.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/cases/{case.number}/intake/")
    assert (case.code_name, case.office, case.worker, case.status) == ("Ceiba", office, worker, "intake")
    assert (case.opened_on, case.person.sex, case.person.majority) == (timezone.localdate(), "F", "adult")
    assert re.fullmatch(rf"{timezone.localdate():%y}-\d{{4}}-[A-Z]", case.number)


def test_it_proposes_a_neutral_word_and_her_only_office(desk, office):
    form = desk.get(NEW).context["form"]

    assert form["office"].value() == office.pk
    assert form["code_name"].value().strip() != ""


def test_without_a_code_name_one_is_given(desk, office):
    desk.post(NEW, typed(office, code_name=""))

    assert Case.objects.get().code_name.strip() != ""


def test_only_her_own_offices_are_offered(desk, office):
    other = working_office(office.organisation)

    answer = desk.post(NEW, typed(other))

    assert (answer.status_code, list(sentences(answer)), Case.objects.count()) == (422, ["office"], 0)


def test_what_is_lacking_is_said_beside_its_field_and_what_was_typed_stays(desk, office):
    answer = desk.post(NEW, typed(office, source="", danger="", found_place="Terminal"))

    assert (answer.status_code, sorted(sentences(answer))) == (422, ["danger", "source"])
    assert answer.context["form"]["found_place"].value() == "Terminal"


def test_a_first_contact_after_today_is_refused(desk, office):
    answer = desk.post(NEW, typed(office, found_on="31/12/2099"))

    assert sentences(answer) == {"found_on": [TO_COME]}


def test_danger_calls_the_supervisors_of_the_office_today(desk, office):
    desk.post(NEW, typed(office, danger="yes"))

    task = Task.objects.get()
    assert (task.kind, task.office, task.assignee, task.due_on) == (
        "danger",
        office,
        None,
        timezone.localdate(),
    )
    desk.force_login(supervisor(office), backend=BACKEND)
    notices = [str(notice.sentence) for notice in desk.get("/").context["notices"]]
    assert f"{task.case.code_name} {task.case.number}: she is in danger now." in notices


def test_without_danger_nobody_is_called(desk, office):
    desk.post(NEW, typed(office))

    assert Task.objects.count() == 0


def test_who_does_not_want_her_data_kept_is_helped_unnamed(desk, office):
    desk.post(NEW, typed(office, unnamed="on"))

    person = Case.objects.get().person
    assert (person.unnamed, person.given_names, person.sex) == (True, None, "F")


def test_a_child_comes_to_the_office_and_the_worker_of_her_mother(desk, office, worker):
    mother = opened_case(worker)
    elsewhere = working_office(office.organisation)
    colleague = caseworker(elsewhere)
    CaseAccess.objects.create(case=mother, user=colleague, level=Level.FULL, source="team")
    desk.force_login(colleague, backend=BACKEND)

    child = {"role": "accompanying_child", "majority": "minor", "mother_case": mother.number.lower()}
    desk.post(NEW, typed(elsewhere, **child))

    case = Case.objects.exclude(pk=mother.pk).get()
    assert (case.mother_case, case.office, case.worker) == (mother, office, worker)
    assert (case.component, case.population) == (mother.component, "indirect_victim")
    assert Case.objects.visible_to(colleague).filter(pk=case.pk).exists()


def test_a_child_of_a_woman_whom_another_organisation_helps_is_not_put_out_of_its_writers_sight(
    desk, office, worker
):
    mother = opened_case()
    let_in(worker, mother)
    child = typed(office, role="accompanying_child", majority="minor", mother_case=mother.number)

    answer = desk.post(NEW, child)
    program = program_of(worker).post("/api/v1/cases/", child | {"office": str(office.pk)})

    said = (
        "Another organisation helps her, and the child would be out of your sight there. Ask it to open the "
        "case of the child, or open one here for the child as an indirect victim."
    )
    assert (answer.status_code, sentences(answer)) == (422, {"mother_case": [said]})
    assert (program.status_code, list(program.json()["errors"])) == (422, ["mother_case"])
    assert not Case.objects.filter(mother_case=mother).exists()
    assert desk.post(NEW, child | {"role": "indirect_victim", "mother_case": ""}).status_code == 302


def test_a_mothers_case_that_she_may_not_open_is_as_if_it_were_not_there(desk, office):
    foreign = opened_case(caseworker())

    for number in (foreign.number, case_number(2026, 9999), "nothing"):
        answer = desk.post(
            NEW, typed(office, role="accompanying_child", majority="minor", mother_case=number)
        )
        assert sentences(answer) == {
            "mother_case": ["There is no case with this number that you may open. Check the number."]
        }


def test_a_number_of_the_mother_that_is_not_whole_is_mended_before_it_is_looked_for(desk, worker, office):
    mother, another = opened_case(worker), opened_case()
    child = typed(office, role="accompanying_child", majority="minor")

    def said(number):
        return sentences(desk.post(NEW, child | {"mother_case": number}))["mother_case"]

    for number in (mother.number, another.number):
        assert said(number[:-2]) == ["Write the letter at the end of the number too."]
        assert said(number[:-1] + "Ñ")[0].startswith("The letter at the end does not fit")
    assert Case.objects.filter(role="accompanying_child").count() == 0


def test_a_child_who_accompanies_needs_the_case_of_whom(desk, office):
    answer = desk.post(NEW, typed(office, role="accompanying_child", majority="minor"))

    assert list(sentences(answer)) == ["mother_case"]


def test_from_the_mothers_case_the_page_is_half_filled_in(desk, office, worker):
    mother = opened_case(worker, source="consulate")

    form = desk.get(f"{NEW}?mother={mother.number}").context["form"]

    assert [form[name].value() for name in ("mother_case", "role", "majority", "source")] == [
        mother.number,
        "accompanying_child",
        "minor",
        "consulate",
    ]


def test_sent_twice_the_page_opens_one_case(desk, office):
    once = {"once": "9f0f1a53-9a5b-4a8e-8f55-0e9f4dbd3b39"}

    answers = [desk.post(NEW, typed(office) | once) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Case.objects.count() == 1


def test_shelter_staff_who_open_a_case_at_night_see_it(client, office):
    night = member(Role.SHELTER_STAFF, office)
    client.force_login(night, backend=BACKEND)

    client.post(NEW, typed(office))

    case = Case.objects.get()
    assert (case.worker, Case.objects.visible_to(night).get()) == (None, case)
    assert not CaseAccess.objects.live(timezone.now() + timedelta(hours=73)).for_user(night).exists()
    assert CaseAccess.objects.live(timezone.now() + timedelta(hours=71)).for_user(night).exists()
    lines = client.get(f"/cases/{case.number}/intake/").context["lines"]
    assert [line.section.name for line in lines] == ["needs"]


def test_an_office_without_a_line_of_work_says_whom_to_ask(client):
    office = OfficeFactory()
    client.force_login(caseworker(office), backend=BACKEND)

    answer = client.post(NEW, typed(office))

    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert answer.context["form"].has_error("__all__", "no_component")


def test_the_opening_stands_in_the_trail_without_a_word_of_hers(desk, office, worker):
    desk.post(NEW, typed(office, source_details="Called by Officer Pérez"))

    event = Event.objects.get(verb="case.opened")
    assert (event.actor, event.subjects, event.detail) == (worker.pk, [Case.objects.get().pk], [])


@pytest.mark.parametrize("role", [Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR, Role.DATA_PROTECTION])
def test_other_roles_open_no_case(client, office, role):
    client.force_login(member(role, office), backend=BACKEND)

    assert (client.get(NEW).status_code, client.post(NEW, typed(office)).status_code) == (403, 403)


def test_two_people_open_at_once_and_get_two_numbers_in_a_row(committed_db):
    office = working_office()
    workers, numbers = [caseworker(office) for _ in range(8)], []

    def begin(worker):
        numbers.append(opened_case(worker, office=office).number)
        connection.close()

    threads = [threading.Thread(target=begin, args=[worker]) for worker in workers]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(number[3:7] for number in numbers) == [f"{running:04}" for running in range(1, 9)]


def test_the_page_asks_as_much_of_the_database_with_one_draft_as_with_three(desk, worker):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(NEW).status_code == 200
        return len(queries)

    keep(desk)
    first = asked()
    keep(desk)
    keep(desk)

    assert (Draft.objects.count(), asked()) == (3, first)


def keep(desk):
    return desk.post(reverse("cases:case-create-draft"), {"draft": uuid4(), "found_place": "Terminal"})
