"""Two people changed one record: the second sees both versions, field by field, and chooses.

The page (`components/conflict.html`) sends all that was typed once more, with `keep_<field>` for each choice
and the version it was made over. Where both touched a field nothing is chosen beforehand: the page names it
in `to_decide`, and until it is chosen the record counts as seen in the version that was `first_seen`, so that
both versions are shown again. A view reads what was sent through `settled` before its form does:

    blank = EditForm(instance=row)
    form = EditForm(settled(request.POST, blank) if request.method == "POST" else None, instance=row)
    try: …
    except Stale as stale:
        seen = conflict(request.POST, lambda data, row: EditForm(data, instance=row), stale.row)
        return render(request, "…", seen, status=409)
"""

from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal

from django import forms
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext

from audit.models import Event
from work.actions import history
from work.api_input.kinds import kind_of, sendable
from work.api_input.reading import standing

KEEP, YOURS, THEIRS = "keep_", "yours", "theirs"
TO_DECIDE, FIRST_SEEN = "to_decide", "first_seen"
ASKED = {TO_DECIDE, FIRST_SEEN}
NOT_REPEATED = {"csrfmiddlewaretoken", "version"} | ASKED


@dataclass(frozen=True)
class Difference:
    """One field that two people left differently, both ways in words, and which of them is offered first.

    Only where both touched it is there something to decide, and nothing is offered; else the change that was
    made is. `missed` says that the page was sent and nothing was chosen.
    """

    name: str
    label: str
    yours: str
    theirs: str
    keep: str
    both: bool
    missed: bool = False


def seen_version(sent):
    """The version of the record that the person saw; None when the page did not say."""
    text = sent.get(FIRST_SEEN if undecided(sent) else "version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def undecided(sent):
    """Names of the fields of which the conflict page asked which way stands, and was not told."""
    return {name for name in sent.getlist(TO_DECIDE) if sent.get(KEEP + name) not in (YOURS, THEIRS)}


def settled(sent, blank):
    """What was sent, with what stands wherever "theirs" was chosen; `blank` is the form of the stored row."""
    kept = [name for name, value in sent.items() if name.startswith(KEEP) and value == THEIRS]
    chosen = {name.removeprefix(KEEP) for name in kept}
    data, stands = sent.copy(), standing(blank) if chosen else {}
    for name in chosen & set(sendable(blank.fields)):
        for part in kind_of(blank.fields[name]).spread(name, None):
            data.pop(part, None)
            value = stands.get(part)
            if value not in (None, "", False):
                data.setlist(part, value if isinstance(value, list) else [value])
    if undecided(sent):
        data["version"] = sent.get(FIRST_SEEN, "")
    return data


def conflict(sent, build, row, begun=None):
    """What the page needs: the fields that differ, who changed the record, and all that was typed.

    `build(data, row)` makes the form of a record, unbound for None. A page that was opened before there was a
    record saw nothing of it: what it did not fill in is offered as the record has it. Where such a page is
    filled in beforehand, `begun()` makes the form as it was shown. `kept_unseen` of the form names fields
    whose stored words it does not show.
    """
    seen = seen_version(sent) or 0
    later = [(revision, kept) for revision, kept in history(row) if revision.version >= seen]
    last = later[0][0] if later else None
    written = (last.by, last.at) if last else made(row)
    stands = build(None, row)
    opened = begun() if begun and not seen else build(None, as_seen(row, later))
    # What was left to the other person on an earlier page of two versions stays so, whatever stands now.
    words = sent if undecided(sent) else settled(sent, stands)
    typed = build(words, row)
    names = [name for name in sendable(typed.fields) if name in typed.changed_data]
    shows = seen or begun
    before = {name: opened[name].value() for name in names} if shows else shown_empty(typed.fields, names)
    unseen, touched = getattr(typed, "kept_unseen", ()), {name for _revision, kept in later for name in kept}
    found = [
        not_shown(name, typed, name in touched)
        if name in unseen
        else difference(name, typed, stands, before[name])
        for name in names
    ]
    found = [asked_again(one, sent, row) for one in found]
    return {
        "differences": [one for one in found if one.both],
        "of_one": [one for one in found if not one.both],
        "version": row.version,
        "first_seen": seen,
        "missed": any(one.missed for one in found),
        "changed_by": get_user_model().objects.filter(pk=written[0]).first(),
        "changed_at": written[1],
        "typed": repeated(words),
    }


def made(row):
    """Who wrote down the record, and when: what the trail tells of it first."""
    first = Event.objects.about(row.pk).order_by("pk").values_list("actor", "at").first()
    return first or (None, None)


def as_seen(row, later):
    """The record as it was before these changes, the latest of which comes first."""
    before = copy(row)
    for _revision, kept in later:
        for name, value in kept.items():
            setattr(before, row._meta.get_field(name).attname, value)
    return before


def shown_empty(fields, names):
    """What a page shows of these fields while nothing is recorded yet."""
    usual = {name: fields[name].initial for name in names}
    usual = {name: value() if callable(value) else value for name, value in usual.items()}
    # Where nothing is chosen a list shows the choice that says so.
    return {name: "" if value is None else value for name, value in usual.items()}


def difference(name, typed, stands, before):
    """How a field differs; one that only the other person touched is offered as she left it.

    `before` is what stood there when the page was opened.
    """
    field = typed.fields[name]
    yours = in_words(field, field.prepare_value(field.clean(typed[name].data)))
    theirs, before = in_words(field, stands[name].value()), in_words(field, before)
    both = before not in (yours, theirs)
    keep = "" if both else THEIRS if yours == before else YOURS
    return Difference(name, str(field.label), yours, theirs, keep, both)


def not_shown(name, typed, both):
    """A field whose stored words no form shows; `both` says that the other person changed them too."""
    field = typed.fields[name]
    yours = in_words(field, field.prepare_value(field.clean(typed[name].data)))
    theirs = gettext("What is written is kept, and not shown here.")
    return Difference(name, str(field.label), yours, theirs, "" if both else YOURS, both)


def asked_again(found, sent, row):
    """The same difference after a page that left something open: what was chosen there stays chosen.

    Not where the record was changed once more: then it was chosen among other words.
    """
    left_open = undecided(sent)
    if not left_open or sent.get("version") != str(row.version):
        return found
    return replace(found, keep=sent.get(KEEP + found.name, found.keep), missed=found.name in left_open)


def in_words(field, value):
    """One value or several as the reader would name them."""
    if isinstance(field, forms.MultiValueField) and value:
        return " ".join(in_words(part, one) for part, one in zip(field.fields, value, strict=True))
    if isinstance(value, list | tuple | models.QuerySet):
        return ", ".join(in_words(field, one) for one in value if one not in (None, ""))
    value = getattr(value, "pk", value)
    for key, label in each_choice(getattr(field, "choices", ())):
        if str(getattr(key, "value", key)) == str(value):
            return str(label)
    if isinstance(value, Decimal):
        return number_format(value, getattr(field, "decimal_places", None))
    if isinstance(field, forms.ChoiceField):
        return str(value or "")
    shown = field.widget.format_value(value) if hasattr(field.widget, "format_value") else value
    return "" if shown in (None, []) else str(shown)


def each_choice(choices):
    """`(key, label)` of all that may be chosen, those inside groups too."""
    for key, label in choices:
        yield from label if isinstance(label, list | tuple) else [(key, label)]


def repeated(sent):
    """`(name, value)` of all that was typed, for the page to send again."""
    return [
        (name, value)
        for name, values in sent.lists()
        if name not in NOT_REPEATED and not name.startswith(KEEP)
        for value in values
    ]
