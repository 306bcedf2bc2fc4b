"""A paper is photographed, attached, described and opened by those who may; who opened it is written down."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format

from accounts.roles import Role
from audit.doors import Refused
from audit.models import Event
from cases import actions, levels, timelines
from cases.models import Document, Draft, Level
from tests import files
from tests.factories.accounts import member
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, supervisor
from vault.fields import SealedField
from work.models import SealedChunk, SealedFile

pytestmark = pytest.mark.django_db
TITLE = "Partida de Xochitl"


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def staff(case):
    """Somebody of the shelter where she lives."""
    person = member(Role.SHELTER_STAFF, case.office, since="2010-01-01")
    let_in(person, case)
    return person


def upload(content=None, name="Xochitl Ajanel.exe"):
    return SimpleUploadedFile(name, content or files.pdf(), content_type="text/html")


def attached(case, by=None, content=None, **facts):
    facts = {"on": OPENED, "kind": "civil", "title": TITLE} | facts
    return actions.attach_document(case, by=by or case.worker, file=upload(content), **facts)


def typed(**facts):
    usual = {"on": "01/03/2026", "kind": "civil", "title": TITLE, "note_class": "team", "once": "d1"}
    return {name: value for name, value in (usual | facts).items() if value is not None}


def send(client, user, case, rest="new/", headers=None, **facts):
    client.force_login(user)
    client.cookies["language"] = "en"
    return client.post(f"/cases/{case.number}/documents/{rest}", typed(**facts), headers=headers or {})


def page(client, user, case, rest=""):
    client.force_login(user)
    client.cookies["language"] = "en"
    return client.get(f"/cases/{case.number}/documents/{rest}")


# Attaching


def test_a_paper_is_attached_and_stands_in_the_list_with_its_title(client, case):
    answer = send(client, case.worker, case, file=upload(), description="The copy is hard to read")

    document = Document.objects.get()
    shown = page(client, case.worker, case).content.decode()
    assert (answer.status_code, document.running, document.author) == (302, 1, case.worker)
    assert (TITLE in shown, "PDF" in shown) == (True, True)
    assert Event.objects.filter(verb="document.attached").get().detail == ["team", "civil"]


def test_neither_title_nor_file_nor_its_name_stands_anywhere_in_the_clear(client, case):
    answer = send(
        client, case.worker, case, file=upload(files.pdf(b"(Xochitl Ajanel)")), description="Xochitl"
    )
    document = Document.objects.get()

    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM cases_document d UNION ALL SELECT f::text FROM work_sealedfile f")
        rows = "".join(row for (row,) in cursor.fetchall())
    stored = rows + "".join(bytes(one.content).decode("latin-1") for one in SealedChunk.objects.all())
    assert [word in stored for word in ("Xochitl", "%PDF", b"Xochitl".hex())] == [False] * 3
    assert ["Xochitl" in answer.url, "Xochitl" in document.file.name] == [False, False]
    sealed = {one.name for one in Document._meta.fields if isinstance(one, SealedField)}
    assert sealed == {"title", "description", "withdrawn_reason"}
    assert document.file.sealed_for == case.person_id


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"file": None}, "file"),
        ({"file": SimpleUploadedFile("a.pdf", b"MZ\0\0")}, "file"),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "file"),
        ({"title": "", "file": upload()}, "title"),
        ({"on": "01/03/2126", "file": upload()}, "on"),
        ({"on": "01/03/1826", "file": upload()}, "on"),
        ({"kind": "psychological", "file": upload()}, "note_class"),
        ({"kind": "complaint", "note_class": "care", "file": upload()}, "note_class"),
    ],
)
def test_what_has_to_be_mended_is_said_beside_its_box_and_what_was_typed_stays(client, case, facts, field):
    answer = send(client, case.worker, case, **{"description": "Brought by her aunt"} | facts)

    shown = answer.content.decode()
    assert (answer.status_code, list(answer.context["form"].errors), Document.objects.count()) == (
        422,
        [field],
        0,
    )
    assert "Brought by her aunt" in shown
    assert ("Choose the file again" in shown) == (field != "file")
    assert SealedFile.objects.count() == 0


def test_a_birth_certificate_is_older_than_any_programme(case):
    assert attached(case, on=OPENED.replace(year=1961)).on.year == 1961


def test_a_file_larger_than_25_mb_is_refused_with_the_words_kept(client, case):
    answer = send(client, case.worker, case, file=upload(b"%PDF-" + bytes(26 * 1024 * 1024)))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert TITLE in answer.content.decode()


def test_sent_again_over_a_broken_line_it_is_one_document(client, case):
    first, again = (
        send(client, case.worker, case, file=upload(), headers={"X-Upload": "1"}) for _ in range(2)
    )

    assert [first.status_code, again.status_code, Document.objects.count()] == [204, 204, 1]
    assert first.headers["X-Go-On"] == f"/cases/{case.number}/documents/"
    assert SealedFile.objects.count() == 1


def test_another_file_under_the_same_key_is_not_taken_for_the_first(client, case):
    send(client, case.worker, case, file=upload())

    answer = send(client, case.worker, case, file=upload(files.pdf(b"(another)")))

    assert (answer.status_code, Document.objects.count()) == (422, 1)


def test_what_was_typed_is_a_draft_of_hers_alone_until_the_file_is_attached(client, case):
    send(client, case.worker, case, file=None)
    colleague = caseworker(case.office)
    let_in(colleague, case, Level.FULL)

    assert TITLE in page(client, case.worker, case, "new/").content.decode()
    assert TITLE not in page(client, colleague, case, "new/").content.decode()
    draft = Draft.objects.get()
    send(client, case.worker, case, file=upload(), draft_page=str(draft.page))
    assert (Draft.objects.count(), Document.objects.count()) == (0, 1)


def test_who_does_not_want_her_data_kept_has_no_documents(client, case):
    document = attached(case)
    for ground in case.grounds.all():
        actions.end_ground(ground, by=case.worker, ended_on=timezone.localdate())
    case = actions.keep_unnamed(case, by=case.worker)

    document.refresh_from_db()
    assert (document.file, SealedFile.objects.count(), SealedChunk.objects.count()) == (None, 0, 0)
    assert (document.title, document.description) == ("—", None)
    answer = send(client, case.worker, case, file=upload())
    assert (answer.status_code, Document.objects.count()) == (422, 1)
    assert "does not want data kept" in answer.content.decode()
    assert page(client, case.worker, case, f"{document.pk}/").status_code == 200
    assert page(client, case.worker, case, f"{document.pk}/file/").status_code == 404


# Who sees and opens


@pytest.mark.parametrize(
    ("level", "role", "profession", "opens"),
    [
        (Level.FULL, Role.CASEWORKER, "", {"care", "team"}),
        (Level.FULL, Role.CASEWORKER, "psychology", {"care", "team", "psychological"}),
        (Level.FULL, Role.CASEWORKER, "law", {"care", "team", "legal"}),
        (Level.ASSISTANCE, Role.CASEWORKER, "medicine", {"care", "medical"}),
        (Level.ASSISTANCE, Role.CASEWORKER, "", {"care"}),
        (Level.FULL, Role.SHELTER_STAFF, "", {"care"}),
    ],
)
def test_a_document_is_opened_by_whom_its_class_names(client, case, level, role, profession, opens):
    made = {
        one: attached(case, note_class=one) for one in ("care", "team", "psychological", "legal", "medical")
    }
    person = member(role, case.office, since="2010-01-01", profession=profession)
    let_in(person, case, level)

    for rest in ("", "file/", "change/", "withdraw/"):
        answers = {one: page(client, person, case, f"{made[one].pk}/{rest}").status_code for one in made}
        assert {one for one, status in answers.items() if status == 200} == opens, rest
        assert set(answers.values()) <= {200, 403}
    assert page(client, person, case).content.decode().count(TITLE) == len(opens)


def test_of_a_reserved_document_the_list_says_day_area_and_by_whom(client, case):
    psychologist = caseworker(case.office, profession="psychology")
    let_in(psychologist, case)
    attached(case, psychologist, kind="psychological", note_class="psychological")

    with translation.override("en"):
        day = date_format(OPENED, "SHORT_DATE_FORMAT")

    for rest in ("documents/", ""):
        client.force_login(case.worker)
        client.cookies["language"] = "en"
        shown = client.get(f"/cases/{case.number}/{rest}").content.decode()
        said = ["Reserved document" in shown, "Psychological" in shown, day in shown]
        assert said == [True, True, True]
        assert TITLE not in shown
        assert "Psychological report" not in shown


def test_who_knows_no_more_than_the_number_sees_no_documents(client, case):
    person = caseworker(case.office)
    let_in(person, case, Level.REFERENCE)

    assert page(client, person, case).status_code == 403
    with pytest.raises(Refused):
        attached(case, person)


def test_of_a_case_that_is_not_hers_there_is_nothing(client, case):
    document, stranger = attached(case), caseworker()

    for rest in ("", "new/", f"{document.pk}/", f"{document.pk}/file/", f"{document.pk}/change/"):
        assert page(client, stranger, case, rest).status_code == 404, rest


def test_whoever_attached_it_opens_it_also_in_a_class_that_is_not_hers(client, case, staff):
    document = attached(case, staff, kind="court", note_class="team")

    assert page(client, staff, case, f"{document.pk}/file/").status_code == 200


# Serving


def test_a_document_is_saved_under_a_name_that_tells_nothing_and_runs_nowhere(client, case):
    document = attached(case)

    sent = page(client, case.worker, case, f"{document.pk}/file/")

    assert sent.getvalue() == files.pdf()
    headers = {
        "Content-Type": "application/pdf",
        "Content-Disposition": f'attachment; filename="{case.number}-1.pdf"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert {name: sent.headers.get(name) for name in headers} == headers


def test_a_picture_is_looked_at_in_a_page_of_its_own_by_the_same_rules(client, case):
    document = attached(case, content=files.photograph())

    shown = page(client, case.worker, case, f"{document.pk}/view/").content.decode()
    sent = page(client, case.worker, case, f"{document.pk}/image/")

    assert f'<img src="/cases/{case.number}/documents/{document.pk}/image/"' in shown
    assert sent.headers["Content-Disposition"] == f'inline; filename="{case.number}-1.jpg"'
    assert sent.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert files.CAMERA.encode() not in sent.getvalue()


@pytest.mark.parametrize("rest", ["view/", "image/"])
def test_what_is_no_picture_is_shown_by_no_browser(client, case, rest):
    assert page(client, case.worker, case, f"{attached(case).pk}/{rest}").status_code == 404


def test_each_opening_is_a_line_that_names_the_case_and_the_team_reads_who_it_was(client, case, staff):
    document = attached(case, content=files.picture(), note_class="care")
    page(client, staff, case, f"{document.pk}/file/")
    page(client, staff, case, f"{document.pk}/image/")

    kept = Event.objects.filter(verb="document.opened").order_by("id")
    assert [(one.actor, one.subjects, one.detail) for one in kept] == [
        (staff.pk, [document.pk, case.pk], ["care", how]) for how in ("saved", "shown")
    ]
    shown = page(client, case.worker, case, f"{document.pk}/").content.decode()
    assert ("Who opened this document" in shown, staff.full_name in shown, "2 times" in shown) == (True,) * 3
    assert "Who opened this document" not in page(client, staff, case, f"{document.pk}/").content.decode()
    client.force_login(case.worker)
    assert "Opened a document" in client.get(f"/cases/{case.number}/readers/").content.decode()


def test_a_page_about_a_document_does_not_open_it(client, case):
    page(client, case.worker, case, f"{attached(case).pk}/")

    assert not Event.objects.filter(verb="document.opened").exists()
    assert [one.detail for one in Event.objects.filter(verb="case.read")] == [["document"]]


# The page of the case, and how often it is asked


def test_the_timeline_says_on_which_day_a_document_was_attached_not_which_day_it_bears(case):
    attached(case, on=OPENED.replace(year=1998))
    told = levels.told_at(Level.FULL)

    rows = timelines.written(case, case.worker, told)
    [entry] = timelines.document_entries(rows["documents"])

    assert (entry.on, entry.by) == (timezone.localdate(), case.worker.full_name)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_many_documents_as_for_one(
    client, case, number, django_assert_num_queries
):
    for _time in range(number):
        attached(case)
    client.force_login(supervisor(case.office))
    client.get(f"/cases/{case.number}/documents/")

    with django_assert_num_queries(12):
        client.get(f"/cases/{case.number}/documents/")


@pytest.mark.parametrize(
    ("kind", "note_class"), [("court", "care"), ("complaint", "medical"), ("psychological", "team")]
)
def test_the_database_keeps_a_few_kinds_to_few(case, kind, note_class):
    document = attached(case)

    with pytest.raises(IntegrityError, match="not_for_all"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(kind=kind, note_class=note_class)


def test_two_who_attach_at_once_get_two_numbers(committed_db):
    case = opened_case()
    other = supervisor(case.office)

    def attach(by):
        try:
            attached(case, by)
        finally:
            connection.close()

    both = [threading.Thread(target=attach, args=[by]) for by in (case.worker, other)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(case.documents.values_list("running", flat=True)) == [1, 2]
