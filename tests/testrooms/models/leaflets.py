import uuid

from django.db import models

from vault.fields import SealedText
from vault.models import Sealed
from work.models import Record


class Leaflet(Record):
    """A plain record that people edit."""

    title = models.CharField(max_length=40)
    copies = models.PositiveIntegerField(default=0)
    printed_on = models.DateField(null=True, blank=True)
    price = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["title"],
                name="leaflet_title_once",
                violation_error_message="Another leaflet has this title.",
            ),
            models.CheckConstraint(
                condition=models.Q(copies=0) | models.Q(printed_on__isnull=False),
                name="leaflet_copies_are_printed",
                violation_error_message="Say when the copies were printed.",
            ),
        ]


class Story(Sealed, Record):
    """A record of a person, sealed with her key in both rings."""

    sealing_kind = "person"

    person = models.UUIDField(default=uuid.uuid4)
    told_on = models.DateField(null=True, blank=True)
    text = SealedText(blank=True, default="")
    hiding_place = SealedText(ring="secret", null=True, blank=True)

    def sealing_subject(self):
        return self.person


class Mark(models.Model):
    """One row for each time an effect happened, so that twice would be seen."""

    job = models.IntegerField()
