"""Case numbers: the year, a running number and a letter that notices a digit heard or typed wrongly."""

import re

# Without I, O and Q, which are taken for 1 and 0; 23 is prime, so that every single wrong digit and every
# pair of exchanged ones changes the letter.
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
# So that the first number ever written on paper, 26-0147-K, is a right one.
SHIFT = 15
WRITTEN = re.compile(r"^(\d{2})[\s/.-]*(\d{4,7})[\s/.-]*([A-Z])$")


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
