"""Recordings, such as of a consent: told by how they are built, and kept as they are."""

import re
import struct

from django.utils.translation import gettext as _

from work.vetting.errors import Unfit, broken

OGG_HEAD, CODECS = 27, (b"\x01vorbis", b"OpusHead", b"Speex   ", b"\x7fFLAC")
# So many frames in a row are no chance.
FRAMES = 3
BITRATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
INSIDE = {b"moov", b"trak", b"mdia"}


def wav(content):
    """A recording without packing."""
    place, found = 12, set()
    while place + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, place)
        found.add(name)
        place += 8 + size + size % 2
    return _told("audio/wav", content, found >= {b"fmt ", b"data"})


def ogg(content):
    """Voice messages and free formats."""
    head = content[OGG_HEAD : OGG_HEAD + 255 + 8]
    begins = head[content[26] :] if len(content) > OGG_HEAD else b""
    pages = content.count(b"OggS", 0, 4 * 1024 * 1024)
    return _told("audio/ogg", content, begins.startswith(CODECS) and pages > 1)


def mp3(content):
    """Frames one after the other, with or without a label before them."""
    place = 0
    if content.startswith(b"ID3") and len(content) > 10:
        sizes = content[6:10]
        place = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(sizes, (21, 14, 7, 0), strict=True))
    start = re.compile(rb"\xff[\xe2-\xff]").search(content, place, place + 4096)
    place = start.start() if start else len(content)
    frames = 0
    while frames < FRAMES and (length := _frame(content, place)):
        frames, place = frames + 1, place + length
    return _told("audio/mpeg", content, frames == FRAMES)


def _frame(content, place):
    """How long the frame at this place is; 0 where there is none."""
    if place + 4 > len(content) or content[place] != 0xFF or content[place + 1] & 0xE0 != 0xE0:
        return 0
    second, third = content[place + 1], content[place + 2]
    version, layer = second >> 3 & 3, second >> 1 & 3
    bitrate, rate = third >> 4, third >> 2 & 3
    if version == 1 or layer != 1 or bitrate in (0, 15) or rate == 3:
        return 0
    kilobits = BITRATES[1 if version == 3 else 2][bitrate]
    samples = 144 if version == 3 else 72
    return samples * kilobits * 1000 // RATES[version][rate] + (third >> 1 & 1)


def m4a(content):
    """Recordings of telephones; one with moving pictures in it is no recording of a voice."""
    handlers = set(_handlers(content, 0, len(content)))
    if b"vide" in handlers:
        raise Unfit(_("Films are not kept here: choose a recording of the voice alone."), "film")
    return _told("audio/mp4", content, b"soun" in handlers)


def _handlers(content, place, end, depth=0):
    """What each track of the file is for."""
    while place + 8 <= end and depth < 5:
        size, name = struct.unpack_from(">I4s", content, place)
        head = 8
        if size == 1 and place + 16 <= end:
            size, head = struct.unpack_from(">Q", content, place + 8)[0], 16
        size = end - place if size == 0 else size
        if size < head:
            return
        stop = min(place + size, end)
        if name in INSIDE:
            yield from _handlers(content, place + head, stop, depth + 1)
        elif name == b"hdlr":
            yield content[place + head + 8 : place + head + 12]
        place += size


def _told(media_type, content, is_whole):
    if not is_whole:
        raise broken()
    return media_type, content
