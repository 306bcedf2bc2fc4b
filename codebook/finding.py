"""Finding a list, or a code whose list nobody remembers."""

from dataclasses import dataclass

from codebook import lists
from codebook.codes import CodeList
from codebook.spelling import plain, spanish_order

MOST_SHOWN = 4


@dataclass(frozen=True)
class Found:
    """A list, and those of its codes in which the text stands."""

    code_list: CodeList
    codes: tuple

    @property
    def shown(self):
        """The first codes found."""
        return self.codes[:MOST_SHOWN]

    @property
    def more(self):
        """How many codes were found beside them."""
        return len(self.codes) - len(self.shown)


def find(text="", provenance="", changed=False):
    """Lists that fit what is asked, in the order of their titles."""
    found = [fitting(one, text) for one in lists.all_lists() if not changed or one.changed]
    kept = [one for one in found if one and (not provenance or provenance in provenances(one.code_list))]
    return sorted(kept, key=lambda one: spanish_order(one.code_list.title))


def fitting(code_list, text):
    """The list with the codes in which the text stands; nothing when it stands nowhere in it."""
    if not plain(text):
        return Found(code_list, ())
    codes = tuple(code for code in code_list if code.matches(text))
    titled = any(
        plain(text) in plain(part) for part in (code_list.name, code_list.title_es, code_list.title_en)
    )
    return Found(code_list, codes) if codes or titled else None


def provenances(code_list):
    """Where the list and its codes come from."""
    return {str(code_list.provenance), *(str(code.provenance) for code in code_list)}
