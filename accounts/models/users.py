from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, clash
from work.models import Record


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


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username):
        return self.get(sign_in_name=username)


class User(Record, AbstractBaseUser):
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
    objects = UserManager()

    # Chosen at the start of a request where one person holds roles that may not be used together.
    acting_role = ""

    class Meta:
        ordering = ["full_name", "id"]
        constraints = [
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

    @cached_property
    def memberships_in_force(self):
        """Read once for each user object, that is, once a request."""
        return list(self.memberships.in_force().select_related("office", "organisation"))

    @property
    def roles_held(self):
        return {membership.role for membership in self.memberships_in_force}

    @property
    def roles_clash(self):
        """True when she holds roles that may not be used together, as in a small office."""
        return clash(self.roles_held) is not None

    @property
    def must_choose_a_role(self):
        """True while she holds roles that may not be used together and has not said which one she acts in."""
        return self.roles_clash and self.acting_role not in self.roles_held

    @property
    def acting_memberships(self):
        """The memberships that count now; none before she has chosen where she must."""
        if not self.is_active or self.must_choose_a_role:
            return []
        in_force = self.memberships_in_force
        return [m for m in in_force if m.role == self.acting_role] if self.acting_role else in_force

    @property
    def role_in_use(self):
        """Role codes for the trail."""
        return "+".join(sorted({membership.role for membership in self.acting_memberships}))[:30]

    def _acting(self, roles, organisation=None, office=None):
        return [
            membership
            for membership in self.acting_memberships
            if (not roles or membership.role in roles)
            and (
                organisation is None
                or membership.organisation_id == getattr(organisation, "pk", organisation)
            )
            and (office is None or membership.office_id in (None, getattr(office, "pk", office)))
        ]

    def has_role(self, *roles, organisation=None, office=None):
        """Does she act in one of these roles (in this organisation; in this office, or all of its own)?"""
        return bool(self._acting(roles, organisation, office))

    def organisation_ids(self, *roles):
        """Ids of the organisations in which she acts (in one of these roles)."""
        return {membership.organisation_id for membership in self._acting(roles)}

    def office_ids(self, *roles):
        """Ids of the offices in which she acts (in one of these roles)."""
        return {membership.office_id for membership in self._acting(roles) if membership.office_id}

    def colleagues(self, *roles):
        """Ids, as a subquery, of all who ever worked in the organisations where she acts in these roles."""
        memberships = type(self)._meta.get_field("memberships").related_model.objects
        return memberships.filter(organisation__in=self.organisation_ids(*roles)).values("user")

    def offices_of_organisations(self, *roles):
        """Ids, as a subquery, of all offices of the organisations in which she acts in these roles."""
        memberships = type(self)._meta.get_field("memberships").related_model
        offices = memberships._meta.get_field("office").related_model.objects
        return offices.filter(organisation__in=self.organisation_ids(*roles)).values("pk")

    def leads(self, *roles):
        """Does she act in one of these roles in the lead organisation?"""
        return any(membership.organisation.is_lead for membership in self._acting(roles))
