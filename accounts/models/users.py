from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models.acting import Acting
from accounts.roles import Role
from work.models import Record, known


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """People with a membership, past or present, in organisations whose accounts she manages."""
        if user.leads(Role.ADMINISTRATOR):
            return self
        organisations = user.organisation_ids(Role.ADMINISTRATOR)
        return self.filter(
            pk__in=self.model._meta.get_field("memberships")
            .related_model.objects.filter(organisation__in=organisations)
            .values("user")
        )

    def named_like(self, text):
        """Whose name, sign-in name or e-mail address holds these letters."""
        holds = Q(full_name__icontains=text) | Q(sign_in_name__icontains=text) | Q(email__icontains=text)
        return self.filter(holds)

    def working(self, **where):
        """Who works today in this office or in this role (`office=`, `role=`)."""
        memberships = self.model._meta.get_field("memberships").related_model.objects
        return self.filter(pk__in=memberships.in_force().filter(**where).values("user"))

    def of_organisations(self, organisations):
        """Who works or ever worked in one of these organisations (their ids)."""
        memberships = self.model._meta.get_field("memberships").related_model.objects
        return self.filter(pk__in=memberships.filter(organisation__in=organisations).values("user"))

    def of_offices(self, offices):
        """Who works or ever worked in one of these offices (their ids)."""
        memberships = self.model._meta.get_field("memberships").related_model.objects
        return self.filter(pk__in=memberships.filter(office__in=sorted(offices)).values("user"))

    def in_state(self, state):
        """Who may sign in (`active`), has set no password yet (`waiting`), or may not any more (`ended`)."""
        without_password = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        states = {
            "active": Q(is_active=True) & ~without_password,
            "waiting": Q(is_active=True) & without_password,
            "ended": Q(is_active=False),
        }
        return self.filter(states[state])

    def signing_in_as(self, typed):
        """Who signs in by this name or e-mail address."""
        typed = typed.strip().lower()
        return self.filter(Q(sign_in_name=typed) | Q(email=typed))


class User(Acting, Record, AbstractBaseUser):
    """Somebody who signs in. What she may do follows from her memberships in force, asked as `has_role`."""

    sign_in_name = models.CharField(_("sign-in name"), max_length=60)
    email = models.EmailField(_("e-mail"), null=True, blank=True)
    full_name = models.CharField(_("full name"), max_length=120)
    language = models.CharField(
        _("language"), max_length=2, default="es", choices=[("es", _("Spanish")), ("en", _("English"))]
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    # Raised to end all sessions of this person at once; they are signed with it.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = BaseUserManager.from_queryset(UserQuerySet)()

    class Meta:
        ordering = ["full_name", "id"]
        constraints = [
            known("language", ["es", "en"]),
            models.UniqueConstraint(
                fields=["sign_in_name"],
                name="sign_in_name_once",
                violation_error_message=_("Somebody else has this sign-in name. Choose another."),
            ),
            models.UniqueConstraint(
                fields=["email"],
                name="email_once",
                violation_error_message=_("Somebody else has this e-mail address."),
            ),
            models.CheckConstraint(
                condition=Q(sign_in_name=Lower("sign_in_name"), sign_in_name__regex=r"^[a-z0-9._+-]+$"),
                name="sign_in_name_plain",
                violation_error_message=_(
                    "A sign-in name has small letters, digits and . _ + - only; no “@”."
                ),
            ),
            models.CheckConstraint(
                condition=Q(email=None) | Q(email=Lower("email")),
                name="email_lower_case",
                violation_error_message=_("Write the e-mail address in small letters."),
            ),
        ]

    def __str__(self):
        return self.full_name

    def _get_session_auth_hash(self, secret=None):
        signed = f"{self.password}{self.sessions_ended}"
        return salted_hmac("accounts.User.session", signed, secret=secret, algorithm="sha256").hexdigest()

    @property
    def state(self):
        """As `in_state` names it."""
        if not self.is_active:
            return "ended"
        return "active" if self.has_usable_password() else "waiting"
