from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Absence, Membership
from audit.doors import require
from cases import rules
from cases.actions.tasks import pass_on_tasks
from cases.keeping import locked
from cases.models import Case, Task
from work import actions as work
from work.errors import refusal

# Longer than this somebody else answers for the cases.
AT_MOST = timedelta(days=365)
# What happens when the days are over.
OVER = "cases.cover_over"


@transaction.atomic
def say_absence(*, by, user, cover, since, until, once=None):
    """Somebody is away from a day to another, and a colleague of the office does her work meanwhile.

    Cases and tasks of whoever is away are open to the colleague on those days and no longer, by themselves;
    what she does is her own doing. What is shut to her as she knows the person stays so.
    """
    require(rules.can_say_absence, by, user)

    def make():
        _refuse_days(since, until)
        _refuse_another_office(user, cover)
        row = Absence(user=user, cover=cover, since=since, until=until, said_by=by)
        work.create(row, by=by, verb="absence.said", about=[user, cover])
        over = timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
        work.queue(OVER, subject=row, not_before=over, absence=row.pk)
        return row

    return Absence.objects.get(pk=work.once(once, by=by, verb="absence.said", make=make))


@transaction.atomic
def end_absence(absence, *, by):
    """She is back before the day, or does not go: nobody covers for her from now on."""
    rows = Absence.objects.select_for_update(of=("self",), no_key=True).select_related("user", "cover")
    absence = rows.get(pk=absence.pk)
    require(rules.can_end_absence, by, absence)
    if absence.ended_at or absence.until < timezone.localdate():
        raise refusal(_("This is over already."), code="over")
    changes, about = {"ended_at": timezone.now()}, [absence.user, absence.cover]
    work.write(absence, by=by, verb="absence.ended", changes=changes, about=about)
    pass_on_what_was_covered(absence, by=by)
    return absence


def pass_on_what_was_covered(absence, *, by):
    """What the colleague has to do in cases that she reads no more goes to whoever answers for them."""
    waiting = Task.objects.open().filter(assignee=absence.cover_id, case__worker=absence.user_id)
    for key in sorted(set(waiting.values_list("case", flat=True))):
        pass_on_tasks(locked(Case(pk=key)), by=by)


def _refuse_days(since, until):
    if until < timezone.localdate():
        words = _("This day is over. Choose today or a day to come.")
        raise refusal(words, field="until", code="past")
    if until - since > AT_MOST:
        words = _("For more than a year somebody else answers for the cases: hand them on.")
        raise refusal(words, field="until", code="too_far")


def _refuse_another_office(user, cover):
    """Refuse somebody who works in none of her offices: what is hers stays inside them."""
    places = [_offices_of(one) for one in (user, cover)]
    if not places[0] & places[1]:
        words = _("%(who)s does not work in the same office. Choose a colleague of it.")
        raise refusal(words % {"who": cover.full_name}, field="cover", code="elsewhere")


def _offices_of(user):
    """Ids of the offices in which she answers for cases today."""
    rows = Membership.objects.in_force().filter(user=user, role__in=rules.TEAM, office__isnull=False)
    return set(rows.values_list("office", flat=True))
