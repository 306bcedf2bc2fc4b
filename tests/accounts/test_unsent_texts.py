"""What somebody wrote is never lost because her session ended while she wrote."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Organisation, Role, UnsentText
from accounts.tasks import tidy
from audit.models import Event
from tests.accounts.test_sessions import BACKGROUND, clock  # noqa: F401
from tests.accounts.visitors import come_in, newcomer, signed_in
from tests.factories.accounts import MembershipFactory, OrganisationFactory, member
from tests.look.test_leaving import BACKEND

pytestmark = pytest.mark.django_db
NEW, KEEP = "/accounts/organisations/new/", "/accounts/unsent/"
TYPED = {"name": "Casa de la Esperanza", "country": "GT", "kind": "ngo", "once": "8c1d3d1e-01"}


@pytest.fixture
def administrator():
    return MembershipFactory(
        role=Role.ADMINISTRATOR, organisation=OrganisationFactory(is_lead=True), office=None
    ).user


@pytest.fixture
def client(clock, administrator):  # noqa: F811
    browser = newcomer()
    come_in(browser, administrator)
    return browser


def came_too_late(client, clock, path=NEW, **typed):  # noqa: F811
    """She sends a form after her session has ended; answers where she is led."""
    clock(minutes=21)
    return client.post(path, TYPED | typed)


def test_a_form_sent_too_late_is_offered_again_after_signing_in(client, clock, administrator):  # noqa: F811
    answer = came_too_late(client, clock)
    kept = UnsentText.objects.get()

    assert answer.url == f"/accounts/login/?next=/accounts/unsent/{kept.pk}/"
    assert "What you wrote is kept" in client.get(answer.url).text
    client.force_login(administrator, backend=BACKEND)
    page = client.get(f"{KEEP}{kept.pk}/").text
    assert "Casa de la Esperanza" in page
    assert f'action="{NEW}"' in page
    assert "What you had written at" in client.get("/").text


@pytest.mark.parametrize("hours", [13, 71])
def test_a_form_sent_after_the_computer_slept_is_kept_and_opens_nothing(client, clock, hours):  # noqa: F811
    clock(hours=hours)

    answer = client.post(NEW, TYPED)

    assert answer.url == f"/accounts/login/?next=/accounts/unsent/{UnsentText.objects.get().pk}/"
    assert Organisation.objects.filter(name="Casa de la Esperanza").count() == 0
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("hours", [13, 71])
def test_a_page_that_was_open_while_the_computer_slept_keeps_what_was_typed(client, clock, hours):  # noqa: F811
    clock(hours=hours)

    client.post(KEEP, TYPED | {"unsent_path": NEW}, headers=BACKGROUND)

    assert UnsentText.objects.get().path == NEW
    assert client.get("/").status_code == 302


def test_after_three_days_nobody_is_known_any_more(client, clock):  # noqa: F811
    clock(hours=73)

    answer = client.post(NEW, TYPED)

    assert "was not saved" in client.get(answer.url).text
    assert UnsentText.objects.count() == 0


def test_sent_again_it_is_saved_and_kept_no_longer(client, clock, administrator):  # noqa: F811
    came_too_late(client, clock)
    client.force_login(administrator, backend=BACKEND)

    client.post(NEW, TYPED | {"unsent_text": str(UnsentText.objects.get().pk)})

    assert Organisation.objects.filter(name="Casa de la Esperanza").count() == 1
    assert UnsentText.objects.count() == 0
    assert "What you had written at" not in client.get("/").text


def test_what_has_to_be_mended_stands_in_its_form_again(client, clock, administrator):  # noqa: F811
    came_too_late(client, clock, country="")
    client.force_login(administrator, backend=BACKEND)

    answer = client.post(NEW, TYPED | {"country": "", "unsent_text": str(UnsentText.objects.get().pk)})

    assert answer.status_code == 422
    assert 'value="Casa de la Esperanza"' in answer.text


def test_nobody_else_reads_it(client, clock):  # noqa: F811
    came_too_late(client, clock)
    kept = UnsentText.objects.get()
    other = signed_in(MembershipFactory().user)

    answers = [other.get(f"{KEEP}{kept.pk}/"), other.post(f"{KEEP}{kept.pk}/discard/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert UnsentText.objects.count() == 1


def test_the_table_holds_no_word_of_it(client, clock):  # noqa: F811
    came_too_late(client, clock)

    with connection.cursor() as cursor:
        cursor.execute("SELECT path, typed FROM accounts_unsenttext")
        stored = b"".join(bytes(column) for column in cursor.fetchone())

    assert b"Esperanza" not in stored
    assert b"organisations" not in stored


def test_a_password_is_kept_nowhere(client, clock):  # noqa: F811
    came_too_late(client, clock, path="/accounts/own/password/", password="cuatro palabras y una mas")

    assert UnsentText.objects.count() == 0


def test_a_form_without_its_token_is_not_kept(clock, administrator):  # noqa: F811
    browser = newcomer(enforce_csrf_checks=True)
    browser.force_login(administrator, backend=BACKEND)
    browser.get("/")
    clock(minutes=21)

    assert browser.post(NEW, TYPED).status_code == 403
    assert UnsentText.objects.count() == 0


@pytest.mark.parametrize(
    "path", ["https://else.example/", "//else.example/", "/no-such-page/", "/api/v1/awards/"]
)
def test_only_a_page_of_ours_is_written_to_again(client, path):
    assert client.post(KEEP, TYPED | {"unsent_path": path}).json() == {"url": ""}
    assert UnsentText.objects.count() == 0


def test_a_page_that_keeps_its_form_is_no_sign_of_life(client, clock):  # noqa: F811
    clock(minutes=19)
    assert client.post(KEEP, TYPED | {"unsent_path": NEW}, headers=BACKGROUND).status_code == 200
    clock(minutes=2)

    assert client.get("/").status_code == 302
    assert UnsentText.objects.get().path == NEW


def test_the_same_form_is_kept_once_and_thrown_away_on_request(client):
    for _ in range(2):
        url = client.post(KEEP, TYPED | {"unsent_path": NEW}).json()["url"]

    assert UnsentText.objects.count() == 1
    assert client.post(f"{url}discard/").status_code == 302
    assert UnsentText.objects.count() == 0
    verbs = Event.objects.filter(verb__startswith="unsent").values_list("verb", flat=True)
    assert sorted(verbs) == ["unsent.discarded", "unsent.kept"]


def test_after_a_day_it_is_gone(client):
    client.post(KEEP, TYPED | {"unsent_path": NEW})
    UnsentText.objects.update(created_at=timezone.now() - timedelta(hours=25))

    assert "What you had written at" not in client.get("/").text
    tidy()
    assert UnsentText.objects.count() == 0


def test_a_page_left_alone_keeps_what_was_typed_before_it_is_emptied(live_server, client, context, page):
    person = member(Role.ADMINISTRATOR)
    client.force_login(person, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.clock.install()
    page.goto(live_server.url + "/accounts/users/invite/")
    page.get_by_label("Nombre completo").fill("Rosalinda Caal")

    with page.expect_response(lambda answer: answer.url.endswith(KEEP)) as said:
        page.clock.run_for((settings.SESSION_IDLE_SECONDS + 1) * 1000)

    assert said.value.status == 200
    expect(page.locator("[data-kept]")).to_be_visible()
    page.locator("main a").click()
    expect(page.locator("blockquote")).to_have_text("Rosalinda Caal")
    page.locator("main form button").first.click()
    assert page.get_by_label("Nombre completo").input_value() == "Rosalinda Caal"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/programme/awards/00000000-0000-4000-8000-000000000000/objectives/new/", 1),
        ("/accounts/own/second-factor/replace/", 0),
    ],
)
def test_a_code_is_a_secret_only_where_it_proves_who_somebody_is(client, path, kept):
    client.post(KEEP, {"code": "1.2", "title": "Shelter and return", "unsent_path": path})

    assert UnsentText.objects.count() == kept
