import re

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import override_settings
from django.urls import reverse

from accounts import second_factor
from accounts.models import AccessToken, User
from accounts.tokens import issue
from audit.models import Event
from tests.accounts.visitors import code, come_in, newcomer, send_code, signed_in, try_api, try_page
from tests.factories.accounts import PASSWORD, SECRET, MembershipFactory, administrator
from vault.actions import destroy_keys
from vault.errors import SealBroken
from vault.keys import Subject

pytestmark = pytest.mark.django_db
SET_UP = "/accounts/own/second-factor/"


def without_a_factor(**more):
    return MembershipFactory(user__with_second_factor=False, **more).user


def stored(user, kind="totp"):
    """What stands in the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data::text FROM mfa_authenticator WHERE user_id = %s AND type = %s", [user.pk, kind]
        )
        return cursor.fetchone()[0]


def put(user, data, kind="totp"):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE mfa_authenticator SET data = %s WHERE user_id = %s AND type = %s", [data, user.pk, kind]
        )


@pytest.mark.parametrize("path", ["/", "/accounts/own/", "/accounts/users/", "/accounts/own/password/"])
def test_who_has_no_second_factor_is_led_to_set_one_up_and_nowhere_else(path):
    client = signed_in(without_a_factor())

    assert (client.get(path).status_code, client.get(path).url) == (302, SET_UP)
    assert client.post(path).url == SET_UP


def test_before_that_she_may_sign_out_leave_and_change_the_language():
    client = signed_in(without_a_factor())

    assert client.post("/language/", {"language": "es"}).status_code == 302
    assert client.get("/inicio/").status_code == 200
    assert client.post("/accounts/session/").json() == {"seconds": 1200}
    assert client.post("/accounts/logout/").url == "/accounts/login/"


def test_a_script_is_told_where_to_lead_the_browser():
    answer = signed_in(without_a_factor()).get("/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (401, SET_UP)


def test_somebody_sets_up_an_app_and_keeps_codes_that_are_never_shown_again():
    person = without_a_factor()
    client = signed_in(person)
    page = client.get(SET_UP)
    secret = re.search(r"data-private>([A-Z2-7 ]+)<", page.text)[1].replace(" ", "")
    assert 'src="data:image/svg+xml;base64,' in page.text

    wrong = client.post(SET_UP, {"code": "000000"})
    assert (wrong.status_code, "This code does not fit" in wrong.text) == (422, True)
    done = client.post(SET_UP, {"code": code(secret=secret)})

    assert done.status_code == 200
    codes = re.findall(r"<li>(\d{4} \d{4})</li>", done.text)
    assert len(codes) == len(set(codes)) == 10
    assert client.get("/").status_code == 200
    assert client.get(SET_UP).url == "/accounts/own/"
    assert codes[0] not in client.get("/accounts/own/").text
    assert Event.objects.filter(verb="second_factor.set_up", actor=person.pk).count() == 1


def test_the_secret_waits_sealed_in_the_session_until_the_first_code():
    client = signed_in(without_a_factor())
    page = client.get(SET_UP)
    secret = re.search(r"data-private>([A-Z2-7 ]+)<", page.text)[1].replace(" ", "")

    assert secret not in str(dict(client.session))
    assert secret in client.get(SET_UP).text.replace(" ", ""), "reading the page again does not change it"


def test_the_code_that_set_it_up_does_not_open_a_sign_in():
    person = without_a_factor()
    client = signed_in(person)
    secret = re.search(r"data-private>([A-Z2-7 ]+)<", client.get(SET_UP).text)[1].replace(" ", "")
    used = code(secret=secret)
    client.post(SET_UP, {"code": used})

    other = newcomer()
    try_page(other, person.sign_in_name, PASSWORD)
    assert other.post(reverse("mfa_authenticate"), {"code": used}).status_code == 422


def test_a_code_that_was_used_does_not_open_again():
    person = MembershipFactory().user
    come_in(newcomer(), person)

    again = come_in(newcomer(), person)
    later = come_in(newcomer(), person, step=1)

    assert (again.status_code, later.status_code) == (422, 302)


def test_an_older_code_does_not_open_after_a_newer_one():
    person = MembershipFactory().user
    assert come_in(newcomer(), person, step=1).status_code == 302

    assert come_in(newcomer(), person, step=0).status_code == 422


@pytest.mark.parametrize(("step", "status"), [(-2, 422), (-1, 302), (0, 302), (1, 302), (2, 422)])
def test_a_clock_half_a_minute_wrong_is_no_hindrance(step, status):
    assert come_in(newcomer(), MembershipFactory().user, step=step).status_code == status


def test_a_recovery_code_opens_once():
    person = MembershipFactory().user
    codes = second_factor.new_recovery_codes(person)
    first, second = newcomer(), newcomer()
    for client in (first, second):
        try_page(client, person.sign_in_name, PASSWORD)
    spelled = f"{codes[3][:4]} {codes[3][4:]}"

    answers = [
        client.post(reverse("mfa_authenticate"), {"code": spelled}).status_code for client in (first, second)
    ]

    assert answers == [302, 422]
    assert second_factor.recovery_codes_left(person) == 9


def test_secrets_are_sealed_in_the_table_and_open_for_their_person():
    person = MembershipFactory().user
    codes = second_factor.new_recovery_codes(person)

    assert [SECRET in stored(person), "used_mask" in stored(person, "recovery_codes")] == [False, False]
    assert Authenticator.objects.get(user=person, type="totp").data["secret"] == SECRET
    assert second_factor.opens(person, codes[0])
    assert not second_factor.opens(person, codes[0])


@pytest.mark.parametrize("kind", ["totp", "recovery_codes"])
def test_sealed_data_moved_to_another_person_do_not_open(kind):
    mallory, victim = MembershipFactory().user, MembershipFactory().user
    known = second_factor.new_recovery_codes(mallory)[0] if kind == "recovery_codes" else code()
    second_factor.new_recovery_codes(victim)
    own = Authenticator.objects.get(user=victim, type="totp")
    own.data = {"secret": "A" * 32, "used": 0}
    own.save()
    put(victim, stored(mallory, kind), kind)

    with pytest.raises(SealBroken):
        Authenticator.objects.get(user=victim, type=kind).data  # noqa: B018
    client = newcomer()
    try_page(client, victim.sign_in_name, PASSWORD)
    assert client.post(reverse("mfa_authenticate"), {"code": known}).status_code == 422
    assert Event.objects.filter(verb="second_factor.not_opened", subjects=[victim.pk]).count() == 1


def test_recovery_codes_moved_to_the_place_of_the_app_do_not_open():
    person = MembershipFactory().user
    second_factor.new_recovery_codes(person)
    put(person, stored(person, "recovery_codes"))

    with pytest.raises(SealBroken):
        Authenticator.objects.get(user=person, type="totp").data  # noqa: B018


def test_a_secret_written_into_the_table_in_the_clear_does_not_open():
    person = MembershipFactory().user
    put(person, f'{{"secret": "{SECRET}", "used": 0}}')
    client = newcomer()
    try_page(client, person.sign_in_name, PASSWORD)

    assert send_code(client).status_code == 422


def test_a_lost_key_closes_the_door_with_a_sentence():
    person = MembershipFactory().user
    destroy_keys(Subject("user", person.pk), by=None)
    client = newcomer()
    try_page(client, person.sign_in_name, PASSWORD)

    answer = send_code(client)

    assert answer.status_code == 503
    assert client.get("/").status_code == 302


@override_settings(SECOND_FACTOR_REQUIRED=False)
def test_in_the_demo_a_password_is_enough_unless_somebody_set_up_more():
    plain, careful = without_a_factor(), MembershipFactory().user
    client = newcomer()

    assert try_page(client, plain.sign_in_name, PASSWORD).url == "/"
    assert client.get("/").status_code == 200
    assert try_page(newcomer(), careful.sign_in_name, PASSWORD).url == reverse("mfa_authenticate")


def test_new_recovery_codes_ask_for_a_fresh_proof_and_end_the_old_ones():
    person = MembershipFactory().user
    old = second_factor.new_recovery_codes(person)
    client, path = signed_in(person, confirmed=False), "/accounts/own/recovery-codes/"

    assert client.get(path).url == f"/accounts/own/confirm/?next={path.replace('/', '%2F')}"
    assert client.post(path).status_code == 302
    assert client.post("/accounts/own/confirm/", {"proof": "000000", "next": path}).status_code == 422
    assert client.post("/accounts/own/confirm/", {"proof": code(), "next": path}).url == path
    shown = client.post(path)

    codes = re.findall(r"<li>(\d{4}) (\d{4})</li>", shown.text)
    assert len(codes) == 10
    assert not second_factor.opens(person, old[0])
    assert second_factor.opens(person, "".join(codes[0]))


def test_another_telephone_takes_the_place_of_the_first():
    person = MembershipFactory().user
    client = signed_in(person)
    assert client.get(SET_UP).url == "/accounts/own/", "not without asking for it"

    assert client.post("/accounts/own/second-factor/replace/").url == SET_UP
    secret = re.search(r"data-private>([A-Z2-7 ]+)<", client.get(SET_UP).text)[1].replace(" ", "")
    client.post(SET_UP, {"code": code(secret=secret)})

    assert Authenticator.objects.get(user=person, type="totp").data["secret"] == secret
    assert not second_factor.opens(person, code())


def test_an_administrator_resets_a_lost_factor_and_everything_of_that_person_ends():
    chief, person = administrator(lead=True), MembershipFactory().user
    hers = newcomer()
    come_in(hers, person)
    token, row = issue(person)
    path = reverse("user-reset-second-factor", kwargs={"user": person.pk})

    assert signed_in(chief, confirmed=False).post(path).url.startswith("/accounts/own/confirm/")
    assert signed_in(chief).get(path).status_code == 200
    assert signed_in(chief).post(path).status_code == 302

    assert not Authenticator.objects.filter(user=person).exists()
    assert hers.get("/").url.startswith("/accounts/login/")
    assert AccessToken.objects.get(pk=row.pk).ended_at is not None
    event = Event.objects.get(verb="second_factor.reset")
    assert (event.actor, event.subjects) == (chief.pk, [person.pk])
    assert try_page(hers, person.sign_in_name, PASSWORD).url == "/"
    assert hers.get("/").url == SET_UP
    assert token


def test_nobody_resets_her_own_factor():
    chief = administrator(lead=True)

    answer = signed_in(chief).post(reverse("user-reset-second-factor", kwargs={"user": chief.pk}))

    assert answer.status_code == 403
    assert User.objects.get(pk=chief.pk).sessions_ended == 0


def test_programs_need_the_code_too():
    person = MembershipFactory().user

    without = try_api(newcomer(), person.sign_in_name, PASSWORD)
    wrong = try_api(newcomer(), person.sign_in_name, PASSWORD, otp="000000")
    right = try_api(newcomer(), person.sign_in_name, PASSWORD, otp=code())
    again = try_api(newcomer(), person.sign_in_name, PASSWORD, otp=code())

    assert [a.status_code for a in (without, wrong, right, again)] == [422, 422, 200, 422]
    assert list(without.json()["errors"]) == ["otp"]


def test_programs_of_somebody_without_a_second_factor_wait_until_she_has_one():
    person = without_a_factor()

    assert try_api(newcomer(), person.sign_in_name, PASSWORD).status_code == 403
    assert AccessToken.objects.count() == 0
