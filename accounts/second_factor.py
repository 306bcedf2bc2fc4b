"""The second factor: codes of an authenticator app, and recovery codes for when it is lost."""

import time

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.core import signing
from django.db import transaction
from django.utils import timezone

from audit.actions import record
from vault import envelope
from vault.errors import SealBroken
from vault.keyring import IDENTITY
from vault.keys import Subject, data_key

PERIOD = 30
# A phone's clock may be half a minute wrong in either direction.
AROUND = (-1, 0, 1)
TOTP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES
PENDING, REPLACING = "second_factor_pending", "second_factor_replacing"


def has_second_factor(user):
    """Whether she has an authenticator app."""
    return Authenticator.objects.filter(user=user, type=TOTP).exists()


@transaction.atomic
def opens(user, code):
    """True when this code is hers, now: one of her app that was not used before, or an unused recovery code.

    A used code never opens again: the row is locked, and the moment of the last one is kept with the secret.
    """
    factors = Authenticator.objects.select_for_update().filter(user=user, type__in=[TOTP, RECOVERY])
    try:
        return any(_accepts(factor, "".join(code.split())) for factor in factors.order_by("-type"))
    except SealBroken:
        record("second_factor.not_opened", user, organisation=user.organisation_in_use)
        return False


def _accepts(factor, code):
    accepted = (
        _accepts_totp(factor, code) if factor.type == TOTP else RecoveryCodes(factor).validate_code(code)
    )
    if accepted:
        Authenticator.objects.filter(pk=factor.pk).update(last_used_at=timezone.now())
    return accepted


def _accepts_totp(factor, code):
    moment = moment_of(factor.data["secret"], code, after=factor.data["used"])
    if moment is None:
        return False
    factor.data = factor.data | {"used": moment}
    factor.save(update_fields=["data"])
    return True


def now():
    """Seconds by the server's clock."""
    return int(time.time())


def moment_of(secret, code, after=0):
    """The half minute that the code belongs to; None when it is none of now, or was used."""
    at = now() // PERIOD
    return next(
        (
            at + step
            for step in AROUND
            if at + step > after
            and compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, at + step)))
        ),
        None,
    )


def pending_secret(session, user):
    """The secret of an app that is being set up; it waits sealed in the session for the first code."""
    key, place = data_key(Subject("user", user.pk), IDENTITY, make=True), f"v1:session:{PENDING}:{user.pk}"
    if PENDING not in session:
        kept = envelope.seal(key, generate_totp_secret().encode(), place)
        session[PENDING] = signing.b64_encode(kept).decode()
    return envelope.unseal(key, signing.b64_decode(session[PENDING].encode()), place).decode()


def begin_replacing(session):
    """Somebody who has an app, and proved it, sets up another one."""
    session[REPLACING] = True


def replacing(session):
    """Whether she may set up an app although she has one."""
    return session.get(REPLACING, False)


def set_up_done(session):
    """Forget what waited in the session."""
    session.pop(PENDING, None)
    session.pop(REPLACING, None)


def picture(user, secret):
    """The secret as a QR code (SVG) that an authenticator app reads."""
    adapter = get_adapter()
    return adapter.build_totp_svg(adapter.build_totp_url(user, secret))


def set_up(user, secret, moment):
    """Keep the secret of a new app; answers new recovery codes, which are never shown again."""
    Authenticator.objects.filter(user=user, type=TOTP).delete()
    Authenticator.objects.create(user=user, type=TOTP, data={"secret": secret, "used": moment})
    return new_recovery_codes(user)


def new_recovery_codes(user):
    """Make recovery codes in the place of the old ones."""
    Authenticator.objects.filter(user=user, type=RECOVERY).delete()
    return RecoveryCodes.activate(user).generate_codes()


def recovery_codes_left(user):
    """How many recovery codes she has not used."""
    factor = Authenticator.objects.filter(user=user, type=RECOVERY).first()
    return len(RecoveryCodes(factor).get_unused_codes()) if factor else 0


def remove(user):
    """Forget everything of her second factor."""
    Authenticator.objects.filter(user=user).delete()
