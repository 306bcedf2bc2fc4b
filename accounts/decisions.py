"""What may be decided by one person alone in a small office, in words for the outside reviewer."""

from django.utils.translation import gettext_lazy as _

# Rooms above add the words of their own verbs when the programme starts.
WORDS = {
    "case.closed": _("Closing a case"),
    "case.identified": _("Identifying somebody as a victim"),
    "screening.agreed": _("Agreeing with one's own screening interview"),
    "persons.merged": _("Merging the records of one person"),
    "report.approved": _("Approving a report"),
    "stay.extended": _("Extending a stay"),
}


def words_of(verb):
    """What a verb means; one without words is shown as it is."""
    return WORDS.get(verb, verb)
