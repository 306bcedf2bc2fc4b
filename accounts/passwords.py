"""What a password may not be, beside too short or like its owner's name."""

import re

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

RUNS = (
    "0123456789" * 3,
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
)
FEWEST_SIGNS = 6
NO_LETTER = re.compile("[^a-záéíóúüñ]")


class NotGuessableValidator(CommonPasswordValidator):
    """Long passwords are guessed by repeating short ones, so what is left without that must hold."""

    def __init__(self):
        super().__init__()
        self.passwords = self.passwords | {settings.SITE_NAME.lower(), "amparo", "registro"}

    def validate(self, password, user=None):
        plain = password.lower()
        guessed = self.passwords | {letters_of(word) for word in own_words(user)}
        units = {once(plain), once(letters_of(plain))} - {""}
        if len(set(plain)) < FEWEST_SIGNS or any(unit in guessed or is_run(unit) for unit in units):
            raise ValidationError(self.get_error_message(), code="password_guessable")

    def get_error_message(self):
        return _("This password is easily guessed: it repeats a common word, a row of keys or a few signs.")

    def get_help_text(self):
        return _(
            "Four or five words that have nothing to do with each other are easy to keep and hard to guess."
        )


def own_words(user):
    """What anybody knows of her."""
    known = [getattr(user, name, None) or "" for name in ("sign_in_name", "email", "full_name")]
    return {word for text in known for word in (text.lower(), text.lower().partition("@")[0])}


def letters_of(text):
    return NO_LETTER.sub("", text)


def once(text):
    """The shortest piece that the text repeats."""
    return next((text[:size] for size in range(1, len(text)) if is_repeated(text, size)), text)


def is_repeated(text, size):
    return (text[:size] * (len(text) // size + 1))[: len(text)] == text


def is_run(text):
    """True for rows of keys or of the alphabet, in either direction."""
    return len(text) > 3 and any(text in run or text[::-1] in run for run in RUNS)
