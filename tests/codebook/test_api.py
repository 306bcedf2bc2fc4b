"""Programs read what the codes mean."""

import pytest

from accounts.roles import Role
from accounts.tokens import issue
from codebook import actions
from tests.factories.accounts import administrator, member
from tests.factories.codebook import AddedCodeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    token, _row = issue(member(Role.CASEWORKER))

    def get(path):
        return client.get(f"/api/v1/lists/{path}", headers={"Authorization": f"Bearer {token}"})

    return get


def test_a_program_reads_which_lists_there_are(read):
    answer = read("").json()

    assert (answer["next"], answer["previous"], len(answer["results"])) == (None, None, 87)
    assert answer["results"][0] == {
        "name": "act",
        "title_en": "Act",
        "title_es": "Acción",
        "standard": "UN Trafficking in Persons Protocol (Palermo), art. 3",
        "provenance": "source_read",
        "to_confirm": False,
        "multiple": True,
    }


def test_a_program_reads_a_list_as_the_programme_calls_it(read):
    actions.relabel_code("sex", "U", by=administrator(lead=True), label_es="No se registró")

    codes = read("sex/").json()["codes"]

    assert [code["code"] for code in codes] == ["F", "M", "I", "U"]
    assert codes[-1] == {
        "code": "U",
        "en": "Not recorded",
        "es": "No se registró",
        "provenance": "programme",
        "to_confirm": False,
        "offered": True,
        "more": {},
    }


def test_a_program_reads_codes_of_other_standards_and_that_a_list_is_to_be_confirmed(read):
    answer = read("means_of_control/").json()

    assert answer["to_confirm"] is True
    assert answer["codes"][0]["more"]["htcds"] == "DebtBondage"


def test_a_list_that_there_is_not_is_not_found(read):
    assert read("colours/").status_code == 404


def test_nobody_reads_without_a_token(client):
    assert client.get("/api/v1/lists/").status_code == 401


@pytest.mark.parametrize("count", [1, 3])
def test_all_lists_cost_the_same_however_much_was_changed(read, count, django_assert_num_queries):
    AddedCodeFactory.create_batch(count)
    read("")

    with django_assert_num_queries(7):
        read("")
