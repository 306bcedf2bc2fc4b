"""A file is kept as what it really is, drawn anew where it is a picture, or refused in a sentence."""

import io
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests import files
from work.media import extension_of
from work.models.files import LARGEST
from work.vetting import pictures, vetted

SOUND = files.SOUND


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def vet(content):
    return vetted(io.BytesIO(content))


def why(content):
    """The code of the refusal; it stands beside the field."""
    with pytest.raises(ValidationError) as refused:
        vet(content)
    [(field, [error])] = refused.value.error_dict.items()
    assert field == "file"
    assert len(error.messages[0]) > 30
    return error.code


@pytest.mark.parametrize("extension", SOUND)
def test_what_a_file_is_is_told_by_its_content(extension):
    assert extension_of(vet(SOUND[extension]).media_type) == extension


@pytest.mark.parametrize("extension", ["pdf", "docx", "xlsx", "odt", "txt", "mp3", "m4a", "ogg", "wav"])
def test_what_is_no_picture_stays_as_it_is_to_the_last_byte(extension):
    assert vet(SOUND[extension]).content == SOUND[extension]


def test_of_a_photograph_neither_place_nor_camera_nor_a_word_is_kept_and_it_stands_upright():
    taken = files.photograph()
    assert files.CAMERA.encode() in taken

    kept = vet(taken)

    drawn = Image.open(io.BytesIO(kept.content))
    assert (kept.media_type, drawn.size, dict(drawn.getexif())) == ("image/jpeg", (20, 40), {})
    assert [b"Xochitl" in kept.content, "exif" in drawn.info, "comment" in drawn.info] == [False] * 3


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_of_other_pictures_nothing_is_kept_that_is_not_the_picture(form):
    told = Image.Exif()
    told[0x010F] = files.CAMERA
    taken = files.picture(form, exif=told) + b"<script>alert(1)</script>"

    kept = vet(taken).content

    assert [files.CAMERA.encode() in kept, b"<script>" in kept] == [False, False]
    assert Image.open(io.BytesIO(kept)).size == (40, 20)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_pictures_of_every_usual_kind_are_drawn_as_they_look(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    taken = files.picture(form, mode=mode)

    kept = Image.open(io.BytesIO(vet(taken).content)).convert("L")

    as_taken = Image.open(io.BytesIO(taken)).convert("RGBA").convert("L")
    differing = [abs(kept.getpixel((x, 9)) - as_taken.getpixel((x, 9))) for x in (3, 36)]
    assert max(differing) < 12


def flood(width, height):
    """A picture of so many points, in a few bytes."""
    kept = io.BytesIO()
    Image.new("1", (width, height)).save(kept, "PNG")
    return kept.getvalue()


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_drawn():
    small = flood(20_000, 20_000)

    assert (len(small) < 100_000, why(small)) == (True, "too_large")


def test_a_very_large_photograph_is_kept_at_half_its_width(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_POINTS", 100_000)

    kept = vet(files.picture("JPEG", size=(600, 400)))

    assert Image.open(io.BytesIO(kept.content)).size == (300, 200)


def moving(form):
    frames, kept = [Image.new("RGB", (8, 8), shade) for shade in ("red", "blue")], io.BytesIO()
    frames[0].save(kept, form, save_all=True, append_images=frames[1:])
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03" + bytes(200), "kind"),
        (b"\n <html><script>alert(1)</script>", "kind"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "kind"),
        (b"{\\rtf1 x}", "kind"),
        (b"GIF89a" + bytes(50), "kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "heic"),
        (b"\0\0\0\x18ftypmif1" + bytes(100), "heic"),
        (moving("PNG"), "moving"),
        (moving("WEBP"), "moving"),
        (files.m4a(b"soun", b"vide"), "film"),
        (files.ogg(b"\x80theora"), "broken"),
        (files.mp3()[:700], "broken"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "broken"),
        (b"%PDF-1.7 and no end", "broken"),
        (SOUND["png"][:60], "broken"),
        (b"\xff\xd8\xff" + SOUND["pdf"], "broken"),
        (SOUND["docx"][:-40], "broken"),
        (files.zipped(**{"virus.exe": "MZ"}), "kind"),
    ],
)
def test_what_is_not_kept_is_refused_and_the_sentence_says_what_to_do(content, code):
    assert why(content) == code


def test_a_byte_more_than_25_mb_is_refused():
    assert why(b"a" * (LARGEST + 1)) == "too_large"
    assert vet(b"a" * LARGEST).media_type.startswith("text/plain")


def test_a_text_of_an_older_program_keeps_its_accents():
    assert vet("Concepción Ñandú".encode("cp1252")).content.decode() == "Concepción Ñandú"


@pytest.mark.parametrize(
    "runs",
    [
        b"<</S /JavaScript /JS (app.alert\\(1\\))>>",
        b"<</S /J#61va#53cript /#4aS (x)>>",
        b"<</S /Launch /F (cmd.exe)>>",
        b"<</Names [(a) 5 0 R] /EmbeddedFiles 7 0 R>>",
        b"<</Type /EmbeddedFile>>",
        b"<</OpenAction 9 0 R>>",
        b"<</OpenAction <</S /GoTo>>>>",
        b"<</AA <</O 9 0 R>>>>",
        b"<</XFA 9 0 R>>",
        b"<</S/SubmitForm>>",
    ],
)
@pytest.mark.parametrize("where", ["clear", "packed"])
def test_a_pdf_in_which_something_starts_by_itself_is_refused(runs, where):
    assert why(files.pdf(runs) if where == "clear" else files.pdf(packed=[runs])) == "runs"


def stream(head, body):
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (head, len(body), body)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (files.pdf(trailer=b" /Encrypt 9 0 R"), "locked"),
        # Packed twice, or in a way that is not looked through.
        (files.pdf(stream(b"/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]", b"00")), "broken"),
        (files.pdf(stream(b"/Type /ObjStm /Filter /LZWDecode", b"00")), "broken"),
        (files.pdf(stream(b"/Type /ObjStm /Filter /FlateDecode", b"no")), "broken"),
        (files.pdf(stream(b"/Type /ObjStm", b"9 0 <</S/JavaScript>>")), "runs"),
        # What looks like a stream and is none, and what stands behind something packed.
        (files.pdf(b"(>>\nstream\n) <</S /JavaScript>>"), "runs"),
        (files.pdf(stream(b"/Filter /FlateDecode", zlib.compress(b"q") + b"<</S /Java#53cript>>")), "runs"),
    ],
)
def test_a_pdf_that_hides_something_is_refused(content, code):
    assert why(content) == code


