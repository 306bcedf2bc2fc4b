"""What a file is, told by its first bytes; what its name or a browser says of it counts for nothing."""

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
TEXT = "text/plain; charset=utf-8"
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    WORD: "docx",
    EXCEL: "xlsx",
    ODT: "odt",
    TEXT: "txt",
}
SIGNATURES = [
    ("application/pdf", 0, b"%PDF-"),
    ("image/jpeg", 0, b"\xff\xd8\xff"),
    ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
    ("audio/ogg", 0, b"OggS"),
    ("audio/mpeg", 0, b"ID3"),
    ("audio/mpeg", 0, b"\xff\xfb"),
    ("audio/mpeg", 0, b"\xff\xf3"),
    ("audio/mp4", 4, b"ftypM4A"),
    ("audio/mp4", 4, b"ftypmp42"),
    ("audio/mp4", 4, b"ftypisom"),
]
ZIP = b"PK\x03\x04"
IN_ZIP = [(WORD, b"word/"), (EXCEL, b"xl/")]


def media_type_of(head):
    """The media type of a file that begins with these bytes, or None if it is of no kind that is kept."""
    for media_type, offset, signature in SIGNATURES:
        if head.startswith(signature, offset):
            return media_type
    if head.startswith(ZIP):
        return next((media_type for media_type, folder in IN_ZIP if folder in head), None)
    return None


def extension_of(media_type):
    """How the name of such a file ends, without the dot."""
    return EXTENSIONS.get(media_type, "bin")


def is_picture(media_type):
    """May a browser draw it as a picture?"""
    return media_type.startswith("image/")
