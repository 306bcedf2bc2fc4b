"""Texts and tables of office programs: kept as they are, if they hold no program and load nothing."""

import io
import zipfile
import zlib

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from work.media import EXCEL, ODT, WORD
from work.vetting.errors import Unfit, broken

MOST_PARTS, MOST_UNPACKED, PIECE = 2000, 150 * 1024 * 1024, 1024 * 1024
# A list of what a part leans on is short; one that is not is none.
MOST_OF_A_LIST = 1024 * 1024
MAIN = {"word/document.xml": WORD, "xl/workbook.xml": EXCEL}
# Programs: of Word and Excel, of LibreOffice, and boxes that run when they are shown.
PROGRAMS = ("vbaproject.bin", "vbadata.xml", "/activex/", "basic/", "scripts/", "/embeddings/oleobject")
LOCKED = 0x1
BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
    OverflowError, LookupError, DefusedXmlException, ElementTree.ParseError, MemoryError,
)  # fmt: skip


def office(content):
    """`(media type, the same content)` of a Word, Excel or OpenDocument file that does nothing by itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _kind_of(archive), content
    except Unfit:
        raise
    except BROKEN:
        raise broken() from None


def of_older_programs(content):
    """Files of Word and Excel before 2007, in which programs cannot be told from words."""
    raise Unfit(
        _("This file is of an older Word or Excel. Save it as docx, xlsx or PDF and choose that one."),
        "old_office",
    )


def _kind_of(archive):
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unfit(_("This file unpacks to more than can be looked through. Save it as PDF."), "too_large")
    if any(part.flag_bits & LOCKED for part in parts):
        raise Unfit(_("This file is locked with a password. Save it without one."), "locked")
    kind = next((kind for name, kind in MAIN.items() if name in names), None)
    if kind is None and "mimetype" in names and _read(archive, "mimetype").strip() == ODT.encode():
        kind = ODT
    if kind is None:
        raise Unfit(
            _("Of packed files only Word (docx), Excel (xlsx) and OpenDocument (odt) are kept here."), "kind"
        )
    _refuse_programs(archive, names)
    for part in parts:
        _read_through(archive, part)
    _refuse_what_loads(archive, names)
    return kind


def _refuse_programs(archive, names):
    runs = any(program in f"/{name}".lower() for name in names for program in PROGRAMS)
    types = _read(archive, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if runs or b"macroenabled" in types.lower().replace(b"\0", b""):
        raise Unfit(
            _("This file holds a program (macros). Save it without them, or as PDF, and choose that one."),
            "runs",
        )


def _refuse_what_loads(archive, names):
    """Links to follow by hand are no harm; a template or a picture from elsewhere is fetched on opening."""
    for name in names:
        if not name.endswith(".rels"):
            continue
        for link in ElementTree.fromstring(_read(archive, name)):
            kind = link.get("Type", "").rsplit("/", 1)[-1]
            if link.get("TargetMode") == "External" and kind != "hyperlink":
                raise Unfit(
                    _("This file loads something from elsewhere when it is opened. Save it as PDF."), "loads"
                )


def _read(archive, name):
    with archive.open(name) as part:
        read = part.read(MOST_OF_A_LIST + 1)
    if len(read) > MOST_OF_A_LIST:
        raise broken()
    return read


def _read_through(archive, part):
    """Unpack a part to its end, so that a false size or a wrong sum is found; nothing of it is kept."""
    with archive.open(part) as packed:
        while packed.read(PIECE):
            pass
