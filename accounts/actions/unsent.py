from django.db import transaction

from accounts import access
from accounts.models import UnsentText
from audit.actions import record

# More than anybody has open at once; the oldest give way.
KEPT_AT_ONCE = 20


@transaction.atomic
def keep_unsent_text(person, *, by, path, typed):
    """Keep what she had written when her session ended; the same form kept twice is kept once."""
    person = access.locked(person)
    known = [row for row in UnsentText.objects.visible_to(person) if (row.path, row.typed) == (path, typed)]
    if known:
        return known[0]
    unsent = UnsentText.objects.create(user=person, path=path, typed=typed)
    older = UnsentText.objects.filter(user=person).order_by("-created_at", "-id")[KEPT_AT_ONCE:]
    UnsentText.objects.filter(pk__in=[row.pk for row in older]).delete()
    record("unsent.kept", person, by=by)
    return unsent


@transaction.atomic
def forget_unsent_texts(parts, *, by):
    """Forget what anybody had written on pages in whose address one of these parts stands."""
    kept = UnsentText.objects.select_related("user")
    for unsent in [one for one in kept if any(part in one.path for part in parts)]:
        discard_unsent_text(unsent, by=by)


@transaction.atomic
def discard_unsent_text(unsent, *, by):
    """Forget what she had written, because it was sent again or is not wanted any more."""
    UnsentText.objects.filter(pk=unsent.pk).delete()
    record("unsent.discarded", unsent.user, by=by)
