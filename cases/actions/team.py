from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from audit.doors import require
from cases import rules
from cases.actions.opening import RAN_OUT
from cases.actions.tasks import pass_on_tasks
from cases.keeping import locked
from cases.models import TEAM, AccessSource, CaseAccess, Level
from work import actions as work
from work.errors import refusal

# So long a case is opened to a colleague at most: after it somebody thinks about it anew.
AT_MOST = timedelta(days=365)


@transaction.atomic
def give_access(case, *, by, user, level, reason, until, once=None):
    """Open a case to a colleague of the same organisation, for a reason and to the end of a day.

    Whoever has it open in this way already has it from now on as is said here. Nobody is let in who said that
    she knows the person.
    """
    case = locked(case)
    require(rules.can_give_access, by, case)
    _refuse_day(until)
    _refuse_colleague(user, case, level)
    over = timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
    facts = {"level": level, "reason": reason, "expires_at": over, "given_by": by}

    def make():
        held = _held(case, user, by=by)
        if held:
            verb = "access.changed"
            access = work.write(held, by=by, verb=verb, changes=facts, office=case.office, detail=[reason])
        else:
            access = CaseAccess(case=case, user=user, source=AccessSource.TEAM, **facts)
            verb = "case.access_given"
            work.create(access, by=by, verb=verb, office=case.office, detail=[level, reason])
        work.queue(RAN_OUT, subject=case, not_before=over, case=case.pk)
        pass_on_tasks(case, by=by)
        return access

    return CaseAccess.objects.get(pk=work.once(once, by=by, verb="case.access_given", make=make))


@transaction.atomic
def end_access(access, *, by):
    """Close a case to a colleague who helped with it; what she had to do passes on."""
    case = locked(access.case)
    require(rules.can_give_access, by, case)
    rows = CaseAccess.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    access = rows.get(pk=access.pk)
    access.case = case
    if access.source != AccessSource.TEAM or access.user_id is None:
        raise refusal(_("What opens the case in another way ends with what opened it."), code="source")
    if access.ended_at or (access.expires_at and access.expires_at <= timezone.now()):
        raise refusal(_("This is over already."), code="over")
    changes = {"ended_at": timezone.now()}
    work.write(access, by=by, verb="access.ended", changes=changes, office=case.office, detail=["team"])
    pass_on_tasks(case, by=by)
    return access


def _held(case, user, *, by):
    """Her row of the team that holds; one that ran out is ended on the moment at which it did."""
    rows = CaseAccess.objects.filter(case=case, user=user, source=AccessSource.TEAM, ended_at=None)
    row = rows.select_for_update(of=("self",), no_key=True).first()
    if row and row.expires_at and row.expires_at <= timezone.now():
        changes = {"ended_at": row.expires_at}
        work.write(row, by=by, verb="access.ended", changes=changes, office=case.office, detail=["team"])
        return None
    return row


def _refuse_day(until):
    today = timezone.localdate()
    if until < today:
        raise refusal(_("This day is over. Choose today or a day to come."), field="until", code="past")
    if until > today + AT_MOST:
        words = _("Choose a day within a year: then somebody thinks about it again.")
        raise refusal(words, field="until", code="too_far")


def _refuse_colleague(user, case, level):
    """Refuse whoever may not be let in, or not so far."""
    organisation = case.office.organisation_id
    if rules.knows(user, case) or not user.has_role(*rules.READERS, organisation=organisation):
        words = _("%(who)s cannot be let into this case. Choose somebody else of your organisation.")
        raise refusal(words % {"who": user.full_name}, field="user", code="cannot")
    if case.worker_id == user.pk or case.office_id in user.office_ids(Role.SUPERVISOR):
        words = _("%(who)s reads the whole case already.") % {"who": user.full_name}
        raise refusal(words, field="user", code="reads")
    if level == Level.FULL and not user.has_role(*TEAM, organisation=organisation):
        words = _("What happened to the person is for caseworkers: shelter staff are let in to help.")
        raise refusal(words, field="level", code="too_far")
