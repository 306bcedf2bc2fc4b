"""Light, hidden data and language belong to the device; pages alike for everybody know nobody."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.roles import Role
from config.refusals import broken
from tests.factories.accounts import member

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def worker(client):
    """A browser in which a caseworker is signed in."""
    client.force_login(member(Role.CASEWORKER), backend=BACKEND)
    return client


@pytest.mark.parametrize(
    ("theme", "media"),
    [("dark", "screen"), ("light", "not all"), ("auto", "screen and (prefers-color-scheme: dark)")],
)
def test_a_caseworker_chooses_the_light_of_her_pages(worker, theme, media):
    worker.post(reverse("set-theme"), {"theme": theme, "next": "/"})

    page = worker.get("/").content.decode()

    assert f'media="{media}" data-dark' in page
    assert f'value="{theme}" aria-pressed="true"' in page


def test_a_light_that_does_not_exist_is_that_of_the_device(worker):
    worker.post(reverse("set-theme"), {"theme": '"><script>', "next": "/"})

    assert 'data-theme="auto"' in worker.get("/").content.decode()


def test_a_caseworker_hides_data_and_shows_them_again(worker):
    worker.post(reverse("set-veil"), {"veiled": "1", "next": "/"})
    hidden = worker.get("/").content.decode()
    worker.post(reverse("set-veil"), {"veiled": "0", "next": "/"})
    shown = worker.get("/").content.decode()

    marks = ['data-theme="auto" data-veiled>' in hidden, "data-veiled>" in shown]
    assert marks == [True, False]


@pytest.mark.parametrize("page", ["set-theme", "set-veil", "set-language"])
@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_a_choice_never_leads_to_another_site(client, page, target):
    answer = client.post(reverse(page), {"next": target})

    assert (answer.status_code, answer.url) == (302, "/")


@pytest.mark.parametrize("page", ["set-theme", "set-veil"])
def test_a_choice_comes_only_from_our_own_pages(page):
    assert Client(enforce_csrf_checks=True).post(reverse(page)).status_code == 403


def test_the_page_of_components_is_there_only_in_the_demo(client, settings):
    assert client.get("/look/").status_code == 404
    settings.DEMO = True
    assert client.get("/look/").status_code == 200


def test_every_page_of_the_demo_says_that_the_data_are_invented(worker, settings):
    assert "demo-bar" not in worker.get("/").content.decode()
    settings.DEMO = True
    assert "demo-bar" in worker.get("/").content.decode()


def test_what_does_not_exist_looks_alike_for_everybody(worker, settings):
    worker.post(reverse("set-theme"), {"theme": "dark"})
    worker.cookies["language"] = "en"

    answers = [worker.get("/no/such/page/"), Client().get("/no/such/page/"), worker.get("/look/")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert b"csrf" not in answers[0].content


def test_the_neutral_page_names_nothing_of_ours_and_asks_nobody(worker, settings, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get(reverse("neutral"))

    assert settings.SITE_NAME not in answer.content.decode()
    assert not answer.cookies
    assert answer.content == worker.get(reverse("neutral")).content


@pytest.mark.parametrize(("language", "weekday"), [("es", "dom"), ("en", "Sun")])
def test_the_neutral_page_is_a_calendar_whose_weeks_begin_on_sunday(client, language, weekday):
    client.cookies["language"] = language

    first = client.get(reverse("neutral")).content.decode().partition("<tr>")[2].partition("</th>")[0]

    assert first.endswith(f">{weekday}")


def test_a_page_that_comes_back_with_errors_says_so_in_its_title(client, settings):
    settings.DEMO = True

    answer = client.post("/look/", {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"})

    assert answer.status_code == 422
    assert "<title>Error: " in answer.content.decode()


def test_a_form_that_comes_back_keeps_its_key(client, settings):
    settings.DEMO = True
    key = "2c3e5a52-1f0e-4b54-9c0e-6a6f2f1f3d11"

    kept = client.post("/look/", {"once": key}).content.decode()
    other = client.post("/look/", {"once": '"><script>'}).content.decode()

    assert f'name="once" value="{key}"' in kept
    assert 'script>"' not in other


def test_each_role_finds_its_rooms_in_the_title_bar(client):
    found = {}
    for role in (Role.CASEWORKER, Role.DATA_PROTECTION, Role.ADMINISTRATOR):
        client.force_login(member(role), backend=BACKEND)
        found[role] = [entry.url for entry in client.get("/").context["navigation"]]

    casework = ("cases:cases", "tasks:tasks", "shelters:shelters", "reintegration:placements")
    assert found[Role.CASEWORKER] == ["/", *map(reverse, casework)]
    kept = ("cases:consent-texts", "cases:retention", "reports:trail")
    assert found[Role.DATA_PROTECTION] == ["/", *map(reverse, kept)]
    first = ("shelters:shelters", "users", "organisations")
    assert found[Role.ADMINISTRATOR][:4] == ["/", *map(reverse, first)]


def test_the_page_one_stands_on_is_marked(client):
    client.force_login(member(Role.DATA_PROTECTION), backend=BACKEND)

    entries = client.get(reverse("reports:trail")).context["navigation"]

    assert [entry.url for entry in entries if entry.current] == [reverse("reports:trail")]


@pytest.mark.parametrize(("path", "kind"), [("/", "text/html"), ("/api/v1/", "application/problem+json")])
def test_while_the_data_base_is_away_the_answer_is_to_come_back_later(path, kind):
    try:
        raise OperationalError
    except OperationalError:
        answer = broken(RequestFactory().get(path))

    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (503, kind)
    assert "mantenimiento" not in answer.content.decode()  # nobody planned it
