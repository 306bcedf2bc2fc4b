from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import access, rules, second_factor
from accounts.actions.memberships import grant_membership
from accounts.models import User
from audit.actions import record
from work import actions as work
from work.errors import refusal


@transaction.atomic
def invite(
    *,
    by,
    full_name,
    organisation,
    role,
    email=None,
    sign_in_name="",
    office=None,
    language="es",
    once=None,
    **more,
):
    """Make an account with its first role; answers the person and her one-time link's token, told only now.

    Sent again with the same key, it answers the person made before, and no token.
    """
    access.allow(rules.can_manage_organisation, by, organisation)
    tokens = []

    def make():
        person = User(
            full_name=full_name,
            email=email.lower() if email else None,
            sign_in_name=sign_in_name.lower() or _free_name(email or full_name),
            language=language,
        )
        person.set_unusable_password()
        work.create(person, by=by, verb="user.invited", office=office)
        grant_membership(person, by=by, organisation=organisation, office=office, role=role, **more)
        tokens.append(access.make_link(person))
        return person

    person = User.objects.get(pk=work.once(once, by=by, verb="user.invited", make=make))
    return person, next(iter(tokens), None)


def edit_user(person, *, by, full_name, sign_in_name, email, language, version=None):
    """Change how somebody is called, how she signs in, and in which language."""
    access.allow(rules.can_manage_user, by, person)
    changes = {
        "full_name": full_name,
        "sign_in_name": sign_in_name.lower(),
        "email": email.lower() if email else None,
        "language": language,
    }
    return work.write(person, by=by, verb="user.changed", changes=changes, version=version)


@transaction.atomic
def end_access(person, *, by):
    """Close somebody's account: her sessions, tokens and links end now; what she wrote stays."""
    access.lock_lead()
    person = access.locked(person)
    access.allow_managing(by, person)
    if not person.is_active:
        raise refusal(_("Her access has already ended."))
    work.write(person, by=by, verb="user.ended", changes={"is_active": False})
    if access.administers_the_lead(person):
        access.refuse_to_leave_nobody()
    access.end_sessions_and_tokens(person)
    access.close_links(person)
    return person


@transaction.atomic
def restore_access(person, *, by):
    """Let somebody in again, with the password and the second factor she had."""
    person = access.locked(person)
    access.allow_managing(by, person)
    if person.is_active:
        raise refusal(_("She can already sign in."))
    return work.write(person, by=by, verb="user.restored", changes={"is_active": True})


@transaction.atomic
def new_link(person, *, by):
    """Make a new one-time link by which she sets a new password; answers its token, told only now."""
    person = access.locked(person)
    access.allow_managing(by, person)
    if not person.is_active:
        raise refusal(_("Her access has ended. Let her in again first."))
    token = access.make_link(person)
    record("user.link_made", person, by=by)
    return token


@transaction.atomic
def reset_second_factor(person, *, by):
    """Forget a second factor that was lost: she is signed out everywhere and sets up a new one."""
    person = access.locked(person)
    access.allow_managing(by, person)
    if not second_factor.has_second_factor(person):
        raise refusal(_("She has no second factor."))
    second_factor.remove(person)
    access.end_sessions_and_tokens(person)
    record("second_factor.reset", person, by=by)
    return person


def _free_name(text):
    """A sign-in name that nobody has, made of an e-mail address or a name."""
    stem = slugify(text.split("@")[0].replace(".", "-")).replace("-", ".")[:50] or "persona"
    taken = set(User.objects.filter(sign_in_name__startswith=stem).values_list("sign_in_name", flat=True))
    return next(
        name for name in (stem, *(f"{stem}{n}" for n in range(2, len(taken) + 3))) if name not in taken
    )
