"""Files, sealed chunk by chunk on their way into the database and opened chunk by chunk on their way out."""

from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from audit.actions import record
from vault import envelope
from vault.errors import SealBroken
from work.errors import refusal
from work.media import media_type_of
from work.models.files import CHUNK, LARGEST, SealedChunk, SealedFile


@transaction.atomic
def keep_file(stream, *, name, subject, by, media_type=None):
    """Seal what a stream holds for its subject; without a media type the content tells what it is.

    An upload of a kind that is not kept here, empty or too large raises ValidationError, and nothing is kept.
    """
    file = SealedFile(sealing_kind=subject.kind, sealed_for=subject.id, name=name, size=0, chunks=0)
    key = file.opened_key()
    for chunk, is_last in _chunks(stream):
        file.media_type = media_type = media_type or _allowed(chunk)
        file.size += len(chunk)
        _keep_chunk(file, key, chunk, is_last)
    file.save(force_insert=True)
    record("file.kept", file, by=by)
    return file


def read_file(file):
    """The bytes of a file, chunk by chunk; its key is opened before the first is asked for."""
    return _opened(file, file.opened_key())


def answer(file, filename, *, shown=False):
    """A streamed answer that is saved; the name it is saved under tells nothing of a person.

    Only what cannot run, such as a picture, is `shown` where the page asks for it.
    """
    return StreamingHttpResponse(
        read_file(file),
        content_type=file.media_type,
        headers={
            "Content-Length": file.size,
            "Content-Disposition": f'{"inline" if shown else "attachment"}; filename="{filename}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _chunks(stream):
    """Pairs of a chunk and whether it is the last; one chunk is read ahead to know."""
    chunk = _read(stream)
    if not chunk:
        raise refusal(_("The file is empty. Choose another one."), code="empty")
    read = len(chunk)
    while following := _read(stream):
        read += len(following)
        if read > LARGEST:
            raise refusal(_("The file is larger than 25 MB. Make it smaller or divide it."), code="too_large")
        yield chunk, False
        chunk = following
    yield chunk, True


def _read(stream):
    """A whole chunk, however little the stream gives at a time."""
    chunk = stream.read(CHUNK)
    while chunk and (more := stream.read(CHUNK - len(chunk))):
        chunk += more
    return chunk


def _keep_chunk(file, key, chunk, is_last):
    content = envelope.seal(key, chunk, _place(file, file.chunks, is_last))
    SealedChunk.objects.create(file_id=file.pk, index=file.chunks, content=content)
    file.chunks += 1


def _opened(file, key):
    with transaction.atomic():
        for index in range(file.chunks):
            content = _stored(file, index)
            yield envelope.unseal(key, content, _place(file, index, index == file.chunks - 1))


def _stored(file, index):
    try:
        return SealedChunk.objects.values_list("content", flat=True).get(file=file, index=index)
    except SealedChunk.DoesNotExist:
        raise SealBroken(_("This file cannot be opened: a part of it is missing.")) from None


def _place(file, index, is_last):
    """Where a chunk belongs. The last one also knows the size, so that a file cut off is no file."""
    end = f"last:{file.size}" if is_last else "more"
    return f"v1:work.work_sealedchunk.content:{file.pk}:{index}:{end}"


def _allowed(head):
    if media_type := media_type_of(head):
        return media_type
    sentence = _("Files of this kind are not kept here. Use PDF, JPEG, PNG, Word, Excel, MP3, M4A or OGG.")
    raise refusal(sentence, code="kind")
