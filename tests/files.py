"""Small real files, made here: what a caseworker attaches, and what somebody slips in beside it."""

import io
import struct
import wave
import zipfile
import zlib

from PIL import Image

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
# Where a photograph was taken, and with what, as a telephone writes it.
CAMERA = "Telefono de Xochitl"


def picture(form="PNG", size=(40, 20), mode="RGB", **more):
    """A picture of two halves, so that one sees which side is up."""
    drawn = Image.new(mode, size, 255)
    drawn.paste(Image.new(mode, (size[0] // 2, size[1]), 0))
    kept = io.BytesIO()
    drawn.save(kept, form, **more)
    return kept.getvalue()


def photograph(turned=6):
    """A JPEG that tells where and with which telephone it was taken, lying on its side."""
    told = Image.Exif()
    told[0x010F], told[0x0112] = CAMERA, turned
    told.get_ifd(0x8825)[2] = (14.0, 38.0, 5.0)
    return picture("JPEG", exif=told, comment=b"en casa de Xochitl")


def pdf(*objects, packed=(), trailer=b""):
    """A whole PDF of these objects; `packed` ones stand in a compressed object stream."""
    found = [
        b"1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n",
        b"2 0 obj\n<</Type /Pages /Count 0>>\nendobj\n",
    ]
    found += [b"%d 0 obj\n%s\nendobj\n" % (number, text) for number, text in enumerate(objects, 3)]
    for number, text in enumerate(packed, 50):
        body = zlib.compress(b"90 0 " + text)
        head = b"<</Type /ObjStm /N 1 /First 5 /Filter /FlateDecode /Length %d>>" % len(body)
        found.append(b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, head, body))
    return (
        b"%PDF-1.7\n" + b"".join(found) + b"trailer\n<</Root 1 0 R" + trailer + b">>\nstartxref\n9\n%%EOF\n"
    )


def zipped(**parts):
    """A packed file of these parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return kept.getvalue()


def relations(*links):
    """What a part of an office file leans on: `(kind, target, is elsewhere)`."""
    each = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if elsewhere else ''}/>"
        for number, (kind, target, elsewhere) in enumerate(links)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def docx(**more):
    """A text of Word."""
    return zipped(**{"[Content_Types].xml": TYPES, "word/document.xml": "<w/>"} | more)


def xlsx(**more):
    """A table of Excel."""
    return zipped(**{"[Content_Types].xml": TYPES, "xl/workbook.xml": "<w/>"} | more)


def odt(**more):
    """A text of LibreOffice."""
    kind = "application/vnd.oasis.opendocument.text"
    return zipped(**{"mimetype": kind, "content.xml": "<o/>"} | more)


def wav():
    """A tenth of a second of silence."""
    kept = io.BytesIO()
    with wave.open(kept, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    return kept.getvalue()


def mp3(label=b""):
    """Four frames of 128 kilobits."""
    return label + (b"\xff\xfb\x90\x00" + bytes(413)) * 4


def page_of_ogg(packet, number):
    return b"OggS" + struct.pack("<BBqIIIB", 0, 0, 0, 1, number, 0, 1) + bytes([len(packet)]) + packet


def ogg(first=b"OpusHead\x01\x01"):
    """A voice message."""
    return page_of_ogg(first, 0) + page_of_ogg(b"OpusTags", 1)


def box(name, *inside):
    content = b"".join(inside)
    return struct.pack(">I4s", 8 + len(content), name) + content


def m4a(*tracks):
    """A recording of a telephone, with a track for each of these."""
    each = [
        box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), one, bytes(12)))) for one in tracks or (b"soun",)
    ]
    return box(b"ftyp", b"M4A ", bytes(4)) + box(b"moov", *each) + box(b"mdat", bytes(100))


SOUND = {
    "pdf": pdf(),
    "jpg": picture("JPEG"),
    "png": picture("PNG"),
    "webp": picture("WEBP"),
    "docx": docx(),
    "xlsx": xlsx(),
    "odt": odt(),
    "txt": "Nació en Totonicapán.\n".encode(),
    "mp3": mp3(),
    "m4a": m4a(),
    "ogg": ogg(),
    "wav": wav(),
}
