"""A worker sends a large file; while it waits to be kept, nothing of it is on the disk in the clear."""

import io
import os
import tempfile
import uuid
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from vault.keys import Subject
from work.files import keep_file, read_file
from work.models.files import CHUNK, LARGEST
from work.uploads import BLOCK, SealedUploadHandler

CANARY = b"%PDF-1.7 denuncia de Xochitl "


@pytest.fixture
def send():
    """Send a form with one file; the request is closed after the test, as it is after an answer."""
    requests, before = [], len(unnamed_files())

    def send(content):
        requests.append(RequestFactory().post("/", {"file": SimpleUploadedFile("carnet.pdf", content)}))
        return requests[-1].FILES["file"]

    yield send
    for request in requests:
        request.close()
    assert len(unnamed_files()) == before


def unnamed_files():
    """The files that this process holds open and that have no name any more."""
    return [path for path in Path("/proc/self/fd").iterdir() if "(deleted)" in os.path.realpath(path)]


def on_disk():
    return b"".join(path.read_bytes() for path in unnamed_files())


def test_a_large_upload_waits_sealed(send):
    upload = send(CANARY * 100_000)

    assert len(on_disk()) > upload.size - BLOCK
    assert CANARY not in on_disk()
    assert upload.read() == CANARY * 100_000


def test_this_test_would_find_what_lies_in_a_file_without_a_name():
    with tempfile.TemporaryFile() as file:
        file.write(CANARY)
        file.flush()

        assert CANARY in on_disk()


def test_an_upload_that_breaks_off_leaves_nothing():
    before = len(unnamed_files())
    handler = SealedUploadHandler()
    handler.upload_interrupted()
    handler.new_file("file", "carnet.pdf", "application/pdf", None)
    handler.receive_data_chunk(CANARY * 10_000, 0)

    handler.upload_interrupted()

    assert len(unnamed_files()) == before


@pytest.mark.parametrize("size", [CHUNK + 1, 40 * BLOCK, 40 * BLOCK + 17])
def test_a_waiting_file_is_read_from_anywhere(send, size):
    content = os.urandom(size)
    upload = send(content)

    assert upload.size == size
    assert b"".join(upload.chunks()) == content
    upload.seek(BLOCK - 5)
    assert upload.read(10) == content[BLOCK - 5 : BLOCK + 5]
    assert upload.seek(-3, io.SEEK_END) == size - 3
    assert upload.read() == content[-3:]
    assert upload.tell() == size


def test_a_spreadsheet_is_read_out_of_the_waiting_file(send):
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("xl/workbook.xml", os.urandom(2 * CHUNK))
        archive.writestr("xl/sheet.xml", "<sheet/>")

    with zipfile.ZipFile(send(book.getvalue())) as archive:
        assert archive.read("xl/sheet.xml") == b"<sheet/>"


@pytest.mark.django_db
def test_a_large_upload_is_kept(send):
    content = CANARY * 100_000

    file = keep_file(send(content), name="x", subject=Subject("person", uuid.uuid4()), by=None)

    assert b"".join(read_file(file)) == content


@pytest.mark.django_db
def test_an_upload_that_is_too_large_is_refused_and_does_not_fill_the_disk(send):
    upload = send(CANARY + bytes(LARGEST + 5 * CHUNK))

    with pytest.raises(ValidationError, match="25 MB"):
        keep_file(upload, name="x", subject=Subject("person", uuid.uuid4()), by=None)

    assert len(on_disk()) < LARGEST + CHUNK
