"""Why a file is not kept, in words that say what to do instead."""

from django.utils.translation import gettext as _


class Unfit(Exception):
    """The file is not kept; its sentence says why, its code names the reason."""

    def __init__(self, sentence, code):
        self.sentence, self.code = sentence, code
        super().__init__(code)


def broken():
    """What begins like a file of a kind and is none, or is not whole."""
    return Unfit(
        _(
            "The file cannot be read: it is damaged or not whole. Open it on your device, save it again and "
            "choose it."
        ),
        "broken",
    )
