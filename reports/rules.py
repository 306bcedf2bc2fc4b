"""Who may see how the house itself is doing, and who may make and approve reports."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from audit.doors import rule


@rule(_("Only an administrator of the leading organisation may do this."))
def can_tend_work(user, thing=None):
    return user.leads(Role.ADMINISTRATOR)


@rule(_("Lists of what is missing are sent by programme managers, and by supervisors to their own office."))
def can_send_missing_lists(user, place):
    """`place` is an organisation, or an office."""
    if (organisation := getattr(place, "organisation_id", None)) is None:
        return user.has_role(Role.PROGRAMME_MANAGER, organisation=place.pk)
    own = place.pk in user.office_ids(Role.SUPERVISOR)
    return own or user.has_role(Role.PROGRAMME_MANAGER, organisation=organisation)


@rule(_("A list is gone through by whoever it was sent to."))
def can_finish_missing_list(user, missing_list):
    return missing_list.worker_id == user.pk


@rule(_("Only a programme manager of the organisation that holds the award may have its reports made."))
def can_make_reports(user, award):
    return user.has_role(Role.PROGRAMME_MANAGER, organisation=award.organisation_id)


@rule(_("Only a programme manager of the organisation that holds the award may approve its reports."))
def can_approve_report(user, report):
    return user.has_role(Role.PROGRAMME_MANAGER, organisation=report.award.organisation_id)


@rule(_("Only a programme manager of the organisation that holds the award may explain its figures."))
def can_explain_deviation(user, report):
    return user.has_role(Role.PROGRAMME_MANAGER, organisation=report.award.organisation_id)
