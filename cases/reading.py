"""How much of a case somebody reads, and by what: asked by every rule (`cases.rules`)."""

from accounts.roles import Role
from cases.models import ORDER, READERS, TEAM, CaseAccess, Excluded, Level, shut_to


def level_of(user, case):
    """How much of this case she reads; None when it is not hers to open.

    What happened to her is for the team of the case: however far a case is opened to shelter staff, they read
    what they need to look after her.
    """
    asked, key = getattr(user, "levels_asked", {}), (case.pk, case.worker_id, case.office_id)
    if key not in asked:
        level = _level_of(user, case)
        level = Level.ASSISTANCE if level == Level.FULL and not user.has_role(*TEAM) else level
        if not hasattr(user, "levels_asked"):
            return level
        asked[key] = level
    return asked[key]


def ask_once(user):
    """Ask once for each case while this user object lives: for a request that writes nothing."""
    user.levels_asked = {}


def _level_of(user, case):
    if not user.has_role(*READERS) or knows(user, case):
        return None
    if case.worker_id == user.pk and user.has_role(*TEAM, organisation=case.office.organisation_id):
        return Level.FULL
    if case.worker_id in user.covered(*TEAM) and case.office_id in user.office_ids(*TEAM):
        return Level.FULL
    if case.office_id in user.office_ids(Role.SUPERVISOR):
        return Level.FULL
    rows = CaseAccess.objects.live().of_case(case).opening_for(user, READERS)
    return max(rows.values_list("level", flat=True), key=ORDER.get, default=None)


def supervises(user, case):
    """Is she supervisor of the office that answers for the case, or of another and stands in for hers?"""
    if case.office_id in user.office_ids(Role.SUPERVISOR):
        return not knows(user, case)
    if not user.has_role(Role.SUPERVISOR, organisation=case.office.organisation_id):
        return False
    return CaseAccess.objects.of_case(case).stands_in(user).exists() and not knows(user, case)


def knows(user, case):
    """Has she said that she knows the person? Of a request that only shows, read once (`ask_once`)."""
    if hasattr(user, "levels_asked"):
        return case.pk in shut_to(user)
    return Excluded.objects.standing().filter(case=case.pk, user=user.pk).exists()


def reads(user, case, level):
    """Does she read at least this much of the case?"""
    held = level_of(user, case)
    return held is not None and ORDER[held] >= ORDER[level]


def follows(user, case):
    """Does she know her beyond one shelter: in full, or let in to help in a way other than by a stay?"""
    if reads(user, case, Level.FULL):
        return True
    rows = CaseAccess.objects.beyond_a_stay().of_case(case)
    return user.has_role(*TEAM) and rows.opening_for(user, TEAM).exists()
