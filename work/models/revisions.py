import base64
import datetime
import uuid

from django.db import models
from django.db.models.functions import Now

from vault.fields import SealedBytes, SealedJSON
from vault.keyring import SECRET
from vault.models import Sealed


class RevisionQuerySet(models.QuerySet):
    def of(self, row):
        """What this record was before each of its changes, the latest first."""
        return self.filter(table=row._meta.label_lower, row=row.pk).order_by("-version")

    def of_rows(self, rows):
        """What these records of one table were before each of their changes."""
        return self.filter(table=rows[0]._meta.label_lower, row__in=[row.pk for row in rows])


class Revision(Sealed, models.Model):
    """The values that one change replaced, sealed under the key of the record's subject.

    Rows are only added: the database refuses UPDATE, DELETE and TRUNCATE by trigger. Destroying the subject's
    key erases them with everything else of it. Values of the second ring stay in the second ring.
    """

    id = models.BigAutoField(primary_key=True)
    table = models.CharField(max_length=60)
    row = models.UUIDField()
    version = models.PositiveIntegerField()
    at = models.DateTimeField(db_default=Now())
    by = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    sealing_kind = models.CharField(max_length=20)
    sealed_for = models.UUIDField()
    values = SealedJSON()
    secrets = SealedJSON(null=True, ring=SECRET)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "row", "version"], name="revision_once")]

    def sealing_subject(self):
        return self.sealed_for

    def sealing_row(self):
        return uuid.uuid5(self.row, str(self.version))

    def read(self, model):
        """The replaced values by field, as the model would hold them."""
        kept = {**self.values, **(self.secrets or {})}
        return {name: _restored(model._meta.get_field(name), value) for name, value in kept.items()}


def revision_of(row, before, *, by, verb):
    """The revision that keeps these values of a record: `before` holds them by field."""
    secret = {field for field in before if getattr(field, "ring", None) == SECRET}
    kept = {field: _kept(value) for field, value in before.items()}
    return Revision(
        table=row._meta.label_lower,
        row=row.pk,
        version=row.version,
        by=getattr(by, "pk", by),
        verb=verb,
        sealing_kind=getattr(row, "sealing_kind", None) or "record",
        sealed_for=row.sealing_subject() if isinstance(row, Sealed) else row.pk,
        values={field.name: value for field, value in kept.items() if field not in secret},
        secrets={field.name: value for field, value in kept.items() if field in secret} or None,
    )


def _kept(value):
    """A value as JSON holds it; moments to the microsecond, bytes in base64."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes | memoryview) else value


def _restored(field, value):
    """The value as the field holds it."""
    if value is not None and isinstance(field, SealedBytes | models.BinaryField):
        return base64.b64decode(value)
    return field.to_python(value)
