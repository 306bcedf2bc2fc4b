"""The one way in: a password or a code, from the page or the API, is checked and counted here alike."""

from enum import Enum

from django.contrib.auth import authenticate

from accounts import lockout, second_factor
from accounts.models import User
from audit.actions import record


class Refusal(Enum):
    """Why somebody was not let in; the person is told no more than whether to wait."""

    WRONG = "wrong"
    LOCKED = "locked"


def try_password(request, typed, password, *, through):
    """The person whose password this is, or the Refusal."""
    person = User.objects.signing_in_as(typed).first()
    name = person.sign_in_name if person else typed
    with lockout.one_at_a_time(typed):
        if lockout.is_flooded(request) or lockout.is_locked(request, typed):
            return _refused(request, "sign_in", person, through, Refusal.LOCKED)
        attempt = lockout.attempt_of(request)
        user = authenticate(attempt, username=name, password=password)
        if user and user.memberships_in_force:
            return user
        locking = lockout.count(request, typed) if user else attempt.axes_locked_out
        return _refused(request, "sign_in", person, through, Refusal.WRONG, locking=locking)


def try_code(request, user, code, *, through):
    """None when the code of her second factor is right, or the Refusal; bad codes count as passwords do."""
    name = user.sign_in_name
    with lockout.one_at_a_time(name):
        if lockout.is_flooded(request) or lockout.is_locked(request, name):
            return _refused(request, "second_factor", user, through, Refusal.LOCKED)
        if second_factor.opens(user, code):
            return None
        locking = lockout.count(request, name)
        return _refused(request, "second_factor", user, through, Refusal.WRONG, locking=locking)


def confirm(request, user, proof, *, through="page"):
    """None when somebody who is signed in proves once more who she is, or the Refusal.

    Proof is a code; where nobody has a second factor, in the demo, it is the password.
    """
    if second_factor.has_second_factor(user):
        return try_code(request, user, proof, through=through)
    outcome = try_password(request, user.sign_in_name, proof, through=through)
    return outcome if isinstance(outcome, Refusal) else None


def _refused(request, what, person, through, refusal, *, locking=False):
    lockout.count_address(request)
    subjects = [person] if person else []
    # Asked of nobody too, so that the answer takes as long where there is no such account.
    whose = (person or User()).organisation_in_use
    record(f"{what}.failed", *subjects, organisation=whose, detail=[through, refusal.value])
    if locking:
        record("sign_in.locked", *subjects, organisation=whose, detail=[through])
        return Refusal.LOCKED
    return refusal
