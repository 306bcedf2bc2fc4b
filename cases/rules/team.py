"""Who works with a case: who is let in, stands in for somebody, takes a case over, and may see it."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from audit.doors import rule
from cases.models import (
    TEAM,
    Level,
)
from cases.reading import knows, level_of, reads, supervises
from cases.rules.helping import can_change_case


@rule(_("Whoever may open a case can say that she knows the person."))
def can_say_known(user, case):
    return level_of(user, case) is not None


@rule(_("That somebody knows the person is taken back by another supervisor of the case's office."))
def can_take_back_known(user, excluded):
    return excluded.user_id != user.pk and supervises(user, excluded.case)


@rule(_("Who works with a case is for its team to see."))
def can_read_team(user, case):
    return can_change_case(user, case)


@rule(_("A case is opened to colleagues by whoever answers for it and by its supervisors."))
def can_give_access(user, case):
    return can_change_case(user, case) and (case.worker_id == user.pk or supervises(user, case))


@rule(_("That somebody is away is said by herself or by a supervisor of her office."))
def can_say_absence(user, person):
    if user.pk == person.pk:
        return user.has_role(*TEAM)
    offices = user.office_ids(Role.SUPERVISOR)
    return bool(offices) and person.memberships.in_force().filter(office__in=offices).exists()


@rule(can_say_absence.refusal)
def can_end_absence(user, absence):
    return can_say_absence(user, absence.user)


@rule(_("Case conferences are written down and read by the team of the case."))
def can_confer(user, case):
    return reads(user, case, Level.FULL) and user.has_role(*TEAM)


@rule(_("How much each one has to do is seen by the supervisors of the office."))
def can_see_loads(user, thing=None):
    return user.has_role(Role.SUPERVISOR)


@rule(_("Another office is asked to take a case by a supervisor of the office in which it is."))
def can_ask_transfer(user, case):
    return supervises(user, case)


@rule(_("Whether an office takes a case is answered by its own supervisors."))
def can_answer_transfer(user, transfer):
    own = transfer.to_office_id in user.office_ids(Role.SUPERVISOR)
    return own and not knows(user, transfer.case)


@rule(_("Cases that go from one office to another are seen by the supervisors of both."))
def can_see_transfers(user, transfer=None):
    return user.has_role(Role.SUPERVISOR)


@rule(_("Who has looked into a case is for its team to see."))
def can_see_readers(user, case):
    return reads(user, case, Level.FULL) and user.has_role(*TEAM)
