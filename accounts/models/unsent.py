from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.users import User
from vault.fields import SealedJSON, SealedText
from vault.models import Sealed
from work.models import Record

KEPT_FOR = timedelta(hours=24)


class UnsentTextQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Her own, as long as they are kept."""
        return self.filter(user=user, created_at__gt=timezone.now() - KEPT_FOR)

    def outdated(self):
        """Those that nobody came back for."""
        return self.filter(created_at__lte=timezone.now() - KEPT_FOR)


class UnsentText(Sealed, Record):
    """What somebody had written when her session ended, sealed for her alone until she sends it again."""

    sealing_kind = "user"

    user = models.ForeignKey(User, models.CASCADE, related_name="unsent_texts", verbose_name=_("user"))
    path = SealedText(max_length=500)
    typed = SealedJSON()

    objects = UnsentTextQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "created_at"], name="unsent_text_of_user")]

    def sealing_subject(self):
        return self.user_id
