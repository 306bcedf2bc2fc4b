"""The notes of lists and codes are read in the reader's language."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from codebook import files, lists
from tests.codebook.test_wording import offending
from tests.factories.accounts import member
from tests.factories.codebook import AddedCodeFactory


def noted(code_list):
    """The list and its codes by the names under which their notes stand."""
    return {files.WHOLE_LIST: code_list} | {code.code: code for code in code_list}


@pytest.mark.parametrize("name", lists.names())
def test_every_note_stands_in_both_languages_and_calls_nobody_what_nobody_should_be_called(name):
    english = {key for key, one in noted(lists.base(name)).items() if one.note}

    assert set(files.spanish_notes().get(name, {})) == english
    for one in noted(lists.base(name)).values():
        assert bool(one.note.strip()) == bool(one.note_es.strip())
        assert one.note_es != one.note or not one.note
        assert not offending(one.note_es)


def test_no_note_is_written_for_a_list_that_there_is_not():
    assert set(files.spanish_notes()) - set(lists.names()) == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "of_list", "of_code"),
    [
        ("es", "IC-TIP usa el mismo elemento", "Varias leyes nacionales lo agregan"),
        ("en", "IC-TIP uses the same element", "added by several national laws"),
    ],
)
def test_a_caseworker_reads_the_notes_in_her_language(client, language, of_list, of_code):
    client.force_login(member(Role.CASEWORKER), backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["language"] = language

    assert of_list in client.get(reverse("codebook:list", args=["act"])).text
    assert of_code in client.get(reverse("codebook:code", args=["act", "retention"])).text


@pytest.mark.django_db
def test_the_reason_of_a_code_of_the_programme_stands_as_it_was_written():
    AddedCodeFactory(code="evening_school", reason="Decided on 3 March")

    with translation.override("es"):
        assert lists.get("service_type")["evening_school"].remark == "Decided on 3 March"
