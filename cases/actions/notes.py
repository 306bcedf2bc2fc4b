from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from audit.actions import record
from audit.doors import require
from cases import rules
from cases.keeping import ask_which_is_wrong, locked, refuse_after_access, refuse_impossible_day
from cases.models import RESTRICTED, Note, NoteClass
from cases.writers import of_other_shelters
from work import actions as work
from work.errors import refusal


@transaction.atomic
def write_note(case, *, by, on, text, once=None, amends=None, **facts):
    """Write a note about a case; one that amends another takes its place, and both stay readable.

    Whoever had the case open until lately adds what she saw until then, for those who look after her now or
    for her own profession.
    """
    # Locked, so that her words are sealed under the key that is hers when they are kept.
    case = locked(case)
    require(rules.can_add, by, case)
    refuse_impossible_day(on, "on")
    among = set(NoteClass)
    if last_day := rules.last_day_to_add(by, case):
        refuse_after_access(on, last_day)
        among = rules.note_classes_added(by, case)
        _refuse_another_class(facts, among)
    if amends is not None:
        require(rules.can_amend_note, by, amends)
        _refuse_of_another_shelter(amends, by)
        facts["note_class"] = amends.note_class
    _refuse_wider(facts, among, field="kind" if amends else "note_class")

    def make():
        _refuse_second_amendment(amends)
        note = Note(case=case, on=on, text=text, author=by, amends=amends, **facts)
        work.create(note, by=by, verb="note.written", office=case.office, detail=[note.note_class])
        ask_which_is_wrong(case, on, by=by)
        return note

    return Note.objects.get(pk=work.once(once, by=by, verb="note.written", make=make))


def _refuse_of_another_shelter(note, by):
    """Refuse to put words in the place of another shelter's: whoever wrote them would not know of it."""
    if of_other_shelters(by, {(note.case, note.author_id)}):
        words = _("Somebody of another shelter wrote this note: write one of your own beside it.")
        raise refusal(words, code="elsewhere")


def _refuse_another_class(facts, among):
    """Refuse, of whoever has the case open no more, a note that neither those who look after her now nor her
    own profession would read."""
    if facts.get("note_class") in among:
        return
    words = _("This case is open to you no more: write the note for whoever looks after her.")
    if len(among) > 1:
        words = _(
            "This case is open to you no more: write the note for whoever looks after her, or for your own "
            "profession."
        )
    raise refusal(words, field="note_class", code="after_access")


def _refuse_wider(facts, among, field):
    """Refuse to write what is for one profession where others read it; named are those she may choose."""
    kept_by = RESTRICTED.get(facts.get("kind"))
    if not kept_by or facts.get("note_class", NoteClass.TEAM) in kept_by:
        return
    words = _("A note of this kind is for its profession alone: choose %(who)s, or another kind.")
    who = get_text_list([str(one.label) for one in kept_by if one in among])
    if not who:
        words = _("A note of this kind is for its profession alone: choose another kind.")
    raise refusal(words % {"who": who}, field=field, code="wider")


def _refuse_second_amendment(note):
    """Refuse to amend what was amended already: the later note is the one to amend."""
    if note is None:
        return
    locked(note.case)
    if Note.objects.filter(amends=note).exists():
        raise refusal(_("This note was amended already: amend the later one."), code="amended")


def open_note(note, *, by):
    """Answer the text of a reserved note to somebody of its profession; that it was opened is kept."""
    require(rules.can_read_note, by, note)
    record("note.read", note, note.case, by=by, office=note.case.office, detail=[note.note_class])
    return note.text
