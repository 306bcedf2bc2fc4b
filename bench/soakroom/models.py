import uuid

from django.db import models
from django.db.models import Count, Exists, OuterRef


class AskedQuerySet(models.QuerySet):
    def lost(self):
        """Asked for and committed, but never done."""
        done = Done.objects.filter(story=OuterRef("story"), job=OuterRef("job"))
        return self.filter(~Exists(done))


class Asked(models.Model):
    """A piece of work that a page promised; committed together with its outbox row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    story = models.CharField(max_length=20)
    job = models.IntegerField()

    objects = AskedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "job"], name="asked_once")]


class DoneQuerySet(models.QuerySet):
    def twice(self):
        """Jobs that were done more than once."""
        return self.values("story", "job").annotate(times=Count("id")).filter(times__gt=1)


class Done(models.Model):
    """One row for each time a job was done; nothing keeps a job from having two."""

    story = models.CharField(max_length=20)
    job = models.IntegerField()

    objects = DoneQuerySet.as_manager()
