"""What each kind of task asks for, in words; a kind without words is shown by its own."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "danger": _("She is in danger now: decide today what protects her"),
    "data_without_ground": _("No ground is in force any more: decide what becomes of her data"),
    "consent_to_data": _("Ask whether her data may be kept"),
    "consent_to_assistance": _("Ask whether she agrees to the help"),
    "consent_to_service": _("Ask whether she agrees to this kind of service"),
    "needs": _("Ask what she needs now"),
    "close_open_items": _("End what is still open of a closed case"),
}


def words_of(task):
    """What this task asks for."""
    return task.words or WORDS.get(task.kind, task.kind)
