from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from audit.actions import record
from cases.grounds import refuse_naming_words, require_ground, without_naming_words
from cases.intake import NEW, section_of
from cases.keeping import locked
from cases.models import Draft


@transaction.atomic
def keep_draft(*, by, section, typed, case=None, key=None):
    """Keep what she has typed so far; typed again it takes the place of what she had kept of the same page.

    Of a case that does not exist yet there may be several drafts, told apart by the key of their page.
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
    draft, is_new = Draft.objects.get_or_create(
        **_whose(by, section, case, key), defaults={"typed": typed, "typed_at": timezone.now()}
    )
    if is_new:
        record("draft.kept", *_subjects_of(draft), by=by, detail=[section])
    elif draft.typed != typed:
        draft.typed, draft.typed_at = typed, timezone.now()
        draft.save(update_fields=["typed", "typed_at"])
    return draft


def _whose(by, section, case, key):
    """What makes this draft the same as one that is kept already."""
    if case:
        return {"case": case, "section": section, "user": by}
    of_another = Draft.objects.filter(pk=key).exclude(user=by, case=None).exists()
    return {"id": uuid4() if of_another or not key else key, "case": None, "section": section, "user": by}


@transaction.atomic
def discard_draft(draft, *, by):
    """Throw away what was typed and never saved."""
    if Draft.objects.filter(pk=draft.pk).delete()[0]:
        record("draft.discarded", *_subjects_of(draft), by=by, detail=[draft.section])


@transaction.atomic
def take_up_drafts(*, by, section, case=None, keys=()):
    """Forget her own draft of a page that she has just saved, and the one that she went on from.

    What somebody else is typing into the same page stays hers.
    """
    own = Draft.objects.filter(case=case, section=section, user=by) if case else Draft.objects.none()
    resumed = Draft.objects.open_to(by).filter(pk__in=keys, section=section, case=case)
    (own | resumed if case else resumed.filter(user=by)).delete()


def _subjects_of(draft):
    """The case whose page it is; before there is one, nobody."""
    return [draft.case] if draft.case else []
