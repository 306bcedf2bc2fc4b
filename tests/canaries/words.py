"""Texts that stand nowhere else, and the ways in which one could be written without being sealed."""

import base64
import json
import secrets
import unicodedata
from collections import defaultdict
from urllib.parse import quote

# Not in any hexadecimal number, and hardly in any word.
LETTERS = "ghjkmnpqrstvwxz"


class Canaries:
    """What is typed into sealed fields: for each field its texts, as people write and programs tidy them.

    Every word of every text holds the day's own mark, so that each is looked for at once and none is missed
    because somebody kept only its first word.
    """

    def __init__(self):
        self.mark = "".join(secrets.choice(LETTERS) for _ in range(10))
        self.of, self.numbers = defaultdict(list), []

    def text(self, label):
        """Words with accents, with capitals as names have them."""
        number = sum(map(len, self.of.values()))
        words = f"Ñandú{self.mark}{number} Xóchitl{self.mark}{number}é"
        self.of[label].append(words)
        return words

    def telephone(self, label):
        """A number as it is typed."""
        digits = "".join(secrets.choice("0123456789") for _ in range(8))
        return self.number(label, f"+502 {digits[:4]} {digits[4:]}", f"502{digits}")

    def document(self, label):
        """The number of an identity document."""
        digits = "".join(secrets.choice("0123456789") for _ in range(13))
        return self.number(label, f"{digits[:4]} {digits[4:9]} {digits[9:]}", digits)

    def birth(self, label, day):
        """A birth date, as it is typed."""
        return self.number(label, day.strftime("%d/%m/%Y"), day.isoformat())

    def number(self, label, typed, tidied):
        self.of[label].append(typed)
        self.numbers += [typed, tidied]
        return typed


def writings(text):
    """All byte strings that would betray a text of ASCII: for what is lower-cased, and for what is not.

    In the clear, in hexadecimal, in base64 (also of addresses), in UTF-16; what JSON and addresses make of
    letters with accents stands beside the mark and leaves it as it is.
    """
    plain, exact = set(), set()
    for wide in ("utf-8", "utf-16-le"):
        raw = text.encode(wide)
        plain |= {raw.lower(), raw.lower().hex().encode(), raw.upper().hex().encode(), raw.hex().encode()}
        for cased in {raw, raw.lower(), raw.upper()}:
            for shift in range(3):  # base64 looks different at each of three positions
                inner = base64.b64encode(bytes(shift) + cased)[4 if shift else 0 : -4]
                exact |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return plain | {quote(text).lower().encode()}, exact


def found(texts, haystack):
    """Which of the texts stand there, in whatever writing."""
    low = haystack.lower()
    betrayed = []
    for text in texts:
        plain, exact = writings(text)
        if any(one in low for one in plain) or any(one in haystack for one in exact):
            betrayed.append(text)
    return betrayed


def caught(canaries, haystack):
    """What of the day stands there: the mark of all words, or a number of hers, and what is around it."""
    return [(text, around(text, haystack)) for text in found([canaries.mark, *canaries.numbers], haystack)]


def around(text, haystack):
    """Where it stands, for whoever mends it."""
    at = haystack.lower().find(text.lower().encode())
    return haystack[max(0, at - 120) : at + 60] if at >= 0 else b"(in another writing)"


def found_bare(texts, haystack):
    """Which of many texts stand there, with or without accents and capitals, in whatever writing."""
    # What copies a table doubles the stroke of JSON's escapes.
    low = bare(haystack.decode("utf-8", "ignore")).lower().replace("\\\\", "\\")
    betrayed = []
    for text in texts:
        plain, exact = bare_writings(text)
        if any(one in low for one in plain) or any(one in haystack for one in exact):
            betrayed.append(text)
    return betrayed


def bare_writings(text):
    """Writings of a text: for what is lower-cased without accents, and for what is left as it is."""
    forms = {text, text.lower(), bare(text), bare(text).lower()}
    plain = {bare(text).lower(), json.dumps(text)[1:-1].lower()} | {form.encode().hex() for form in forms}
    shifted = [bytes(n) + form.encode() for form in forms for n in range(3)]
    return plain, {base64.b64encode(one)[4 if one[:1] == b"\0" else 0 : -4] for one in shifted}


def bare(text):
    """Without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
