from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from work.models import Record


class AccessTokenQuerySet(models.QuerySet):
    def in_force(self):
        """Tokens that still open the API."""
        return self.filter(ended_at=None, expires_at__gt=timezone.now(), user__is_active=True)

    def visible_to(self, user):
        """Her own."""
        return self.filter(user=user)


class AccessToken(Record):
    """Opens the API for one person in one role until it expires; only its digest is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="access_tokens")
    digest = models.BinaryField(max_length=32, unique=True)
    acting_role = models.CharField(_("role"), max_length=30, blank=True)
    expires_at = models.DateTimeField(_("expires"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = AccessTokenQuerySet.as_manager()
