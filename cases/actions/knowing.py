from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.doors import require
from cases import rules
from cases.actions.tasks import pass_on_tasks
from cases.keeping import open_once
from cases.models import AccessSource, Case, CaseAccess, Excluded, Level, Task, WhyLetIn
from cases.task_words import WHO_WORKS_NOW
from work import actions as work


@transaction.atomic
def say_known(case, *, by):
    """She knows the person: all cases of hers, and of children who came with her, are shut to her at once.

    Nobody asks why. What she had to do passes on, and the supervisors are asked to find somebody else; who
    supervises alone passes that to the organisation's other supervisors.
    """
    cases = _locked_of(case.person_id)
    case = next(one for one in cases if one.pk == case.pk)
    require(rules.can_say_known, by, case)
    for one in cases:
        held = rules.level_of(by, one) is not None
        shut(one, by, by=by)
        if held:
            _ask_supervisors(one, by=by)
    return case


@transaction.atomic
def take_back_known(excluded, *, by):
    """She does not know the person after all: another supervisor opens the way again, and gives nothing back.

    Whoever stood in for her leaves the case, where she supervises its office.
    """
    cases = _locked_of(excluded.case.person_id)
    excluded.case = next(one for one in cases if one.pk == excluded.case_id)
    require(rules.can_take_back_known, by, excluded)
    rows = Excluded.objects.standing().filter(user=excluded.user_id, case__in=cases)
    changes = {"ended_at": timezone.now(), "ended_by": by}
    for row in rows.select_for_update(of=("self",), no_key=True):
        row.case = next(one for one in cases if one.pk == row.case_id)
        work.write(row, by=by, verb="case.known_taken_back", changes=changes, office=row.case.office)
        _let_stand_ins_go(row.case, by=by)
    excluded.refresh_from_db()
    return excluded


def shut(case, user, *, by):
    """Shut a locked case to somebody: she answers for it no more, nothing opens it, her tasks pass on."""
    if Excluded.objects.standing().filter(case=case, user=user).exists():
        return
    work.create(Excluded(case=case, user=user), by=by, verb="case.known", office=case.office)
    user.cases_shut = None
    if case.worker_id == user.pk:
        changes = {"worker": None}
        work.write(case, by=by, verb="case.changed", changes=changes, office=case.office)
        case.worker = None
    held = CaseAccess.objects.filter(case=case, user=user, ended_at=None)
    for access in held.select_for_update(of=("self",), no_key=True):
        changes = {"ended_at": timezone.now()}
        work.write(access, by=by, verb="access.ended", changes=changes, office=case.office)
    pass_on_tasks(case, by=by)


def shut_alike(person, *, by, mother_case=None):
    """To whom one of the person's cases is shut, all are, also one opened later; was there anybody?"""
    of_her = Q(case__person=person)
    if mother_case:
        of_her |= Q(case__person=mother_case.person_id)
    known = set(Excluded.objects.standing().filter(of_her).values_list("user", flat=True))
    if not known:
        return False
    users = list(User.objects.filter(pk__in=known))
    for case in _locked_of(getattr(person, "pk", person)):
        for user in users:
            shut(case, user, by=by)
    return True


def _locked_of(person_id):
    """All cases of the person and of children who came with her, locked in one order."""
    rows = Case.objects.select_for_update(of=("self",), no_key=True).select_related("office", "person")
    hers = rows.filter(Q(person=person_id) | Q(mother_case__person=person_id))
    return list(hers.order_by("pk"))


def _supervisors(**where):
    return User.objects.working(role=Role.SUPERVISOR, **where).filter(is_active=True)


def _not_shut(users, case):
    known = Excluded.objects.standing().filter(case=case).values("user")
    return users.exclude(pk__in=known)


def _ask_supervisors(case, *, by):
    """Somebody is asked to say who works with the case now: the office's supervisors, or who stands in."""
    if not case.is_open:
        return
    facts = {"kind": WHO_WORKS_NOW, "case": case, "office": case.office, "due_on": timezone.localdate()}
    others = _not_shut(_supervisors(office=case.office_id), case)
    elsewhere = _supervisors(organisation=case.office.organisation_id)
    stand_ins = [] if others.exists() else list(_not_shut(elsewhere, case))
    for supervisor in stand_ins:
        _let_stand_in(case, supervisor, by=by)
        open_once(Task(key=f"{case.pk}:{supervisor.pk}", assignee=supervisor, **facts), by=by)
    if not stand_ins:
        open_once(Task(key=str(case.pk), **facts), by=by)


def _let_stand_in(case, supervisor, *, by):
    """Open the case to a supervisor of another office, to decide about it as those of its own would."""
    facts = {"level": Level.FULL, "reason": WhyLetIn.STANDS_IN, "expires_at": None}
    held = CaseAccess.objects.filter(case=case, user=supervisor, source=AccessSource.TEAM)
    row = held.filter(ended_at=None).first()
    if row:
        work.write(row, by=by, verb="access.changed", changes=facts, office=case.office)
        return
    row = CaseAccess(case=case, user=supervisor, source=AccessSource.TEAM, **facts)
    work.create(row, by=by, verb="case.access_given", office=case.office, detail=[WhyLetIn.STANDS_IN])


def _let_stand_ins_go(case, *, by):
    """Its own office has a supervisor again: whoever stood in leaves the case."""
    if not _not_shut(_supervisors(office=case.office_id), case).exists():
        return
    standing = CaseAccess.objects.filter(case=case, reason=WhyLetIn.STANDS_IN, ended_at=None)
    for row in standing.select_for_update(of=("self",), no_key=True):
        work.write(row, by=by, verb="access.ended", changes={"ended_at": timezone.now()}, office=case.office)
    pass_on_tasks(case, by=by)
