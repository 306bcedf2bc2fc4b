"""What a verb of the API takes and answers, said once: for the view, for the schema and for the docs."""

from dataclasses import dataclass, field

from work.forms import Form


class NothingToSay(Form):
    """For verbs that need no more than the row: an empty object, or no body at all."""


@dataclass(frozen=True)
class Input:
    """Form and rows that a verb takes, how they are sent, what it answers, and which headers it obeys."""

    form: type = NothingToSay
    says: str = ""
    rows: dict = field(default_factory=dict)
    answers: type = None
    status: int = 200
    repeatable: bool = False
    conditional: bool = False
    in_parts: bool = False


def takes(form=NothingToSay, **said):
    """Mark a method of a view: it takes what this form takes; the other words are those of Input."""

    def mark(view):
        view.input = Input(form, **said)
        return view

    return mark


def creates(form=NothingToSay, **said):
    """A verb that makes a record of what this form takes; safe to repeat with an Idempotency-Key."""
    return takes(form, **{"status": 201, "repeatable": True} | said)


def changes(form=NothingToSay, **said):
    """A verb that changes the row it stands under; it needs If-Match."""
    return takes(form, **{"conditional": True} | said)
