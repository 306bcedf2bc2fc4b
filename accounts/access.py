"""What ends or opens somebody's access, shared by the actions; each is called inside their transaction."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rules
from accounts.models import AccessToken, Invitation, Membership, Organisation, User
from accounts.roles import Role
from accounts.tokens import digest_of
from audit.doors import require
from work.errors import refusal

LEAD_ADMINISTRATOR = {"organisation__is_lead": True, "role": Role.ADMINISTRATOR}


def allow(rule, by, thing):
    """Ask the rule, unless the command is given at the server itself, where nobody is signed in."""
    if by is not None:
        require(rule, by, thing)


def allow_managing(by, person):
    """Ask whether she manages this person's access, each reason in its own words."""
    allow(rules.can_manage_user, by, person)
    allow(rules.can_manage_access, by, person)


def locked(person):
    """Her row, locked: whatever changes what she may do waits here for each other."""
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def end_sessions_and_tokens(person):
    """Sign her out everywhere, at the next request of each session and program."""
    User.objects.filter(pk=person.pk).update(sessions_ended=F("sessions_ended") + 1)
    AccessToken.objects.in_force().filter(user=person).update(ended_at=timezone.now())


def close_links(person):
    """Make her open links useless."""
    Invitation.objects.open().filter(user=person).update(closed_at=timezone.now())


def make_link(person):
    """A new one-time link in the place of the open ones; answers its token, which is kept nowhere."""
    close_links(person)
    return add_link(person)


def add_link(person):
    """One more one-time link, beside those that are open: the first that is used closes the others."""
    token = secrets.token_urlsafe(32)
    expires = timezone.now() + timedelta(hours=settings.INVITATION_HOURS)
    Invitation.objects.create(user=person, digest=digest_of(token), expires_at=expires)
    return token


def lock_lead():
    """Wait for whoever else is changing who administers the installation."""
    return list(Organisation.objects.select_for_update(no_key=True).filter(is_lead=True))


def refuse_to_leave_nobody():
    """Refuse when, after what was just written, nobody would be left who administers the installation."""
    able = User.objects.in_state("active")
    staying = Membership.objects.in_force().filter(**LEAD_ADMINISTRATOR, until=None, user__in=able)
    if not staying.exists():
        raise refusal(
            _(
                "She is the last administrator of the leading organisation who can sign in. "
                "Make somebody else administrator first."
            ),
            code="last_administrator",
        )


def administers_the_lead(person):
    """Whether the installation may depend on her."""
    return person.memberships.in_force_or_later().filter(**LEAD_ADMINISTRATOR).exists()
