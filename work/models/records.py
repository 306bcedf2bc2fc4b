import uuid

from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _


class Record(models.Model):
    """A row that people edit: its key is made here, its version is raised by `work.actions.write` alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    # Attributes that hold the ids of records in whose history a change of this one stands too.
    told_with = ()

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field):  # noqa: N802 (Django's name)
        """What the chosen value is called. Django translates every choice to say one of them."""
        words = dict(field.flatchoices)
        value = getattr(self, field.attname)
        return force_str(words.get(value, value), strings_only=True)

    @property
    def told_of(self):
        """Ids of the other records that a change of this one tells of, as the trail keeps them."""
        return [key for key in (getattr(self, name) for name in self.told_with) if key]

    def locked_after(self):
        """Records that are locked before this one wherever both are, so that nobody waits in a circle."""
        return ()
