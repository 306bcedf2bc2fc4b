"""A worker keeps a file; it stands in the database in sealed chunks and comes back whole or not at all."""

import io
import os
import random
import tracemalloc
import uuid
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from audit.models import Event
from vault.actions import destroy_keys, reseal
from vault.errors import Erased, SealBroken
from vault.keys import Subject
from work.files import answer, keep_file, read_file
from work.models import SealedChunk, SealedFile
from work.models.files import CHUNK, LARGEST

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 "


class Stream:
    """As many bytes as asked for, never all of them in memory, a few at a time."""

    def __init__(self, size, most=CHUNK):
        self.left, self.most, self.source = size, most, random.Random(26)

    def read(self, size):
        size = min(size, self.left, self.most)
        self.left -= size
        return self.source.randbytes(size)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def subject():
    return Subject("person", uuid.uuid4())


@pytest.fixture
def keep(subject):
    def keep(content, **options):
        stream = content if hasattr(content, "read") else io.BytesIO(content)
        return keep_file(stream, **{"name": "carnet.pdf", "subject": subject, "by": None} | options)

    return keep


def read(file):
    return b"".join(read_file(SealedFile.objects.get(pk=file.pk)))


def of_size(size):
    return (PDF + os.urandom(size))[:size]


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_file_comes_back_as_it_was(keep, size):
    content = os.urandom(size)

    file = keep(content, media_type="application/octet-stream")

    assert read(file) == content
    stored = SealedFile.objects.get()
    assert (stored.name, stored.size, stored.chunks) == ("carnet.pdf", size, -(-size // CHUNK))


def test_an_upload_that_arrives_a_little_at_a_time_fills_its_chunks(keep):
    file = keep(Stream(CHUNK + 10, most=100_000), media_type="text/csv")

    assert (file.chunks, file.size, len(read(file))) == (2, CHUNK + 10, CHUNK + 10)


def test_keeping_a_file_is_in_the_trail(keep):
    by = uuid.uuid4()

    file = keep(PDF, by=by)

    assert Event.objects.values_list("verb", "subjects", "actor").get() == ("file.kept", [file.pk], by)


def test_nothing_of_a_file_stands_in_the_clear(keep):
    content = b"%PDF-1.7 " + b"denuncia de Xochitl " * 100_000

    keep(content, name="denuncia Xochitl.pdf")

    stored = b"".join(bytes(row.content) for row in SealedChunk.objects.all())
    assert len(stored) >= len(content)
    assert (b"Xochitl" in stored, b"%PDF-1.7" in stored) == (False, False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM work_sealedfile")
        assert b"Xochitl" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. Choose another one."),
        (
            b"MZ\x90\x00",
            "Files of this kind are not kept here. Use PDF, JPEG, PNG, Word, Excel, MP3, M4A or OGG.",
        ),
        (
            b"<html>",
            "Files of this kind are not kept here. Use PDF, JPEG, PNG, Word, Excel, MP3, M4A or OGG.",
        ),
    ],
)
def test_a_file_that_is_not_kept_is_refused_in_a_sentence(keep, content, sentence):
    with pytest.raises(ValidationError) as refused:
        keep(content)

    assert refused.value.messages == [sentence]
    assert (SealedFile.objects.count(), SealedChunk.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_25_mb_are_kept_and_a_byte_more_is_refused(keep):
    assert keep(Stream(LARGEST), media_type="video/mp4").chunks == 25

    with pytest.raises(
        ValidationError, match=r"The file is larger than 25 MB\. Make it smaller or divide it\."
    ):
        keep(Stream(LARGEST + 1), media_type="video/mp4")

    assert (SealedFile.objects.count(), SealedChunk.objects.count()) == (1, 25)


def test_25_mb_are_kept_and_read_in_little_memory(keep):
    tracemalloc.start()
    file = keep(Stream(LARGEST), media_type="video/mp4")
    size = sum(len(chunk) for chunk in answer(file, "file.mp4"))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size == LARGEST
    assert most < 12 * CHUNK


def zipped(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return file.getvalue()


OFFICE = "application/vnd.openxmlformats-officedocument"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"OggS\x00", "audio/ogg"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (zipped("[Content_Types].xml", "word/document.xml"), f"{OFFICE}.wordprocessingml.document"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), f"{OFFICE}.spreadsheetml.sheet"),
    ],
)
def test_what_a_file_is_is_told_by_its_content(keep, content, media_type):
    upload = SimpleUploadedFile("virus.exe", content, content_type="text/html")

    assert keep(upload).media_type == media_type


