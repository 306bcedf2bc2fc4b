import uuid
from datetime import timedelta

from django.core import checks
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now
from django.utils import timezone

from vault.keyring import IDENTITY, SECRET
from vault.values import handed_over_unopened

# So long a change of a name is kept for whoever follows; who slept longer reads all names anew.
FOLLOWED_WITHIN = timedelta(days=2)


class ThisTransaction(Func):
    """The number of the transaction in hand, which never comes again in this data base."""

    template = "(pg_current_xact_id()::text)::bigint"
    output_field = models.BigIntegerField()
    arity = 0


class SubjectKey(models.Model):
    """The data key of one subject in one ring, wrapped by a key of that ring.

    A destroyed key leaves an empty row: nothing can be put in its place, so nothing can be sealed again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    ring = models.CharField(max_length=10)
    key_id = models.CharField(max_length=16, blank=True)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "ring"], name="one_key_of_a_subject_in_a_ring"
            ),
            models.CheckConstraint(condition=Q(ring__in=[IDENTITY, SECRET]), name="subject_key_ring_known"),
            models.CheckConstraint(
                condition=Q(key_id="", wrapped=b"") | ~Q(key_id="") & ~Q(wrapped=b""),
                name="subject_key_whole_or_destroyed",
            ),
        ]
        indexes = [models.Index(fields=["ring", "key_id"], name="subject_key_rotation")]

    @property
    def destroyed(self):
        return not self.wrapped


class ErasedSubject(models.Model):
    """A subject whose keys were destroyed: the list that a restored backup is made to follow."""

    kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="subject_erased_once")]


class NameChangeQuerySet(models.QuerySet):
    def outdated(self):
        """Changes that whoever holds names in memory has followed, or will never follow: it begins anew."""
        return self.filter(at__lt=timezone.now() - FOLLOWED_WITHIN)


class NameChange(models.Model):
    """Somebody is called otherwise, or is to be found by name no more: an index in memory looks again.

    The transaction is kept, since a row that is seen late may bear an earlier number: whoever follows goes on
    from the oldest transaction that still wrote. Written by triggers of the tables that keep names.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    transaction = models.BigIntegerField(db_default=ThisTransaction())

    objects = NameChangeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["transaction"], name="name_change_followed"),
            models.Index(fields=["at"], name="name_change_outdated"),
        ]


class Sealed(models.Model):
    """A row with sealed fields: it names the subject whose key seals them."""

    sealing_kind = None

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save the row, and with a field the exact look-ups that are made of it."""
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = self._with_lookups(set(kwargs["update_fields"]))
        super().save(*args, **kwargs)

    def sealing_subject(self):
        """The id of the subject whose key seals this row."""
        return self.pk

    def sealing_row(self):
        """The id that sealed values of this row are bound to; a table whose key is counted gives another."""
        return self.pk

    def refresh_from_db(self, *args, **kwargs):
        """Load the row again; what is sealed is opened when it is read."""
        with handed_over_unopened():
            super().refresh_from_db(*args, **kwargs)

    def validate_constraints(self, *args, **kwargs):
        """Check the constraints; what is sealed stays so, they ask only whether it is there."""
        with handed_over_unopened():
            super().validate_constraints(*args, **kwargs)

    def _with_lookups(self, names):
        return names | {
            field.name for field in self._meta.concrete_fields if getattr(field, "of", None) in names
        }

    @classmethod
    def check(cls, **kwargs):
        """Refuse to start with a model whose rows nobody could open."""
        problems = super().check(**kwargs)
        if cls.sealing_kind is None:
            problems.append(
                checks.Error(
                    f"{cls.__name__} does not say whose key seals it.",
                    hint="Set sealing_kind.",
                    obj=cls,
                    id="vault.E001",
                )
            )
        own_row = cls.sealing_row is not Sealed.sealing_row
        if not own_row and not isinstance(cls._meta.pk, models.UUIDField):
            problems.append(
                checks.Error(
                    f"{cls.__name__} is sealed and its key is no UUID made before saving.",
                    obj=cls,
                    id="vault.E002",
                )
            )
        return problems
