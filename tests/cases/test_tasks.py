"""What has to be done: made once, seen by whoever helps, done with a reason, handed on, late ones first."""

import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.models import Level, Likeness, Task
from cases.task_words import WORDS
from config.my_day import notices_for
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ROOMS = ("cases", "shelters", "reintegration")
MADE = re.compile(r"""(?:add_task\([\w.]+, |\b_ask\(|"kind": |yield )"([a-z_]+)\"""")


@pytest.fixture
def office():
    return working_office(name="Zacapa")


@pytest.fixture
def worker(office):
    return caseworker(office, user__full_name="Marta Paz")


@pytest.fixture
def case(worker):
    return opened_case(worker, code_name="Ceiba")


def task_of(case, words="Llamar a la escuela", days=3, **more):
    return actions.plan_task(case, by=case.worker, words=words, due_on=TODAY + timedelta(days=days), **more)


def made_late(task, days):
    Task.objects.filter(pk=task.pk).update(due_on=TODAY - timedelta(days=days))
    return task


def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def lines(client, query=""):
    """The tasks of the list, in its order."""
    page = client.get(reverse("tasks:tasks") + query).context["page"]
    return [task.asks for task in page]


def test_a_verb_leaves_one_task_however_often_it_is_asked(case, worker):
    asked = {"by": worker, "kind": "needs", "due_on": TODAY}

    first, again = actions.add_task(case, **asked), actions.add_task(case, **asked)

    assert (first.pk, first.office, first.assignee) == (again.pk, case.office, worker)
    actions.finish_task(first, by=worker, outcome="Preguntado")
    assert actions.add_task(case, **asked).pk != first.pk


def test_what_waits_elsewhere_waits_for_whoever_is_there(case, worker):
    shelter = working_office(case.office.organisation)

    assert actions.add_task(case, by=worker, kind="needs", due_on=TODAY, office=shelter).assignee is None


def test_of_a_past_day_nothing_is_asked_that_is_past_as_well(case, worker):
    last_year, asked = TODAY - timedelta(days=365), {"by": worker, "kind": "needs"}

    assert actions.add_task(case, **asked, due_on=TODAY - timedelta(days=300), on=last_year) is None
    assert actions.add_task(case, **asked, due_on=TODAY + timedelta(days=1), on=last_year) is not None


def test_two_who_leave_the_same_task_at_once_leave_one(committed_db):
    case, made = opened_case(), []
    at_once = threading.Barrier(4)

    def add():
        at_once.wait()
        task = actions.add_task(case, by=case.worker, kind="needs", due_on=TODAY)
        made.append(task.pk)
        connections.close_all()

    threads = [threading.Thread(target=add) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(made), len(set(made)), Task.objects.count()) == (4, 1, 1)


def test_a_task_is_written_on_the_page_of_a_case(client, case, worker):
    supplied = {"words": "Llamar a la escuela", "due_on": TODAY.isoformat(), "assignee": worker.pk}

    answer = signed_in(client, worker).post(reverse("cases:task-create", args=[case.number]), supplied)

    task = Task.objects.get()
    assert (answer.status_code, answer.url) == (302, case.get_absolute_url())
    assert (task.words, task.due_on, task.assignee, task.case) == (
        "Llamar a la escuela",
        TODAY,
        worker,
        case,
    )


def test_a_form_that_is_sent_twice_makes_one_task(client, case, worker):
    supplied = {
        "words": "Llamar",
        "due_on": TODAY.isoformat(),
        "once": "5d2c7f6e-0000-4000-8000-000000000001",
    }
    url = reverse("cases:task-create", args=[case.number])

    answers = [signed_in(client, worker).post(url, supplied).status_code for _each in range(2)]

    assert (answers, Task.objects.count()) == ([302, 302], 1)


def test_a_day_that_is_over_is_refused_and_what_was_typed_stays(client, case, worker):
    supplied = {"words": "Llamar a la escuela", "due_on": "01/02/2020"}

    answer = signed_in(client, worker).post(reverse("cases:task-create", args=[case.number]), supplied)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"due_on": ["Este día ya pasó. Elija hoy o un día por venir."]}
    assert answer.context["form"]["words"].value() == "Llamar a la escuela"


