import re

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.hashers import get_hasher
from django.urls import reverse

from accounts.models import BadTry
from audit.models import Event
from tests.accounts.visitors import LOGIN, come_in, newcomer, send_code, try_api, try_page
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return MembershipFactory(user__sign_in_name="ana.paz", user__email="ana@people.example").user


@pytest.mark.parametrize("name", ["ana.paz", "Ana.Paz ", "ana@people.example", "ANA@people.example"])
def test_somebody_signs_in_by_name_or_e_mail_with_password_and_code(ana, name):
    client = newcomer()

    first = try_page(client, name, PASSWORD)
    assert (first.status_code, first.url) == (302, reverse("mfa_authenticate"))
    assert client.get("/").status_code == 302, "the password alone opens nothing"
    second = come_in(client, ana)

    assert (second.status_code, second.url) == (302, "/")
    assert client.get("/").status_code == 200
    done = Event.objects.get(verb="sign_in.done")
    assert (done.actor, done.subjects, done.role, done.detail) == (ana.pk, [ana.pk], "caseworker", ["page"])


def test_signing_in_speaks_the_persons_language_and_leads_where_she_wanted(ana):
    ana.language = "es"
    ana.save(update_fields=["language"])
    client = newcomer()
    client.post(LOGIN, {"name": "ana.paz", "password": PASSWORD, "next": "/accounts/own/"})

    answer = send_code(client)

    assert answer.url == "/accounts/own/"
    assert client.cookies["language"].value == "es"


def test_what_is_no_address_leads_to_my_day_also_for_who_is_in_already(ana):
    client = newcomer()
    client.post(LOGIN, {"name": "ana.paz", "password": PASSWORD, "next": "nowhere"})

    assert come_in(client, ana).url == "/"
    assert client.get(f"{LOGIN}?next=nowhere").url == "/"


def test_it_never_leads_to_another_site(ana):
    client = newcomer()
    client.post(LOGIN, {"name": "ana.paz", "password": PASSWORD, "next": "https://elsewhere.example/"})

    assert send_code(client).url == "/"


def test_a_wrong_password_and_an_unknown_name_are_answered_in_the_same_words(ana):
    answers = [try_page(newcomer(), name) for name in ("ana.paz", "nobody", "nobody@people.example")]

    assert [answer.status_code for answer in answers] == [422] * 3
    assert ["The name or the password is wrong." in answer.text for answer in answers] == [True] * 3
    assert len({without_what_differs_anyway(answer) for answer in answers}) == 1


def without_what_differs_anyway(answer):
    """The page without the form's tokens and what was typed."""
    token = r'(csrfmiddlewaretoken" value="|"X-CSRFToken": ")[^"]*'
    return re.sub(r'name="name" value="[^"]*"', "", re.sub(token, "", answer.text))


@pytest.mark.parametrize("state", ["invited", "ended", "without a role"])
def test_who_may_not_come_in_gets_the_same_words_for_the_right_password(state):
    person = UserFactory() if state == "without a role" else MembershipFactory().user
    if state == "invited":
        person.set_unusable_password()
    person.is_active = state != "ended"
    person.save(update_fields=["is_active", "password"])

    answer = try_page(newcomer(), person.sign_in_name, PASSWORD)

    assert (answer.status_code, "The name or the password is wrong." in answer.text) == (422, True)


@pytest.mark.parametrize(
    "name", ["ana.paz", "ana@people.example", "nobody", "nobody@people.example", "invited"]
)
@pytest.mark.parametrize("trying", [try_page, try_api])
def test_every_try_costs_the_server_one_hash_whoever_it_is_for(ana, monkeypatch, name, trying):
    invited = MembershipFactory(user__sign_in_name="invited").user
    invited.set_unusable_password()
    invited.save(update_fields=["password"])
    hasher, hashed = type(get_hasher()), []
    for work in ("encode", "verify"):
        own = getattr(hasher, work)
        monkeypatch.setattr(hasher, work, lambda *args, own=own: hashed.append(1) or own(*args))

    trying(newcomer(), name)

    assert len(hashed) == 1


def test_nothing_typed_is_kept_anywhere(ana):
    typed = ["ana.paz", "somebody@people.example", "not the password"]
    try_page(newcomer(HTTP_USER_AGENT="a browser"), typed[0], typed[2])
    try_page(newcomer(HTTP_USER_AGENT="a browser"), typed[1], typed[2])
    try_api(newcomer(), typed[0], typed[2])

    kept = [str(list(model.objects.values())) for model in (AccessAttempt, AccessLog, BadTry, Event)]

    assert [word for word in typed for text in kept if word in text] == []
    assert AccessAttempt.objects.count() == 2


def test_a_page_for_signing_in_leads_on_who_has_signed_in(ana):
    client = newcomer()
    come_in(client, ana)

    assert client.get(LOGIN).url == "/"


@pytest.mark.parametrize(
    "data", [{}, {"name": "a\x00b", "password": "x"}, {"name": "a" * 300, "password": "x" * 300}]
)
def test_what_cannot_be_read_is_said_beside_the_field(data):
    assert newcomer().post(LOGIN, data).status_code == 422
    assert Event.objects.count() == 0


def test_there_is_no_page_to_sign_up_or_to_ask_for_a_password():
    paths = ["signup", "password/reset", "email", "confirm-email", "2fa", "social"]

    assert [newcomer().get(f"/accounts/{path}/").status_code for path in paths] == [404] * len(paths)
