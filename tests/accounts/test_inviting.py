import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Invitation, Membership, Organisation, Role, User
from accounts.tokens import issue
from audit.models import Event
from config.logs import AllowedWords
from tests.accounts.visitors import newcomer, signed_in, try_page
from tests.factories.accounts import MembershipFactory, OfficeFactory, administrator
from work import effects
from work.models import OutboxRow

pytestmark = pytest.mark.django_db
OWN = "seven green lamps on tuesday"
FORM = "/accounts/invitation/"


@pytest.fixture
def chief():
    return administrator(lead=True)


def invited(chief, **more):
    office = OfficeFactory(organisation=Organisation.objects.get(is_lead=True))
    return actions.invite(
        by=chief,
        full_name="Rosa Tum",
        email="Rosa@people.example",
        organisation=office.organisation,
        office=office,
        role=Role.CASEWORKER,
        **more,
    )


def opened(token):
    """A browser that followed the link."""
    client = newcomer()
    answer = client.get(reverse("invitation", kwargs={"token": token}))
    assert (answer.url, answer["Referrer-Policy"]) == (FORM, "no-referrer")
    return client


def test_an_administrator_invites_a_caseworker_who_sets_her_own_password(chief):
    person, token = invited(chief)
    client = opened(token)

    page = client.get(FORM)
    answer = client.post(FORM, {"password": OWN, "again": OWN})

    assert page.status_code == 200
    assert [word in page.text for word in ("Rosa", "rosa", "Organisation")] == [False] * 3
    assert answer.url == "/accounts/login/"
    assert try_page(newcomer(), "rosa", OWN).status_code == 302
    assert Event.objects.filter(verb="invitation.used", actor=person.pk).count() == 1


