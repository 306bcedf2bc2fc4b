"""A PDF is kept as it is, unless something in it would run, start or unpack by itself when it is opened.

Objects stand in the clear or packed in object streams: both are read. What cannot be read, because it is
locked by a password or packed in a rare way, is refused too.
"""

import re
import zlib

from django.utils.translation import gettext as _

from work.vetting.errors import Unfit, broken

PDF = "application/pdf"
STREAM = re.compile(rb"\bstream\r?\n")
END = b"endstream"
# A name may be written with the numbers of its signs: /J#61vaScript.
NUMBERED = re.compile(rb"#([0-9A-Fa-f]{2})")
COMES_AFTER = rb"(?=[\s/<>\[\]()%]|$)"
RUNS = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|AA|RichMedia|XFA|SubmitForm|ImportData|GoToE)" + COMES_AFTER
    # To show a page first is no harm: only what may be something else counts.
    + rb"|/OpenAction(?!\s*\[)" + COMES_AFTER
)  # fmt: skip
# The same among bytes that may be anything: short names stand there by chance.
RUNS_ANYWHERE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)" + COMES_AFTER
)
LOCKED = re.compile(rb"/Encrypt" + COMES_AFTER)
PACKED_OBJECTS = re.compile(rb"/ObjStm" + COMES_AFTER)
FILTER = re.compile(rb"/Filter\s*\[?\s*/FlateDecode\s*\]?(?!\s*/\w+Decode)")
MOST_OF_A_STREAM, MOST_IN_ALL = 16 * 1024 * 1024, 64 * 1024 * 1024


def pdf(content):
    """`(media type, the same content)` of a PDF that does nothing by itself."""
    if b"%%EOF" not in content[-2048:] or b"startxref" not in content[-2048:]:
        raise broken()
    unpacked = 0
    for head, body in _parts(content):
        head = _plain(head)
        if LOCKED.search(head):
            raise Unfit(
                _("This PDF is locked with a password. Save it without one and choose it again."), "locked"
            )
        _refuse_what_runs(RUNS, head)
        if body is None:
            break
        unpacked += _look_into(head, body, MOST_IN_ALL - unpacked)
    return PDF, content


def _parts(content):
    """`(what stands before a stream, the stream)`, the last without one."""
    place = 0
    while found := STREAM.search(content, place):
        end = content.find(END, found.end())
        end = len(content) if end < 0 else end
        yield content[place : found.start()], content[found.end() : end]
        place = end
    yield content[place:], None


def _plain(text):
    """Names without numbers in them."""
    return NUMBERED.sub(lambda found: bytes([int(found[1], 16)]), text) if b"#" in text else text


def _refuse_what_runs(pattern, text):
    if pattern.search(text):
        raise Unfit(
            _(
                "This PDF holds something that starts by itself: a program, a form that sends, another file. "
                "Print it to a new PDF, or scan it, and choose that one."
            ),
            "runs",
        )


def _look_into(head, body, most):
    """Refuse what runs in a stream that this head describes; answer how much was unpacked for that.

    What looks like a stream may be none, and behind what is packed something else may follow: the bytes
    themselves are looked through as well.
    """
    _refuse_what_runs(RUNS_ANYWHERE, _plain(body))
    most = min(MOST_OF_A_STREAM, most)
    unpacked = _unpacked(body, most) if most > 0 else None
    if PACKED_OBJECTS.search(head):
        objects = unpacked if b"/Filter" in head else body
        if objects is None or len(objects) >= most or b"/Predictor" in head or _is_packed_twice(head):
            raise broken()
        _refuse_what_runs(RUNS, _plain(objects))
    elif unpacked:
        _refuse_what_runs(RUNS_ANYWHERE, _plain(unpacked))
    return len(unpacked or b"")


def _is_packed_twice(head):
    """Is it packed in another way than the usual one?"""
    return b"/Filter" in head and not FILTER.search(head)


def _unpacked(body, most):
    """What is packed in a stream, as far as it may be long; None where it is packed otherwise, or not."""
    try:
        return zlib.decompressobj().decompress(body, most)
    except zlib.error:
        return None
