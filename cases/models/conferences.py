from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.access import Level
from vault.fields import SealedText
from vault.models import Sealed
from work.door_by_door import behind
from work.models import Record


class Outside(models.TextChoices):
    """Who took part in a case conference from outside: a role, for a name would stay in the clear."""

    HERSELF = "herself", _("The person")
    GUARDIAN = "guardian", _("A guardian, or whoever has custody")
    STATE_GUARDIAN = "state_guardian", _("The State guardian or child protection")
    PROSECUTOR = "prosecutor", _("The prosecutor's office")
    POLICE = "police", _("The police")
    COURT = "court", _("A court")
    CONSULATE = "consulate", _("A consulate")
    HEALTH = "health", _("A health service")
    SCHOOL = "school", _("A school")
    ORGANISATION = "organisation", _("Another organisation")
    INTERPRETER = "interpreter", _("An interpreter")
    OTHER = "other", pgettext_lazy("who took part", "Somebody else")


class ConferenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those about cases that she reads in full."""
        cases = self.model._meta.get_field("case").related_model.objects
        return behind(self, "case", cases.doors(user, Level.FULL))

    def standing(self):
        """Those as they stand: not those that a later one amends."""
        return self.filter(amendment=None)

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("author").prefetch_related("people")


class Conference(Sealed, Record):
    """People met on a day about one case: who, what was said, and what was decided, which are tasks.

    Amended by another row, never overwritten.
    """

    told_with = ("case_id",)
    sealing_kind = "person"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="conferences")
    on = models.DateField(_("date"))
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        blank=True,
        verbose_name=_("who of the programme took part"),
    )
    outside = ArrayField(
        models.CharField(max_length=20, choices=Outside),
        default=list,
        blank=True,
        verbose_name=_("who took part from outside"),
    )
    minutes = SealedText(_("minutes"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    amends = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="amendment", editable=False
    )

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outside__contained_by=Outside.values), name="conference_outside_known"
            ),
            models.CheckConstraint(condition=~Q(amends=F("id")), name="conference_amends_another"),
        ]
        indexes = [models.Index(fields=["case", "-on"], name="conference_of_case")]

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)

    @property
    def outside_in_words(self):
        """Who took part from outside, in words."""
        return [str(Outside(code).label) for code in self.outside]
