from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, Max
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

READER = "data_protection"


class EventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For those who protect data: what was done for, or in the offices of, their organisations.

        What belongs to no one organisation, such as sign-ins under unknown names, goes to the leading one.
        """
        if user.leads(READER):
            return self
        return self.filter(organisation__in=user.organisation_ids(READER))

    def about(self, subject):
        """Events in which this record took part."""
        return self.filter(subjects__contains=[subject])

    def by_actor(self):
        """Of each person how many events there are and when the last was, the latest first."""
        found = self.order_by().values("actor").annotate(times=Count("id"), last=Max("at"))
        return found.order_by("-last", "actor")


class Event(models.Model):
    """Somebody did something to some records, at a moment: codes and ids only, never words about a person.

    There are no foreign keys, so that the trail never blocks a deletion nor follows one; the database
    refuses UPDATE, DELETE and TRUNCATE by trigger.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("when"), db_default=Now())
    actor = models.UUIDField(_("who"), null=True)
    role = models.CharField(_("role"), max_length=30, blank=True)
    verb = models.CharField(_("what"), max_length=60)
    kind = models.CharField(_("kind of record"), max_length=60, blank=True)
    subjects = ArrayField(models.UUIDField(), default=list, verbose_name=_("records"))
    office = models.UUIDField(_("office"), null=True)
    # Whose event it was when it happened: people and offices move on, and what was seen must not move along.
    organisation = models.UUIDField(_("organisation"), null=True)
    request_id = models.UUIDField(_("request"), null=True)
    detail = ArrayField(models.CharField(max_length=80), default=list, verbose_name=_("codes"))

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            GinIndex(fields=["subjects"], name="event_subjects"),
            models.Index(fields=["-at", "-id"], name="event_at"),
            models.Index(fields=["actor", "-at"], name="event_actor"),
            models.Index(fields=["verb", "-at"], name="event_verb"),
            models.Index(fields=["organisation", "-id"], name="event_organisation"),
        ]
