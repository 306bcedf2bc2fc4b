"""Case numbers: the year, a running number and a letter that notices a digit heard or typed wrongly."""

import re

from django.utils.translation import gettext as _

# Without I, O and Q, which are taken for 1 and 0; 23 is prime, so that every single wrong digit and every
# pair of exchanged ones changes the letter.
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
# So that the first number ever written on paper, 26-0147-K, is a right one.
SHIFT = 15
# With whatever a telephone puts for a dash.
DASH = r"[\s/.\-\u2010-\u2015]"
# Its noughts may be left out where a dash says where the year ends.
DIGITS = rf"^(\d{{2}})(?:{DASH}*(?=\d{{4}})|{DASH}+)(\d{{1,7}}){DASH}*"
WRITTEN = re.compile(rf"{DIGITS}([^\W\d_])$")
LETTER_LEFT_OUT = re.compile(rf"{DIGITS}$")


def check_letter(year, running):
    """The letter that belongs to these digits."""
    return LETTERS[(int(f"{year:02}{running:04}") + SHIFT) % len(LETTERS)]


def case_number(year, running):
    """The number of a case, such as 26-0147-K; `year` in full."""
    short = year % 100
    return f"{short:02}-{running:04}-{check_letter(short, running)}"


def read_case_number(text):
    """The number as it is kept, however it was written; None when it is none, or its letter does not fit."""
    found = WRITTEN.match(text.strip().upper())
    if not found:
        return None
    year, running, letter = int(found[1]), int(found[2]), found[3]
    return case_number(year, running) if check_letter(year, running) == letter else None


def complete_number(text):
    """The number that has these digits, where its letter was left out; None where it was not."""
    found = LETTER_LEFT_OUT.match(text.strip())
    return case_number(int(found[1]), int(found[2])) if found else None


def what_to_mend(text):
    """What is wrong with this number as it is written, whether it exists or not; nothing where it is none."""
    if complete_number(text):
        return _("Write the letter at the end of the number too.")
    if WRITTEN.match(text.strip().upper()) and not read_case_number(text):
        return _("The letter at the end does not fit: look at the number again, its digits and its letter.")
    return ""