def test_a_zip_that_is_no_document_is_refused(keep):
    with pytest.raises(ValidationError, match="Files of this kind"):
        keep(zipped("virus.exe"))


class TestTampering:
    """Somebody who can write to the database changes a file of four chunks."""

    @pytest.fixture
    def file(self, keep):
        return keep(of_size(3 * CHUNK + 5))

    @pytest.fixture
    def other(self, keep):
        return keep(of_size(3 * CHUNK + 5))

    def refused(self, file, sentence="it was changed, or moved"):
        with pytest.raises(SealBroken, match=sentence):
            read(file)

    def test_two_chunks_that_changed_places(self, file):
        first, second = SealedChunk.objects.filter(index__in=[1, 2]).order_by("index")
        SealedChunk.objects.filter(pk=first.pk).update(content=second.content)
        SealedChunk.objects.filter(pk=second.pk).update(content=first.content)

        self.refused(file)

    def test_a_chunk_of_another_file_of_the_same_person(self, file, other):
        theirs = SealedChunk.objects.get(file=other, index=1)
        SealedChunk.objects.filter(file=file, index=1).update(content=theirs.content)

        self.refused(file, "not sealed with the key of its record")

    def test_an_end_cut_off(self, file):
        SealedChunk.objects.filter(index=3).delete()

        self.refused(file, "a part of it is missing")

    def test_an_end_cut_off_and_the_row_made_to_agree(self, file):
        SealedChunk.objects.filter(index=3).delete()
        SealedFile.objects.update(chunks=3, size=3 * CHUNK)

        self.refused(file)

    def test_a_size_that_is_not_the_file_s(self, file):
        SealedFile.objects.update(size=3 * CHUNK + 4)

        self.refused(file)

    def test_an_end_of_another_version_of_the_file(self, file, other):
        theirs = SealedChunk.objects.get(file=other, index=3)
        SealedChunk.objects.filter(file=file, index=3).update(content=theirs.content)

        self.refused(file, "not sealed with the key of its record")

    def test_a_flipped_bit(self, file):
        chunk = SealedChunk.objects.get(index=2)
        content = bytearray(chunk.content)
        content[CHUNK // 2] ^= 1
        SealedChunk.objects.filter(pk=chunk.pk).update(content=bytes(content))

        self.refused(file)

    def test_a_file_given_to_another_person(self, file, keep):
        thief = Subject("person", uuid.uuid4())
        keep(PDF, subject=thief)
        SealedFile.objects.filter(pk=file.pk).update(sealed_for=thief.id)

        self.refused(file, "not sealed with the key of its record")

    def test_a_row_that_does_not_fit_its_chunks(self, file):
        with pytest.raises(IntegrityError, match="sealed_file_fills_its_chunks"), transaction.atomic():
            SealedFile.objects.update(chunks=3)


def test_a_file_moves_to_the_person_another_was_merged_into(keep, subject):
    file, merged = keep(of_size(CHUNK + 5)), Subject("person", uuid.uuid4())
    before = read(file)

    reseal(file, sealed_for=merged.id)
    destroy_keys(subject, by=None)

    assert (read(file), SealedFile.objects.get().name) == (before, "carnet.pdf")


def test_an_erased_person_s_files_open_no_more_and_say_so_before_anything_is_sent(keep, subject):
    file = keep(PDF)
    destroy_keys(subject, by=None)

    with pytest.raises(Erased):
        answer(SealedFile.objects.get(pk=file.pk), "file.pdf")


def test_a_file_is_saved_and_never_shown(keep):
    sent = answer(keep(PDF), "26-0147-K-1.pdf")

    assert sent.getvalue() == PDF
    assert dict(sent.headers) == {
        "Content-Type": "application/pdf",
        "Content-Length": "9",
        "Content-Disposition": 'attachment; filename="26-0147-K-1.pdf"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
