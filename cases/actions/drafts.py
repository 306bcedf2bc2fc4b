from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record
from cases.drafts import key_of
from cases.grounds import refuse_naming_words, require_ground, without_naming_words
from cases.intake import NEW, section_of
from cases.keeping import locked
from cases.models import Draft
from cases.models.drafts import SECRET_PAGES
from work import actions as work
from work.errors import refusal

SAVED_ALREADY = _(
    "What is typed here was saved already, in another tab or on another device; nothing was saved now. If "
    "this is meant as one more, save it again."
)


@transaction.atomic
def keep_draft(*, by, section, typed, case=None, key=None, page=None):
    """Keep what she has typed so far; typed again it takes the place of what she had kept of the same page.

    Of a case that does not exist yet there may be several drafts, told apart by the key of their page; of one
    that exists, a draft for each `page` of hers that is open, unless it went on from one as it stands now.
    What needs a ground to be kept needs it already while it is typed; of somebody who does not want her data
    kept, the first page's draft leaves out what would name her.
    """
    case = locked(case) if case else None
    if case and section_of(section).needs_ground:
        require_ground(case)
    if case and section == "identification":
        refuse_naming_words(case, {name: any(words) for name, words in typed})
    if section == NEW and any(name == "unnamed" and any(words) for name, words in typed):
        typed = without_naming_words(typed)
    kept = {"typed": [], "secret": typed} if section in SECRET_PAGES else {"typed": typed}
    first_words = {**kept, "typed_at": timezone.now(), **_id_by_page(case, page)}
    draft, is_new = Draft.objects.get_or_create(**_whose(by, section, case, key, page), defaults=first_words)
    if is_new:
        record("draft.kept", *_subjects_of(draft), by=by, detail=[section])
    elif draft.words != typed:
        for name, words in kept.items():
            setattr(draft, name, words)
        draft.typed_at, draft.page = timezone.now(), page.key if page else draft.page
        draft.save(update_fields=[*kept, "typed_at", "page"])
    return draft


def _whose(by, section, case, key, page):
    """What makes this draft the same as one that is kept already."""
    if case:
        whose = {"case": case, "section": section, "user": by}
        found = _of_page(Draft.objects.filter(**whose).order_by("-typed_at"), page)
        return {"pk": found.pk} if found else {**whose, "page": page.key if page else None}
    of_another = Draft.objects.filter(pk=key).exclude(user=by, case=None).exists()
    return {"id": uuid4() if of_another or not key else key, "case": None, "section": section, "user": by}


def _of_page(drafts, page):
    """That of her drafts which this page writes; who names no page writes the last one."""
    if page is None or page.key is None:
        return drafts.first()
    return drafts.filter(page=page.key).first() or page.went_on_from(drafts).first()


def _id_by_page(case, page):
    """A draft is named by the page that typed it first, so that this page knows it wherever it goes on."""
    key = page.key if case and page else None
    return {"id": key} if key and not Draft.objects.filter(pk=key).exists() else {}


@transaction.atomic
def save_typed(save, *, by, keys, once=None):
    """Save what was typed under these keys by `save()`; refused where it was saved already in another tab.

    The same form sent twice comes with the key of that form (`once`), and is answered by it as ever.
    """
    keys = {key_of(key) for key in keys}
    claimed = work.claims(keys, what="draft saved")
    if claimed is None and not (once and work.is_saved(once.key, by=by)):
        raise refusal(SAVED_ALREADY, code="draft_saved")
    made = save()
    for row in claimed or []:
        row.made = made.pk
        row.save(update_fields=["made"])
    return made


@transaction.atomic
def set_draft_apart(*, by, section, page, case):
    """Forget what this page kept: its words go on under another name, as one more than what was saved."""
    if page.key:
        Draft.objects.filter(section=section, case=case, user=by, page=page.key).delete()


@transaction.atomic
def move_drafts(*, by, section, to, case):
    """What she typed into a page that is no more goes on in another one; answers how many drafts do."""
    drafts = Draft.objects.select_for_update().filter(section=section, case=case, user=by)
    for draft in drafts:
        # Under a name of its own: of the other page there may be one without.
        draft.section, draft.page = to, draft.page or uuid4()
        draft.save(update_fields=["section", "page"])
    return len(drafts)


@transaction.atomic
def discard_draft(draft, *, by):
    """Throw away what was typed and never saved."""
    if Draft.objects.filter(pk=draft.pk).delete()[0]:
        record("draft.discarded", *_subjects_of(draft), by=by, detail=[draft.section])


@transaction.atomic
def take_up_drafts(*, by, section, page, case):
    """Forget her own draft of a page that she has just saved, and the one that she went on from.

    What somebody else is typing into the same page stays hers, and what she types in another tab stays too.
    What the page sends by itself may arrive after its form: it makes no draft any more.
    """
    if page.key:
        work.note_saved(page.key, by=by, what="draft taken up")
    drafts = Draft.objects.filter(section=section, case=case)
    own = drafts.filter(user=by, page=page.key) if page.key else drafts.filter(user=by)
    (own | page.went_on_from(drafts.open_to(by))).delete()


@transaction.atomic
def take_up_first_page(*, by, section, key):
    """Forget her own draft of the first page of a case that she has just opened."""
    Draft.objects.filter(pk=key, section=section, case=None, user=by).delete()


def _subjects_of(draft):
    """The case whose page it is; before there is one, nobody."""
    return [draft.case] if draft.case else []
