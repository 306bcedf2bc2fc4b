"""What may be missing, what it is called, and on which page it is written."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# In the order of pages: what records lack, and what became tasks.
WORDS = {
    "sex": _("Sex"),
    "age": _("Child or adult"),
    "date": _("Birth date or a day is wrong"),
    "department": _("Department of the office"),
    "award": _("An award that pays"),
    "needs": _("What she needs was not asked"),
    "plan": _("No plan was agreed"),
    "open_items": _("Closed, and something is still open"),
}
FIELDS = tuple(WORDS)
# What a worker can write herself; the department of an office and who pays is for others.
HERS = ("sex", "age", "date", "needs", "plan", "open_items")
PAGES = {
    "sex": "cases:intake-person",
    "age": "cases:intake-person",
    "date": "cases:intake-person",
    "needs": "cases:intake-needs",
    "plan": "cases:plan",
    "open_items": "cases:case",
}


def words_of(field):
    """What is missing, in the reader's language."""
    return str(WORDS[field])


def page_of(field, number):
    """Where it is written in the case of this number; nothing where that is not for whoever works with it."""
    return reverse(PAGES[field], args=[number]) if field in PAGES else ""
