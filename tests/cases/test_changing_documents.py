"""What a document is called is corrected, it is kept to fewer, or taken out of what stands."""

import pytest
from django.core.exceptions import ValidationError

from accounts.roles import Role
from audit.models import Event
from cases import actions
from cases.models import Document
from tests.cases.test_documents import TITLE, attached, page, send
from tests.factories.accounts import member
from tests.factories.cases import let_in, opened_case
from tests.factories.shelters import shelter_of
from work.models import SealedChunk, SealedFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def staff(case):
    """Somebody of the shelter where she lives."""
    person = member(Role.SHELTER_STAFF, case.office, since="2010-01-01")
    let_in(person, case)
    return person


# Changing


def test_a_title_is_corrected_and_the_document_kept_to_fewer(client, case):
    document = attached(case, note_class="care")

    answer = send(client, case.worker, case, f"{document.pk}/change/", title="Partida", version="1")

    document.refresh_from_db()
    assert (answer.status_code, document.title, document.note_class, document.version) == (
        302,
        "Partida",
        "team",
        2,
    )


@pytest.mark.parametrize(
    ("was", "becomes", "taken"),
    [
        ("care", "team", True), ("care", "legal", True), ("team", "medical", True), ("team", "care", False),
        ("legal", "team", False), ("legal", "medical", False), ("team", "team", True),
    ],
)  # fmt: skip
def test_a_document_is_kept_to_fewer_never_opened_to_more(case, was, becomes, taken):
    document = attached(case, note_class=was)

    if taken:
        changed = actions.change_document(document, by=case.worker, note_class=becomes)
        assert changed.note_class == becomes
    else:
        with pytest.raises(ValidationError) as refused:
            actions.change_document(document, by=case.worker, note_class=becomes)
        assert list(refused.value.error_dict) == ["note_class"]


def test_of_two_who_change_it_at_once_the_second_sees_both_versions(client, case):
    document = attached(case)
    send(client, case.worker, case, f"{document.pk}/change/", title="One", version="1")

    answer = send(client, case.worker, case, f"{document.pk}/change/", title="Two", version="1")

    shown = answer.content.decode()
    assert (answer.status_code, "One" in shown, "Two" in shown) == (409, True, True)
    chosen = {"version": "2", "keep_title": "yours", "title": "Two"}
    assert send(client, case.worker, case, f"{document.pk}/change/", **chosen).status_code == 302
    document.refresh_from_db()
    assert document.title == "Two"


# Withdrawing


def withdrawn(client, document, why, **facts):
    facts = {"withdrawn_why": why, "withdrawn_reason": "Of her cousin"} | facts
    return send(client, document.case.worker, document.case, f"{document.pk}/withdraw/", **facts)


@pytest.mark.parametrize(("why", "stays"), [("mistake", True), ("replaced", True), ("wrong_person", False)])
def test_a_withdrawn_document_stays_in_the_record_and_only_somebody_else_s_is_destroyed(
    client, case, why, stays
):
    document = attached(case)

    answer = withdrawn(client, document, why)

    document.refresh_from_db()
    assert (answer.status_code, document.withdrawn_why, document.withdrawn_reason) == (
        302,
        why,
        "Of her cousin",
    )
    assert (SealedFile.objects.exists(), SealedChunk.objects.exists()) == (stays, stays)
    assert document.title == (TITLE if stays else "—")
    shown = page(client, case.worker, case).content.decode()
    assert ("withdrawn" in shown, "Of her cousin" in shown, TITLE in shown) == (True, True, stays)
    status = page(client, case.worker, case, f"{document.pk}/file/").status_code
    assert status == (200 if stays else 404)
    assert Event.objects.get(verb="document.withdrawn").detail[-1] == why
    assert Event.objects.filter(verb="file.destroyed").exists() is not stays


def test_a_document_is_withdrawn_once_and_changed_no_more(client, case):
    document = attached(case)
    withdrawn(client, document, "mistake")

    assert withdrawn(client, document, "wrong_person").status_code == 422
    assert (
        send(client, case.worker, case, f"{document.pk}/change/", version="2", title="x").status_code == 422
    )
    assert SealedFile.objects.count() == 1


def test_without_a_why_nothing_is_withdrawn(client, case):
    answer = withdrawn(client, attached(case), "")

    assert (answer.status_code, Document.objects.standing().count()) == (422, 1)


def test_what_another_shelter_attached_is_changed_by_the_team(case, staff):
    elsewhere = member(Role.SHELTER_STAFF, shelter_of(case.office.organisation).office, since="2010-01-01")
    let_in(elsewhere, case, source="stay")
    document = attached(case, elsewhere, note_class="care")

    with pytest.raises(ValidationError) as refused:
        actions.change_document(document, by=staff, title="Mine")
    assert refused.value.code == "elsewhere"
    assert actions.change_document(document, by=case.worker, title="Ours").title == "Ours"