def test_a_task_is_not_given_to_somebody_who_cannot_open_the_case(case, worker):
    colleague = caseworker(case.office, user__full_name="Rosa Ical")

    with pytest.raises(ValidationError, match="Rosa Ical no puede abrir este caso"):
        task_of(case, assignee=colleague)

    let_in(colleague, case)
    assert task_of(case, assignee=colleague).assignee == colleague


def test_done_says_what_came_of_it_and_the_trail_that_it_was_done(client, case, worker):
    task = task_of(case)
    url = reverse("tasks:task-done", args=[task.pk])

    empty = signed_in(client, worker).post(url, {"outcome": ""})
    answer = client.post(url, {"outcome": "La directora la espera el lunes"})

    task.refresh_from_db()
    assert (empty.status_code, answer.status_code, answer.url) == (422, 302, reverse("tasks:tasks"))
    assert (task.outcome, task.done_by) == ("La directora la espera el lunes", worker)
    assert (
        Event.objects.filter(verb="task.done", actor=worker.pk, subjects=[task.pk, task.case_id]).count() == 1
    )


def test_what_was_done_already_is_not_done_again(case, worker):
    task = task_of(case)
    actions.finish_task(task, by=worker, outcome="Hecho")

    with pytest.raises(ValidationError, match="Marta Paz ya hizo esto"):
        actions.finish_task(task, by=supervisor(case.office), outcome="Otra vez")
    assert Task.objects.get().outcome == "Hecho"


def test_two_who_change_a_task_at_once_are_shown_both_versions(client, case, worker):
    task, boss = task_of(case), supervisor(case.office)
    let_in(boss, case)
    actions.change_task(task, by=boss, due_on=TODAY + timedelta(days=9), assignee=boss)

    answer = signed_in(client, worker).post(
        reverse("tasks:task-change", args=[task.pk]),
        {"due_on": TODAY.isoformat(), "assignee": worker.pk, "version": "1"},
    )

    task.refresh_from_db()
    assert answer.status_code == 409
    assert (task.due_on, task.assignee) == (TODAY + timedelta(days=9), boss)


def test_the_late_ones_stand_first(client, case, worker):
    task_of(case, "Mañana", 1)
    made_late(task_of(case, "Antes de ayer"), 2)
    task_of(case, "Hoy", 0)

    assert lines(signed_in(client, worker)) == ["Antes de ayer", "Hoy", "Mañana"]
    assert lines(client, "?state=late") == ["Antes de ayer"]


def test_what_was_done_stands_apart_with_what_came_of_it(client, case, worker):
    actions.finish_task(task_of(case, "Llamar"), by=worker, outcome="Vendrá el lunes")

    assert lines(signed_in(client, worker)) == []
    assert lines(client, "?state=done") == ["Llamar"]
    assert "Vendrá el lunes" in client.get(reverse("tasks:tasks") + "?state=done").content.decode()


def test_mine_are_mine_and_those_of_my_office_for_whoever_can(client, case, worker):
    boss = supervisor(case.office)
    task_of(case, "De Marta", assignee=worker)
    task_of(case, "De quien pueda")

    assert lines(signed_in(client, boss)) == ["De Marta", "De quien pueda"]
    assert lines(client, "?whose=mine") == ["De quien pueda"]


def test_tasks_of_a_case_are_for_those_who_help_her(case):
    task_of(case)
    helper, knows_of = caseworker(), caseworker()
    let_in(helper, case, Level.FULL)
    let_in(knows_of, case, Level.REFERENCE)

    assert Task.objects.visible_to(helper).count() == 1
    assert [Task.objects.visible_to(other).count() for other in (knows_of, caseworker(case.office))] == [0, 0]


def test_somebody_who_does_not_help_her_cannot_do_her_tasks(case):
    task = task_of(case)

    with pytest.raises(Refused):
        actions.finish_task(task, by=caseworker(case.office), outcome="Hecho")
    with pytest.raises(Refused):
        actions.plan_task(case, by=caseworker(case.office), words="Llamar", due_on=TODAY)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SHELTER_STAFF])
def test_a_task_without_a_case_is_for_supervisors_of_its_office_alone(office, role):
    task = Task.objects.create(kind="likeness_elsewhere", key="x", office=office, due_on=TODAY)

    seen = [Task.objects.visible_to(one).count() for one in (supervisor(office), supervisor())]

    assert (seen, Task.objects.visible_to(member(role, office)).count()) == ([1, 0], 0)
    with pytest.raises(Refused):
        actions.change_task(task, by=supervisor(), due_on=TODAY)


