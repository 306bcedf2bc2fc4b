import io

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from audit.actions import record
from audit.doors import require
from cases import rules
from cases.keeping import locked, refuse_impossible_day
from cases.models import KEPT_TO, Document, LegalHold, NoteClass, WhyWithdrawn
from cases.models.documents import classes_within
from cases.naming import NOTHING
from cases.writers import of_other_shelters
from vault.keys import Subject
from work import actions as work
from work.errors import refusal
from work.files import keep_file
from work.vetting import vetted

# A birth certificate may be older than any programme.
FIRST_YEAR_OF_PAPER = 1900
# How a document was opened, as the trail keeps it.
SAVED, SHOWN = "saved", "shown"


@transaction.atomic
def attach_document(case, *, by, file, on, once=None, **facts):
    """Keep a file of a case, sealed under the person's key, after a look at what it really is.

    What is looked at first locks nobody's row. Sent twice it is one document.
    """
    sound = vetted(file)
    # Locked, so that it is sealed under the key that is the person's when it is kept.
    case = locked(case)
    require(rules.can_attach_document, by, case)
    if case.person.unnamed:
        raise refusal(_("The person does not want data kept, so no document is."), code="unnamed")
    refuse_impossible_day(on, "on", not_before=FIRST_YEAR_OF_PAPER)
    _refuse_for_all(facts["kind"], facts.get("note_class", NoteClass.TEAM))

    def make():
        document = Document(case=case, on=on, author=by, running=_next_number(case), **facts)
        document.file = keep_file(
            io.BytesIO(sound.content),
            name=document.name_as(sound.media_type),
            subject=Subject.of(case.person),
            by=by,
            media_type=sound.media_type,
        )
        codes = [document.note_class, document.kind]
        return work.create(document, by=by, verb="document.attached", office=case.office, detail=codes)

    return Document.objects.get(pk=work.once(once, by=by, verb="document.attached", make=make))


def _next_number(case):
    """The next number among the documents of a case, which is locked."""
    return (case.documents.aggregate(last=Max("running"))["last"] or 0) + 1


def _refuse_for_all(kind, note_class, among=NoteClass):
    """Refuse to attach what is for few where others open it; named are those she may choose."""
    kept_to = KEPT_TO.get(kind, ())
    if not kept_to or note_class in kept_to:
        return
    words = _("A document of this kind is for few to read: choose %(who)s, or another kind.")
    who = get_text_list([str(one.label) for one in kept_to if one in among])
    raise refusal(words % {"who": who}, field="note_class", code="wider")


@transaction.atomic
def change_document(document, *, by, version=None, **facts):
    """Correct what a document is called, what it is and of which day; it can be kept to fewer, never more."""
    document = _locked_document(document, by=by)
    if "on" in facts:
        refuse_impossible_day(facts["on"], "on", not_before=FIRST_YEAR_OF_PAPER)
    note_class = facts.get("note_class", document.note_class)
    if note_class not in classes_within(document.note_class):
        words = _("Who attached it relied on who opens it: it can be kept to fewer, not opened to more.")
        raise refusal(words, field="note_class", code="wider")
    _refuse_for_all(facts.get("kind", document.kind), note_class)
    verb, office = "document.changed", document.case.office
    return work.write(document, by=by, verb=verb, changes=facts, version=version, office=office)


@transaction.atomic
def withdraw_document(document, *, by, withdrawn_why, withdrawn_reason=None, version=None):
    """Take a document out of what stands; that it was there stays, with the reason.

    Of somebody else's document the bytes are destroyed and its words go with them: they were never about this
    person. Any other can still be opened, and so can that one while a legal hold stands on the case: it is
    destroyed when the last one is lifted.
    """
    document = _locked_document(document, by=by)
    of_another = withdrawn_why == WhyWithdrawn.WRONG_PERSON
    held = LegalHold.objects.standing().filter(case=document.case).exists()
    destroyed = document.file if of_another and not held else None
    facts = {
        "withdrawn_at": timezone.now(),
        "withdrawn_why": withdrawn_why,
        "withdrawn_reason": withdrawn_reason or None,
        **({"file": None} if destroyed else {}),
    }
    verb, office = "document.withdrawn", document.case.office
    written = work.write(
        document, by=by, verb=verb, changes=facts, version=version, office=office, detail=[withdrawn_why]
    )
    if destroyed:
        _destroy(destroyed, written, by=by)
    return written


def destroy_what_was_held(case, *, by):
    """No hold stands on the locked case any more: what was withdrawn as of somebody else is destroyed."""
    rows = Document.objects.select_for_update(of=("self",), no_key=True).select_related("file")
    kept = rows.filter(case=case, withdrawn_why=WhyWithdrawn.WRONG_PERSON, file__isnull=False)
    for document in kept.order_by("pk"):
        document.case = case
        file = document.file
        how = {"verb": "document.withdrawn", "office": case.office, "detail": [document.withdrawn_why]}
        _destroy(file, work.write(document, by=by, changes={"file": None}, **how), by=by)


def _destroy(file, document, *, by):
    """The bytes of a document that points at them no more, and its words, of which no revision is kept."""
    record("file.destroyed", file, document, document.case, by=by, office=document.case.office)
    file.delete()
    document.title, document.description = NOTHING, None
    document.save(update_fields=["title", "description"])


def _locked_document(document, *, by):
    """The document as it stands now, after its case; one that was withdrawn is not touched."""
    case = locked(document.case)
    rows = Document.objects.select_for_update(of=("self",), no_key=True).select_related("file")
    document = rows.get(pk=document.pk)
    document.case = case
    require(rules.can_change_document, by, document)
    if of_other_shelters(by, {(case, document.author_id)}):
        words = _("Somebody of another shelter attached this: ask the team of the case to change it.")
        raise refusal(words, code="elsewhere")
    if document.withdrawn_at:
        raise refusal(_("This document was withdrawn already."), code="withdrawn")
    return document


def open_document(document, *, by, how=SAVED):
    """Answer the file of a document to somebody who may open it; that it was opened is kept before it is."""
    require(rules.can_open_document, by, document)
    codes = [document.note_class, how]
    record("document.opened", document, document.case, by=by, office=document.case.office, detail=codes)
    return document.file