@pytest.mark.parametrize(
    "harmless",
    [
        b"<</OpenAction [3 0 R /FitH 700]>>",
        b"<</S /URI /URI (https://www.mp.gob.gt)>>",
        b"<</Title (JavaScript y formularios)>>",
        stream(b"/Filter /FlateDecode", zlib.compress(b"BT /JS 12 Tf (hola) Tj ET")),
        stream(b"/Subtype /Image /Filter /DCTDecode", b"\xff\xd8/JS /AA \xff\xd9"),
    ],
)
def test_an_ordinary_pdf_is_kept(harmless):
    assert vet(files.pdf(harmless)).media_type == "application/pdf"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (files.docx(**{"word/vbaProject.bin": "x"}), "runs"),
        (files.xlsx(**{"xl/VBAPROJECT.BIN": "x"}), "runs"),
        (files.xlsx(**{"xl/activeX/activeX1.bin": "x"}), "runs"),
        (files.docx(**{"word/embeddings/oleObject1.bin": "x"}), "runs"),
        (files.odt(**{"Basic/Standard/Module1.xml": "x"}), "runs"),
        (files.docx(**{"[Content_Types].xml": "<T>ms-word.document.macroEnabled</T>"}), "runs"),
        (files.docx(**{"word/_rels/a.rels": files.relations(("frame", "http://x", True))}), "loads"),
        (files.docx(**{"word/_rels/a.rels": files.relations(("image", "http://x/1.png", True))}), "loads"),
        (files.docx(**{"word/_rels/a.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "broken"),
        (files.docx(**{f"word/{number}": "" for number in range(2001)}), "too_large"),
        (files.docx(**{"word/bomb": bytes(160 * 1024 * 1024)}), "too_large"),
        (files.zipped(mimetype="application/epub+zip"), "kind"),
    ],
)  # fmt: skip
def test_an_office_file_that_runs_or_loads_or_bursts_is_refused(content, code):
    assert why(content) == code


def test_a_link_to_follow_by_hand_is_no_harm():
    linked = files.docx(**{"word/_rels/a.rels": files.relations(("hyperlink", "https://x", True))})

    assert extension_of(vet(linked).media_type) == "docx"


def test_an_office_file_locked_with_a_password_is_refused():
    locked = bytearray(SOUND["docx"])
    for head in (b"PK\x03\x04", b"PK\x01\x02"):
        place = locked.find(head)
        locked[place + (6 if head == b"PK\x03\x04" else 8)] |= 1

    assert why(bytes(locked)) == "locked"


def answered(content):
    """What becomes of any bytes: they are kept, or refused beside the field; nothing else ever happens."""
    try:
        kept = vet(content)
    except ValidationError as error:
        refused = error
    else:
        refused = None
    if refused:
        assert set(refused.error_dict) == {"file"}
        return
    assert 0 < len(kept.content) <= LARGEST
    assert extension_of(kept.media_type) in SOUND


BEGINNINGS = [content[:16] for content in SOUND.values()]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([b"", *BEGINNINGS]), st.binary(max_size=600))
def test_no_bytes_whatever_break_it(beginning, rest):
    answered(beginning + rest)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_file_cut_off_mixed_or_damaged_breaks_it(data):
    one, other = (SOUND[data.draw(st.sampled_from(sorted(SOUND)))] for _time in range(2))
    content = bytearray(
        one[: data.draw(st.integers(1, len(one)))] + other[data.draw(st.integers(0, len(other))) :]
    )
    for _time in range(data.draw(st.integers(0, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    answered(bytes(content))