def test_a_task_without_a_case_names_nobody_in_the_list(client, office):
    case, other = opened_case(caseworker(office)), opened_case()
    one, two = sorted((case.person, other.person), key=lambda person: person.pk)
    pair = Likeness.objects.create(one=one, other=two)
    facts = {"kind": "likeness_elsewhere", "office": office, "due_on": TODAY, "subject": pair.pk}
    Task.objects.create(key="x", **facts)

    page = signed_in(client, supervisor(office)).get(reverse("tasks:tasks")).content.decode()

    assert reverse("cases:likeness", args=[pair.pk]) in page
    assert [
        text for text in (case.number, other.number, case.code_name, other.code_name) if text in page
    ] == []


def test_my_day_says_what_is_late_and_what_is_for_today(case, worker):
    made_late(task_of(case), 1)
    made_late(task_of(case), 2)
    task_of(case, days=0)
    task_of(case, days=1)

    found = [(one.sentence, one.url, one.kind) for one in notices_for(worker) if "/tasks/" in one.url]

    assert found == [
        ("2 tareas están atrasadas.", "/tasks/?whose=mine&state=late", "care"),
        ("1 tarea es para hoy.", "/tasks/?whose=mine&state=today", ""),
    ]


def days_of(client):
    """What her day says of the seven days to come, as it is read."""
    client.cookies["language"] = "en"
    page = client.get(reverse("my-day")).content.decode()
    return " ".join(re.sub("<[^>]+>", " ", page.split("In the next seven days", 1)[1]).split())


def test_my_day_says_how_much_is_due_on_each_of_the_next_seven_days(client, case, worker):
    for days in (-1, 0, 1, 1, 7, 8):
        task = task_of(case, days=max(days, 0))
        Task.objects.filter(pk=task.pk).update(due_on=TODAY + timedelta(days=days))
    foreign = opened_case()
    task_of(foreign, days=1)
    signed_in(client, worker)

    shown = client.get(reverse("my-day")).context["days"]
    listed = [task.due_on for task in client.get("/tasks/?whose=mine&state=soon").context["page"]]

    assert shown == [(TODAY + timedelta(days=1), 2), (TODAY + timedelta(days=7), 1)]
    assert sorted(listed) == [TODAY + timedelta(days=each) for each in (1, 1, 7)]
    assert '"/tasks/?whose=mine&amp;state=soon"' in client.get(reverse("my-day")).content.decode()
    assert ": 2 tasks" in days_of(client)


def test_my_day_says_that_nothing_is_due_only_when_nothing_is(client, case, worker):
    none = "No task of yours is due in the next seven days."
    Task.objects.all().delete()
    task_of(case, days=8)

    assert days_of(signed_in(client, worker)).startswith(none)
    task_of(case, days=5)
    assert none not in days_of(client)
    assert "Nothing waits for you today" in client.get(reverse("my-day")).content.decode()


def test_the_day_of_whoever_has_no_tasks_speaks_of_none(client):
    signed_in(client, member(Role.DATA_PROTECTION))

    assert client.get(reverse("my-day")).context["days"] is None


def test_my_day_asks_as_often_for_three_tasks_as_for_one(client, case, worker, django_assert_num_queries):
    task_of(case)
    signed_in(client, worker).get(reverse("my-day"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("my-day"))
    task_of(opened_case(worker), days=1)
    task_of(opened_case(worker), days=2)

    with django_assert_num_queries(len(one)):
        client.get(reverse("my-day"))


def test_the_list_asks_as_often_for_three_as_for_one(client, case, worker, django_assert_num_queries):
    task_of(case)
    signed_in(client, worker).get(reverse("tasks:tasks"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("tasks:tasks"))
    for _each in range(2):
        task_of(opened_case(worker))

    with django_assert_num_queries(len(one)):
        assert len(lines(client)) == 3


def test_every_kind_that_the_code_makes_has_words():
    files = [path for room in ROOMS for path in Path(settings.BASE_DIR, room).rglob("*.py")]
    kinds = {kind for path in files for kind in MADE.findall(path.read_text(encoding="utf-8"))}

    assert {"needs", "data_without_ground", "shelter_misfit", "identity_left"} <= kinds
    assert kinds - set(WORDS) == set()
