"""What may stand in an address."""


class TextConverter:
    """Text as it is typed; with a NUL it is nothing that PostgreSQL could look for, so no address has one.

    Written `<text:name>`; the framework's own `<str:name>` lets a NUL through and is used nowhere.
    """

    regex = r"[^/\x00]+"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
