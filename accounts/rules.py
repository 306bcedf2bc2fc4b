"""Who may do what with people, offices and organisations."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from audit.doors import rule


@rule(_("Only an administrator of the leading organisation may do this."))
def can_create_organisation(user, thing=None):
    return user.leads(Role.ADMINISTRATOR)


@rule(_("Only an administrator of this organisation, or of the leading one, may do this."))
def can_manage_organisation(user, organisation):
    return user.leads(Role.ADMINISTRATOR) or user.has_role(Role.ADMINISTRATOR, organisation=organisation)


@rule(_("Only an administrator of the office's organisation, or of the leading one, may do this."))
def can_manage_office(user, office):
    return can_manage_organisation(user, office.organisation_id)


@rule(_("Only an administrator of the organisation, or of the leading one, may do this."))
def can_manage_membership(user, membership):
    return can_manage_organisation(user, membership.organisation_id)


@rule(_("She works in another organisation too: only an administrator of both, or of the leading one, may."))
def can_manage_user(user, person):
    if user.leads(Role.ADMINISTRATOR):
        return True
    places = {membership.organisation_id for membership in person.memberships.in_force_or_later()}
    places = places or set(person.memberships.values_list("organisation_id", flat=True))
    return bool(places) and places <= user.organisation_ids(Role.ADMINISTRATOR)


@rule(_("Somebody else has to do this for you: nobody manages her own access."))
def can_change_roles(user, person):
    return user.pk != person.pk


@rule(can_change_roles.refusal)
def can_manage_access(user, person):
    return can_change_roles(user, person) and can_manage_user(user, person)


@rule(_("Only the outside reviewer of this office may answer, and never to a decision of her own."))
def can_review(user, decision):
    return user.pk != decision.decided_by_id and user.has_role(
        Role.REVIEWER, organisation=decision.office.organisation_id, office=decision.office_id
    )


@rule(_("This token belongs to somebody else."))
def can_end_token(user, token):
    return token.user_id == user.pk
