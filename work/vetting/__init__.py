"""What somebody sends is kept as what its content shows it to be, or refused in a sentence.

Neither its name nor what a browser says of it counts. A picture is drawn anew, so that nothing travels along
that is not the picture; of papers and tables whatever would run or load by itself is refused; a text becomes
UTF-8. What is kept is served so that nothing of it runs (`work.files.answer`).
"""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from work.errors import refusal
from work.media import TEXT
from work.models.files import LARGEST
from work.vetting import archives, papers, pictures, sounds
from work.vetting.errors import Unfit

SIGNATURES = [
    (re.compile(rb"%PDF-"), papers.pdf),
    (re.compile(rb"\xff\xd8\xff"), pictures.picture),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), pictures.picture),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), pictures.picture),
    (re.compile(rb".{4}ftyp(hei|hev|mif|msf|avi)", re.DOTALL), pictures.of_newer_phones),
    (re.compile(rb"RIFF.{4}WAVE", re.DOTALL), sounds.wav),
    (re.compile(rb"OggS"), sounds.ogg),
    (re.compile(rb"ID3|\xff[\xe2-\xff]"), sounds.mp3),
    (re.compile(rb".{4}ftyp", re.DOTALL), sounds.m4a),
    (re.compile(rb"PK\x03\x04"), archives.office),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), archives.of_older_programs),
]
# Written in signs and still no plain text: pages, drawings, programs for a printer or a word processor.
MARKUP = re.compile(r"\s*(<|%!|\{\\rtf)")
# Of all signs below the space only these stand in a text; nor do those between ASCII and Latin 1.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")


class Vetted(NamedTuple):
    """A file as it may be kept."""

    media_type: str
    content: bytes


def vetted(upload, field="file"):
    """The upload as it may be kept; refused beside this field of the form, in words that say what to do."""
    content = upload.read(LARGEST + 1)
    try:
        return _vetted(content)
    except Unfit as unfit:
        raise refusal(unfit.sentence, code=unfit.code, field=field) from None


def _vetted(content):
    if not content:
        raise Unfit(_("The file is empty. Choose another one."), "empty")
    if len(content) > LARGEST:
        raise Unfit(_("The file is larger than 25 MB. Make it smaller or divide it."), "too_large")
    for signature, check in SIGNATURES:
        if signature.match(content):
            media_type, sound = check(content)
            if len(sound) > LARGEST:
                raise Unfit(_("The picture is too large. Save it smaller and choose it again."), "too_large")
            return Vetted(media_type, sound)
    return Vetted(TEXT, _plain_text(content))


def _plain_text(content):
    """The same text in UTF-8, as it was written or as older Windows programs write."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not NO_TEXT.search(text) and not MARKUP.match(text):
            return text.encode()
    raise Unfit(
        _(
            "Files of this kind are not kept here. Choose a PDF, a picture (JPEG, PNG, WebP), Word (docx), "
            "Excel (xlsx), OpenDocument (odt), plain text or a recording (MP3, M4A, OGG, WAV)."
        ),
        "kind",
    )
