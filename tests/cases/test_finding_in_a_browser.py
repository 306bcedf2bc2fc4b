"""Lists, the box that finds a case and tasks as they are seen, narrow and wide, by day and by night."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import actions
from cases.models import Likeness
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from tests.journeys.looking import DESKTOP, HEIGHT, Visit

pytestmark = pytest.mark.browser
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def _synchronous_orm(monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def office(live_server):
    return working_office(name="Oficina de Zacapa")


@pytest.fixture
def worker(office):
    return caseworker(office, user__full_name="Marta Paz")


@pytest.fixture
def case(worker):
    case = opened_case(worker, code_name="Ceiba")
    for words, days in (("Llamar a la escuela", 2), ("Acompañarla al RENAP", 0)):
        actions.plan_task(case, by=worker, words=words, due_on=TODAY() + datetime.timedelta(days=days))
    case.tasks.filter(due_on=TODAY()).update(due_on=TODAY() - datetime.timedelta(days=3))
    for name in ("Jade", "Jícaro"):
        opened_case(worker, code_name=name)
    return case


def test_lists_of_cases_and_tasks_can_be_looked_at(live_server, page, worker, case):
    visit = Visit.signed_in(worker, page, live_server.url)
    for name, path in (("cases", "/cases/"), ("tasks", "/tasks/"), ("case", case.get_absolute_url())):
        visit.go(path)
        visit.look(f"finding-{name}")

    assert visit.problems == []


def test_the_stroke_leads_into_the_box_and_a_number_straight_to_the_case(live_server, page, worker, case):
    visit = Visit.signed_in(worker, page, live_server.url)
    page.set_viewport_size({"width": DESKTOP, "height": HEIGHT})
    visit.go("/tasks/")

    page.keyboard.press("/")
    page.keyboard.type(case.number.lower().replace("-", " "))
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{case.get_absolute_url()}")
    assert visit.problems == []


def test_what_is_found_by_the_beginning_of_a_code_name_can_be_looked_at(live_server, page, worker, case):
    visit = Visit.signed_in(worker, page, live_server.url)
    visit.go("/cases/find/")
    box = page.locator("#main [name=known]")
    box.fill("j")
    visit.press("Find")
    visit.look("finding-refused")
    opened_case(worker, code_name="Jade Azul")
    box.fill("ja")
    visit.press("Find")
    visit.look("finding-two")
    found = page.locator("#main tbody th a").all_inner_texts()
    box.fill("5555 9999")
    visit.press("Find")
    visit.look("finding-nothing")

    assert (found, visit.problems) == (["Jade", "Jade Azul"], [])
    assert "5555" not in page.title() + page.url


def test_two_who_may_be_one_are_looked_at_from_both_sides(live_server, page, worker, case, office):
    near, far = opened_case(worker, code_name="Nance"), opened_case(code_name="Zunza")
    seen = actions.note_likeness(case.person, near.person, by=None)
    blind = actions.note_likeness(case.person, far.person, by=None)
    boss = supervisor(office, user__full_name="Ana Tot")
    visit = Visit.signed_in(boss, page, live_server.url)
    for name, pair in (("seen", seen), ("blind", blind)):
        visit.go(reverse("cases:likeness", args=[pair.pk]))
        visit.look(f"likeness-{name}")
    assert "Zunza" not in page.content() + page.title()
    visit.go(case.get_absolute_url())
    visit.look("likeness-card")
    visit.go("/tasks/")
    visit.look("likeness-tasks")
    visit.go(reverse("cases:likeness", args=[blind.pk]))
    page.locator('input[name="answer"][value="not_same"]').check()
    visit.press("Write the answer")

    page.wait_for_url("**/tasks/")
    assert visit.problems == []
    assert Likeness.objects.get(pk=blind.pk).answer == "not_same"