def test_inviting_in_the_browser_shows_the_link_once_and_writes_who_did_it(chief):
    office = OfficeFactory(organisation=Organisation.objects.get(is_lead=True))
    client = signed_in(chief)
    typed = {
        "full_name": "Rosa Tum", "email": "rosa@people.example", "language": "es", "place": str(office.pk),
        "role": "caseworker", "profession": "social_work", "since": "22/11/2026", "once": "k-1",
    }  # fmt: skip

    assert client.get(reverse("user-invite")).status_code == 200
    shown = client.post(reverse("user-invite"), typed)
    again = client.post(reverse("user-invite"), typed)

    link = re.search(r"http://testserver(/accounts/invitation/[\w-]+/)", shown.text)[1]
    assert newcomer().get(link).url == FORM
    rosa = User.objects.get(sign_in_name="rosa")
    assert again.url == reverse("user", kwargs={"user": rosa.pk})
    assert Membership.objects.get(user=rosa).office == office
    events = Event.objects.filter(actor=chief.pk).order_by("id").values_list("verb", "office")
    assert list(events) == [("user.invited", office.pk), ("membership.granted", office.pk)]
    assert link.split("/")[-2] not in str(
        list(Invitation.objects.values()) + list(OutboxRow.objects.values())
    )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("full_name", "", "This is still missing."),
        ("email", "chief", "Enter a valid email address."),
        ("email", "CHIEF@people.example", "Somebody else has this e-mail address."),
        ("sign_in_name", "rosa@home", "no “@”"),
        ("place", "elsewhere", "Select a valid choice"),
        ("role", "queen", "Select a valid choice"),
        ("until", "01/01/2026", "The end has to come after the beginning."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nobody_is_invited(chief, field, value, said):
    User.objects.filter(pk=chief.pk).update(email="chief@people.example")
    office = OfficeFactory(organisation=Organisation.objects.get(is_lead=True))
    typed = {
        "full_name": "Rosa Tum", "email": "rosa@people.example", "language": "es", "place": str(office.pk),
        "role": "caseworker", "since": "22/11/2026",
    }  # fmt: skip

    answer = signed_in(chief).post(reverse("user-invite"), {**typed, field: value})

    assert (answer.status_code, said in answer.text) == (422, True)
    assert User.objects.count() == 1


def test_nobody_is_invited_into_an_organisation_that_one_does_not_manage(chief):
    local = administrator()
    elsewhere = OfficeFactory()
    typed = {
        "full_name": "Rosa",
        "language": "es",
        "place": str(elsewhere.pk),
        "role": "trainer",
        "since": "22/11/2026",
    }

    assert signed_in(local).post(reverse("user-invite"), typed).status_code == 422
    assert str(elsewhere.pk) in signed_in(chief).get(reverse("user-invite")).text
    assert str(elsewhere.pk) not in signed_in(local).get(reverse("user-invite")).text


def test_a_link_works_once(chief):
    _person, token = invited(chief)
    opened(token).post(FORM, {"password": OWN, "again": OWN})

    late = opened(token)

    assert (late.get(FORM).status_code, late.post(FORM, {"password": OWN, "again": OWN}).status_code) == (
        410,
        410,
    )


def test_two_browsers_with_one_link_set_one_password(chief):
    person, token = invited(chief)
    first, second = opened(token), opened(token)

    answers = [client.post(FORM, {"password": OWN, "again": OWN}).status_code for client in (first, second)]

    assert answers == [302, 410]
    assert Event.objects.filter(verb="invitation.used", subjects=[person.pk]).count() == 1


def test_a_link_ends_after_three_days(chief):
    _person, token = invited(chief)
    Invitation.objects.update(
        created_at=timezone.now() - timedelta(hours=73), expires_at=timezone.now() - timedelta(seconds=1)
    )

    assert opened(token).get(FORM).status_code == 410


def test_a_link_takes_five_tries(chief):
    person, token = invited(chief)
    client = opened(token)

    answers = [client.post(FORM, {"password": "short", "again": "short"}) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [422] * 4 + [410]
    assert "This link takes one more try." in answers[3].text
    assert client.post(FORM, {"password": OWN, "again": OWN}).status_code == 410
    assert not User.objects.get(pk=person.pk).has_usable_password()


def test_a_link_that_never_was_leads_nowhere():
    assert opened("x" * 43).get(FORM).status_code == 410
    assert newcomer().get(FORM).status_code == 410


def test_looking_at_a_link_uses_nothing_up(chief):
    _person, token = invited(chief)
    for _ in range(8):
        opened(token).get(FORM)

    assert opened(token).post(FORM, {"password": OWN, "again": OWN}).status_code == 302


@pytest.mark.parametrize(
    "password",
    [
        "fourteen signs",
        "Rosa.Tum.2026.2026",
        "passwordpassword",
        "aaaaaaaaaaaaaaaa",
        "123456789012345",
        "qwertyuiopasdfgh",
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_with_a_reason(chief, password):
    person, token = invited(chief, sign_in_name="rosa.tum")

    answer = opened(token).post(FORM, {"password": password, "again": password})

    assert answer.status_code == 422
    assert 'class="field-message" id="id_password_error"' in answer.text
    assert not User.objects.get(pk=person.pk).has_usable_password()


@pytest.mark.parametrize(
    "password", ["ñandú vuela sobre Cobán 7", "correct horse battery staple", "x" * 3 + "9fkQ-22vv Lm_0a" * 9]
)
def test_long_passwords_of_any_signs_are_taken_as_they_are_typed(chief, password):
    person, token = invited(chief)

    assert opened(token).post(FORM, {"password": password, "again": password}).status_code == 302
    assert User.objects.get(pk=person.pk).check_password(password)


def test_the_same_password_twice_or_not_at_all(chief):
    _person, token = invited(chief)

    answer = opened(token).post(FORM, {"password": OWN, "again": OWN + "x"})

    assert (answer.status_code, "The two passwords are not the same." in answer.text) == (422, True)


def test_a_new_link_ends_older_ones_and_what_was_open_ends_when_it_is_used(chief):
    person = MembershipFactory().user
    browser = signed_in(person)
    token, row = issue(person)
    first = actions.new_link(person, by=chief)

    shown = signed_in(chief).post(reverse("user-new-link", kwargs={"user": person.pk}))

    second = re.search(r"/accounts/invitation/([\w-]+)/", shown.text)[1]
    assert opened(first).get(FORM).status_code == 410
    assert browser.get("/").status_code == 200, "nothing ends before the link is used"
    opened(second).post(FORM, {"password": OWN, "again": OWN})
    assert browser.get("/").status_code == 302
    row.refresh_from_db()
    assert row.ended_at is not None
    assert token


@override_settings(
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", SITE_ADDRESS="https://here.example"
)
def test_with_a_mail_server_she_gets_a_link_of_her_own_that_names_nobody(chief):
    office = OfficeFactory(organisation=Organisation.objects.get(is_lead=True))
    typed = {
        "full_name": "Rosa Tum", "email": "rosa@people.example", "language": "en", "place": str(office.pk),
        "role": "caseworker", "since": "22/11/2026",
    }  # fmt: skip
    shown = signed_in(chief).post(reverse("user-invite"), typed)
    row = OutboxRow.objects.get(effect="accounts.mail_link")

    effects.named(row.effect)[0](row.keys)

    sent = mail.outbox[0]
    link = re.search(r"https://here\.example(/accounts/invitation/([\w-]+)/)", sent.body)
    shown_token = re.search(r"/accounts/invitation/([\w-]+)/", shown.text)[1]
    assert sent.to == ["rosa@people.example"]
    assert [word in sent.subject + sent.body for word in ("Rosa", "Organisation", "Office", "case")] == [
        False
    ] * 4
    assert link[2] != shown_token
    assert opened(link[2]).post(FORM, {"password": OWN, "again": OWN}).status_code == 302
    assert opened(shown_token).get(FORM).status_code == 410


def test_without_a_mail_server_nothing_is_promised(chief):
    invited(chief)

    assert OutboxRow.objects.count() == 0


def by_command(*words, capsys):
    call_command("invite", *words)
    return capsys.readouterr().out.strip()


def test_the_first_administrator_is_invited_at_the_server_and_founds_the_programme(capsys):
    link = by_command(
        "Ana@people.example",
        "--role",
        "administrator",
        "--organisation",
        "Casa",
        "--name",
        "Ana",
        capsys=capsys,
    )

    client = newcomer()
    client.get(link.removeprefix("http://127.0.0.1:8000"))
    client.post(FORM, {"password": OWN, "again": OWN})
    assert try_page(newcomer(), "ana@people.example", OWN).status_code == 302
    assert User.objects.get().leads(Role.ADMINISTRATOR)
    assert Organisation.objects.get().name == "Casa"


def test_the_command_invites_into_a_named_office_and_gives_lost_people_a_new_link(chief, capsys):
    office = OfficeFactory(organisation=Organisation.objects.get(is_lead=True), name="Cobán")
    words = ["rosa@people.example", "--role", "caseworker", "--office", "Cobán"]

    links = {by_command(*words, capsys=capsys) for _ in range(2)}

    assert len(links) == 2
    assert Membership.objects.get(user__sign_in_name="rosa").office == office
    assert Invitation.objects.open().count() == 1


@pytest.mark.parametrize("words", [["--organisation", "Nowhere"], ["--office", "Nowhere"]])
def test_the_command_says_in_a_sentence_what_it_cannot_do(chief, words):
    with pytest.raises(CommandError, match="in the browser first"):
        call_command("invite", "rosa@people.example", "--role", "trainer", *words)
    assert User.objects.count() == 1


def test_no_line_of_the_log_holds_the_secret_of_a_link():
    path = reverse("invitation", kwargs={"token": "a-secret_of-43-letters"})
    line = logging.makeLogRecord({"msg": "Method Not Allowed (%s): %s", "args": ("POST", path)})

    AllowedWords().filter(line)

    assert line.getMessage() == "Method Not Allowed (POST): /accounts/invitation/…/"
