"""Code names: a neutral word that nobody in the office uses for an open case, or one that she chooses."""

import secrets
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.models import Case
from codebook.code_names import neutral_words

LONGEST_SEARCH = 20


def propose_code_name(office):
    """A neutral word for a case of this office; two words once the single ones are taken."""
    taken = set(Case.objects.open().filter(office=office).values_list("code_name", flat=True))
    free = [word for word in neutral_words() if word not in taken]
    if free:
        return secrets.choice(free)
    words = neutral_words()
    pairs = (f"{secrets.choice(words)} {secrets.choice(words)}" for _try in range(LONGEST_SEARCH))
    return next((pair for pair in pairs if pair not in taken), next(pairs, f"{words[0]} {words[-1]}"))


def bare(text):
    """Words without accents and case, as they are compared."""
    return {run_together(word) for word in (text or "").split()} - {""}


def run_together(text):
    """A text in one word without accents, case and signs."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text or "").casefold() if sign.isalnum())


def refuse_name_as_code_name(code_name, *names):
    """Refuse a code name that is one of her names, in whatever spelling; it stands in lists and titles."""
    if bare(code_name) & {word for name in names for word in bare(name)}:
        raise ValidationError(
            {
                "code_name": ValidationError(
                    _("This is one of her names. Choose a code name that does not give her away."),
                    code="is_her_name",
                )
            }
        )
