from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access, rules, second_factor
from accounts.models import AccessToken, Invitation
from audit.actions import record
from audit.doors import require
from work import actions as work
from work.errors import refusal


@transaction.atomic
def accept_invitation(invitation, *, by, password):
    """Set her own password by a one-time link; the link, and whatever was open before, ends with it."""
    person = access.locked(invitation.user)
    if not Invitation.objects.known_by(bytes(invitation.digest)).exists():
        raise refusal(
            _("This link is not valid any more. Ask your administrator for a new one."), code="link"
        )
    Invitation.objects.filter(pk=invitation.pk).update(used_at=timezone.now())
    access.close_links(person)
    person.set_password(password)
    person.save(update_fields=["password"])
    access.end_sessions_and_tokens(person)
    record("invitation.used", person, by=by or person)
    return person


def refuse_invitation(invitation, *, by):
    """Count a password that was refused; after five the link is closed."""
    Invitation.objects.filter(pk=invitation.pk).update(tries=F("tries") + 1)
    invitation.refresh_from_db(fields=["tries"])
    record("invitation.refused", invitation.user, by=by)


@transaction.atomic
def change_password(user, *, by, password):
    """Set a new password of her own; other sessions and all tokens end."""
    person = access.locked(user)
    person.set_password(password)
    person.save(update_fields=["password"])
    access.end_sessions_and_tokens(person)
    access.close_links(person)
    record("password.changed", person, by=by)
    person.refresh_from_db(fields=["sessions_ended"])
    return person


@transaction.atomic
def edit_own(user, *, by, full_name, email, language):
    """Change her own name, e-mail address and language."""
    changes = {"full_name": full_name, "email": email.lower() if email else None, "language": language}
    return work.write(access.locked(user), by=by, verb="user.changed", changes=changes)


@transaction.atomic
def choose_language(user, *, by, language):
    """Speak another language to her from now on."""
    return work.write(access.locked(user), by=by, verb="user.changed", changes={"language": language})


@transaction.atomic
def set_up_second_factor(user, *, by, secret, moment):
    """Keep her authenticator app and answer her recovery codes, which nobody sees again."""
    person = access.locked(user)
    codes = second_factor.set_up(person, secret, moment)
    record("second_factor.set_up", person, by=by)
    return codes


@transaction.atomic
def renew_recovery_codes(user, *, by):
    """Make new recovery codes and answer them; the old ones open nothing any more."""
    person = access.locked(user)
    if not second_factor.has_second_factor(person):
        raise refusal(_("Set up the second factor first."))
    codes = second_factor.new_recovery_codes(person)
    record("second_factor.codes_renewed", person, by=by)
    return codes


def switch_role(user, *, by, role):
    """Act in another of her roles from now on."""
    if role not in user.roles_held:
        raise refusal(_("You do not have this role."), field="role")
    user.acting_role = role
    record("role.switched", user, by=by, detail=[role])
    return role


@transaction.atomic
def end_token(token, *, by):
    """End a token: the program that uses it has to sign in again."""
    require(rules.can_end_token, by, token)
    token = AccessToken.objects.select_for_update().get(pk=token.pk)
    if token.ended_at is None:
        token.ended_at = timezone.now()
        token.save(update_fields=["ended_at"])
        record("token.ended", token, by=by)
    return token
