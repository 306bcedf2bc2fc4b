"""Programs attach documents, read what is kept about them and take the files, as the pages do."""

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from accounts.tokens import issue
from audit.models import Event
from cases.models import Document, Level
from tests import files
from tests.api.conftest import Caller
from tests.cases.test_documents import TITLE, attached, upload
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, supervisor
from work.models import SealedFile

pytestmark = pytest.mark.django_db
HERE = "/api/v1/documents/"


@pytest.fixture
def case():
    return opened_case()


def of(user):
    return Caller(issue(user)[0])


def send(user, about, key="d1", **facts):
    usual = {
        "case": about.number, "on": OPENED.isoformat(), "kind": "civil", "title": TITLE, "note_class": "team",
        "file": upload(),
    }  # fmt: skip
    body = {name: value for name, value in (usual | facts).items() if value is not None}
    parts = encode_multipart(BOUNDARY, body)
    return of(user).post(HERE, parts, content_type=MULTIPART_CONTENT, headers={"Idempotency-Key": key})


def test_a_document_is_attached_once_for_its_key_and_read_by_its_own_address(case):
    first, again = (send(case.worker, case) for _ in range(2))

    assert (first.status_code, again.status_code, Document.objects.count()) == (201, 201, 1), first.content
    row = of(case.worker).get(f"{HERE}{first.json()['id']}/").json()
    assert (row["title"], row["media_type"], row["case"]) == (TITLE, "application/pdf", case.number)
    assert row["running"] == 1


def test_another_file_under_the_same_key_is_refused(case):
    send(case.worker, case)

    assert send(case.worker, case, file=upload(files.picture())).status_code == 422
    assert SealedFile.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"file": None}, ["file"]),
        ({"file": "no file"}, ["file"]),
        ({"file": upload(b"MZ\0\0")}, ["file"]),
        ({"title": upload()}, ["title"]),
        ({"on": "27/03/2026"}, ["on"]),
        ({"title": None, "kind": "poem"}, ["kind", "title"]),
        ({"unknown": "x"}, ["unknown"]),
        ({"title": ["one", "two"]}, ["title"]),
        ({"case": "26-9999-X"}, ["case"]),
    ],
)
def test_what_has_to_be_mended_is_said_by_field(case, facts, fields):
    answer = send(case.worker, case, **facts)

    assert (answer.status_code, sorted(answer.json()["errors"])) == (422, fields), answer.content
    assert (Document.objects.count(), SealedFile.objects.count()) == (0, 0)


def test_a_document_is_sent_in_parts_and_in_no_other_way(case):
    assert of(case.worker).post(HERE, {"title": TITLE}).status_code == 415


def test_a_case_that_is_not_hers_takes_no_document(case):
    assert list(send(caseworker(), case).json()["errors"]) == ["case"]


def test_the_list_says_that_documents_exist_and_not_what_they_are_called(case):
    psychologist = caseworker(case.office, profession="psychology")
    let_in(psychologist, case)
    attached(case, psychologist, kind="psychological", note_class="psychological")
    attached(case)

    answer = of(case.worker).get(f"{HERE}?case={case.number}")

    told = {row["note_class"]: (row["kind"], row["media_type"]) for row in answer.json()["results"]}
    assert told == {"team": ("civil", "application/pdf"), "psychological": (None, None)}
    assert TITLE not in answer.content.decode()


def test_a_reserved_document_is_neither_read_nor_taken_nor_changed(case):
    document, program = attached(case, note_class="legal", by=case.worker), of(supervisor(case.office))

    here = f"{HERE}{document.pk}/"
    seen = {"If-Match": '"1"'}
    answers = [
        program.get(here),
        program.get(f"{here}file/"),
        program.patch(here, {"title": "x"}, headers=seen),
        program.post(f"{here}withdraw/", {"withdrawn_why": "mistake"}, headers=seen),
    ]
    assert [one.status_code for one in answers] == [403] * 4
    assert [of(caseworker()).get(f"{here}{rest}").status_code for rest in ("", "file/")] == [404, 404]


def test_the_file_is_taken_and_that_is_a_line_in_the_trail(case):
    document = attached(case)

    sent = of(case.worker).get(f"{HERE}{document.pk}/file/")

    assert (sent.getvalue(), sent.headers["Content-Type"]) == (files.pdf(), "application/pdf")
    assert sent.headers["Content-Disposition"] == f'attachment; filename="{case.number}-1.pdf"'
    assert sent.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    kept = Event.objects.get(verb="document.opened")
    assert (kept.actor, kept.subjects) == (case.worker_id, [document.pk, case.pk])


def test_a_document_is_changed_by_who_saw_it_as_it_stands_and_withdrawn(case):
    document, program = attached(case), of(case.worker)
    here = f"{HERE}{document.pk}/"

    changed = program.patch(here, {"title": "Partida"}, headers={"If-Match": '"1"'})
    stale = program.patch(here, {"title": "Acta"}, headers={"If-Match": '"1"'})
    wider = program.patch(here, {"note_class": "care"}, headers={"If-Match": '"2"'})
    taken_out = program.post(
        f"{here}withdraw/", {"withdrawn_why": "wrong_person"}, headers={"If-Match": '"2"'}
    )

    assert [one.status_code for one in (changed, stale, wider, taken_out)] == [200, 412, 422, 200]
    assert list(wider.json()["errors"]) == ["note_class"]
    row = taken_out.json()
    assert (row["title"], row["media_type"], row["withdrawn_why"]) == ("—", None, "wrong_person")
    assert program.get(f"{here}file/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_many_as_for_one(case, number, django_assert_num_queries):
    for _time in range(number):
        attached(case)
    colleague = caseworker(case.office)
    let_in(colleague, case, Level.FULL)
    program = of(colleague)

    with django_assert_num_queries(12):
        program.get(HERE)
