import uuid

from django.db import models

from vault.fields import LookupField, SealedBytes, SealedDate, SealedJSON, SealedText
from vault.lookup import normal_document, normal_phone
from vault.models import Sealed


class Contact(Sealed):
    """How a person is reached: sealed with her key, in every kind of field and both rings."""

    sealing_kind = "person"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.UUIDField(default=uuid.uuid4)
    language = models.CharField(max_length=2, default="es")
    name = SealedText(max_length=80)
    note = SealedText(null=True, blank=True)
    born = SealedDate(null=True, blank=True)
    answers = SealedJSON(null=True, blank=True)
    photo = SealedBytes(null=True, blank=True)
    hiding_place = SealedText(ring="secret", null=True, blank=True)
    phone = SealedText(null=True, blank=True, max_length=30)
    phone_lookup = LookupField(of="phone", normalise=normal_phone)
    document = SealedText(null=True, blank=True, max_length=30)
    document_lookup = LookupField(of="document", normalise=normal_document)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(note__isnull=True) | models.Q(name__isnull=False), name="note_has_a_name"
            )
        ]

    def sealing_subject(self):
        return self.person


class Shelter(Sealed):
    """A row that is its own subject."""

    sealing_kind = "shelter"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    address = SealedText(ring="secret")
