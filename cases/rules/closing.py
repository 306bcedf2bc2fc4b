"""Complaints, and how long what is closed is kept."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from audit.doors import rule
from cases.models import (
    Complaint,
)
from cases.reading import supervises


@rule(_("Who receives complaints is named by administrators; they read none of them."))
def can_name_receivers(user, office):
    return user.leads(Role.ADMINISTRATOR) or user.has_role(
        Role.ADMINISTRATOR, organisation=office.organisation_id
    )


@rule(_("A complaint is handed in about an office of an organisation in which one works."))
def can_write_complaint(user, office):
    return office.pk in user.offices_within()


@rule(_("Complaints are followed by those who were named for it, and never by whom they concern."))
def can_follow_complaint(user, complaint):
    return Complaint.objects.visible_to(user).filter(pk=complaint.pk).exists()


@rule(_("Supervisors of the office, and whoever protects the data, say that a closed case is kept longer."))
def can_keep_longer(user, case):
    return supervises(user, case) or can_hold(user, case)


@rule(_("Holds are placed and lifted by whoever protects the data of the organisation."))
def can_hold(user, case):
    return user.has_role(Role.DATA_PROTECTION, organisation=case.office.organisation_id)


@rule(_("For how long things are kept is said by whoever protects the data, and by administrators."))
def can_set_retention_period(user, organisation):
    return user.has_role(Role.DATA_PROTECTION, Role.ADMINISTRATOR, organisation=organisation)
