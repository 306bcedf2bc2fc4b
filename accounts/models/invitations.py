from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models.users import User
from work.models import Record


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Links that may still be used."""
        return self.filter(
            used_at=None, closed_at=None, expires_at__gt=timezone.now(), tries__lt=settings.INVITATION_TRIES
        )

    def known_by(self, digest):
        """The link that this digest was kept of, if it may still be used."""
        return self.open().filter(digest=digest, user__is_active=True)


class Invitation(Record):
    """A link, used once, by which somebody sets her own password; only its digest is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="invitation_expires_after_it_was_made"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(closed_at=None), name="invitation_used_or_closed"
            ),
        ]

    @property
    def tries_left(self):
        return max(0, settings.INVITATION_TRIES - self.tries)
