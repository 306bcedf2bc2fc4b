"""The pages on which municipalities are looked up, imported and mended."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import Role
from codebook import actions
from codebook.models import Municipality
from tests.codebook.test_municipalities import LIST
from tests.factories.accounts import administrator, member
from tests.factories.codebook import MunicipalityFactory

pytestmark = pytest.mark.django_db
ALL, IMPORT, TAKE = (reverse(f"codebook:municipalities{verb}") for verb in ("", "-import", "-take"))


def signed_in(client, user):
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["language"] = "en"
    return user


@pytest.fixture
def keeper(client):
    return signed_in(client, administrator(lead=True))


def upload(client, data, country="GT"):
    return client.post(IMPORT, {"country": country, "data": SimpleUploadedFile("list.csv", data)})


def test_a_file_is_looked_at_row_by_row_before_anything_is_saved(client, keeper):
    page = upload(client, LIST)

    assert page.status_code == 200
    assert "Nothing is saved yet" in page.text
    assert "“Managua” is no department of this country." in page.text
    assert "Row 4 already has this code." in page.text
    assert "Take 3 rows" in page.text
    assert not Municipality.objects.exists()


def test_the_good_rows_are_taken_by_one_button(client, keeper):
    account = upload(client, LIST).context["account"]

    page = client.post(TAKE, {"country": account.country, "data": account.as_text}, follow=True)

    assert "3 municipalities were taken." in page.text
    assert Municipality.objects.count() == 3


def test_the_button_pressed_twice_takes_them_once(client, keeper):
    account = upload(client, LIST).context["account"]

    for _time in range(2):
        client.post(TAKE, {"country": account.country, "data": account.as_text})

    assert Municipality.objects.count() == 3


@pytest.mark.parametrize("data", [b"just words", b"PK\x03\x04", b""])
def test_a_file_that_is_no_list_is_sent_back_with_a_sentence(client, keeper, data):
    answer = upload(client, data)

    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_rows_that_were_tampered_with_on_the_way_are_read_as_strictly(client, keeper):
    answer = client.post(TAKE, {"country": "GT", "data": "code,department,name\nGT-1201,Managua,X\n"})

    assert answer.status_code == 302
    assert not Municipality.objects.exists()
    assert client.post(TAKE, {"country": "GT", "data": "no heads"}).status_code == 422
    assert client.post(TAKE, {"country": "XX", "data": "code,department,name\n"}).status_code == 422


def test_a_caseworker_looks_a_municipality_up_accents_aside(client):
    signed_in(client, member(Role.CASEWORKER))
    MunicipalityFactory(code="GT-0701", subdivision="GT-07", name="Sololá")
    MunicipalityFactory(code="GT-1201", subdivision="GT-12", name="San Marcos")

    rows = client.get(ALL, {"text": "SOLOLA"}).context["page"].rows

    assert [(row.code, row.department) for row in rows] == [("GT-0701", "Sololá")]
    assert client.get(ALL, {"subdivision": "GT-12"}).context["page"].rows[0].code == "GT-1201"


def test_where_nothing_is_imported_the_page_says_what_to_do(client, keeper):
    assert "No list is imported yet" in client.get(ALL).text
    MunicipalityFactory()
    assert "No municipality fits" in client.get(ALL, {"text": "zzz"}).text


def test_an_administrator_mends_a_name_and_offers_a_municipality_no_more(client, keeper):
    row = MunicipalityFactory(name="San Marco")
    address = reverse("codebook:municipality-change", args=[row.pk])

    client.post(address, {"name": "San Marcos", "hidden": "on", "version": 1})

    row.refresh_from_db()
    assert (row.name, row.hidden, row.version) == ("San Marcos", True, 2)


def test_the_second_of_two_administrators_sees_both_names_and_chooses(client, keeper):
    row = MunicipalityFactory(name="San Marco")
    actions.change_municipality(row, by=keeper, name="San Marcos")
    address = reverse("codebook:municipality-change", args=[row.pk])

    answer = client.post(address, {"name": "Saint Marcos", "version": 1})

    assert answer.status_code == 409
    assert "San Marcos" in answer.text
    client.post(address, {"name": "Saint Marcos", "version": 2, "keep_name": "theirs"})
    row.refresh_from_db()
    assert row.name == "San Marcos"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_row_and_with_three(
    client, keeper, count, django_assert_num_queries
):
    MunicipalityFactory.create_batch(count)
    client.get(ALL)

    with django_assert_num_queries(8):
        client.get(ALL)
