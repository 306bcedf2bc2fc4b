"""What waits to be done, and whether two people are one."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from audit.doors import rule
from cases.models import (
    READERS,
    Level,
    Likeness,
)
from cases.reading import follows, reads, supervises
from cases.rules.helping import can_change_case
from cases.task_words import LIKENESS, OF_ITS_OFFICE, for_whoever_helps


@rule(_("Tasks are added by those who look after her."))
def can_add_task(user, case):
    return reads(user, case, Level.ASSISTANCE)


@rule(_("A task is done by those who look after her, or by the supervisors for whom it waits."))
def can_do_task(user, task):
    if task.case is None:
        return user.has_role(Role.SUPERVISOR) and task.office_id in user.office_ids(Role.SUPERVISOR)
    return told_of_task(user, task, given=task.assignee_id == user.pk)


def sees_task(user, task):
    """Would she find this task in her list, were it given to her: what one never sees one does not do.

    Whether two people are one she sees who may answer it; what names no case, the supervisors of its office.
    """
    if task.case is None or not told_of_task(user, task):
        return task.case is None and can_do_task(user, task)
    return task.kind != LIKENESS or Likeness.objects.visible_to(user).filter(pk=task.subject).exists()


def told_of_task(user, task, *, given=True):
    """Would she be told this task, given to her or not: what one is not told one does not do."""
    helps = for_whoever_helps(task.kind, given=given)
    if not reads(user, task.case, Level.ASSISTANCE if helps else Level.FULL):
        return False
    own = task.kind not in OF_ITS_OFFICE or task.office_id in user.office_ids(*READERS)
    return own or follows(user, task.case)


@rule(_("Whether two people are one is said by whoever helps both, or by supervisors of their offices."))
def can_answer_likeness(user, likeness):
    return type(likeness).objects.visible_to(user).filter(pk=likeness.pk).exists()


@rule(_("Two people are joined, or taken apart again, by a supervisor who reads the cases of both."))
def can_merge(user, likeness):
    cases = list(likeness.cases_of_both())
    sides = {case.person_id for case in cases if can_change_case(user, case)}
    joined = {likeness.one.joined_with_id, likeness.other.joined_with_id} - {None}
    whole = sides >= (joined or {likeness.one_id, likeness.other_id})
    return whole and any(supervises(user, case) for case in cases)


def supervises_small_office(user, likeness):
    """Are all cases of both of one office that was declared small, which she supervises?"""
    cases = list(likeness.cases_of_both())
    offices = {case.office_id for case in cases}
    return len(offices) == 1 and cases[0].office.is_small and supervises(user, cases[0])


@rule(_("An answer is taken back by whoever may give one: who helps both, or supervisors of their offices."))
def can_take_back_likeness(user, likeness):
    return can_answer_likeness(user, likeness)
