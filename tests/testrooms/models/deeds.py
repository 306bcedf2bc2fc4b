from django.db import models

from programmes.models import Charged
from work.models import Record


class Deed(Charged, Record):
    """Work that is charged by its date, as services, stays and sessions are."""

    on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta(Charged.Meta):
        abstract = False
        indexes = [models.Index(fields=["component", "on"], name="deed_charged")]
