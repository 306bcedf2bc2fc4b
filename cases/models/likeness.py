from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from cases.models.access import Level
from cases.models.exclusions import without_shut
from work.door_by_door import Ids, Together, behind, door_by_door
from work.models import Record, known


class LikenessAnswer(models.TextChoices):
    SAME = "same", _("The same person")
    NOT_SAME = "not_same", _("Not the same person")


class LikenessQuerySet(models.QuerySet):
    def waiting(self):
        """Pairs that nobody has looked at yet: possible duplicates not yet examined."""
        return self.filter(answer="", one__joined_with=None, other__joined_with=None)

    def of_person(self, person_id):
        """Pairs in which she is one of the two."""
        return self.filter(Q(one=person_id) | Q(other=person_id))

    def visible_to(self, user):
        """Pairs of whom she helps both, and those of which one has a case in an office she supervises."""
        return behind(self, "pk", self.doors(user))

    def doors(self, user):
        """The ways by which she reaches pairs, each a queryset of them (`work.door_by_door`)."""
        case = self.model._meta.get_field("one").related_model._meta.get_field("cases").related_model
        # Door by door, so that of a few pairs each is looked for by its persons.
        parts = door_by_door(case.objects.visible_to(user, Level.ASSISTANCE).order_by())
        helped = Together([part.values("person") for part in parts])
        pairs, doors = self.model.objects, []
        if supervised := user.office_ids(Role.SUPERVISOR):
            here = without_shut(case.objects.filter(office__in=sorted(supervised)), user, "pk")
            own = Ids(here.order_by().values("person"))
            doors = [pairs.filter(one__in=own), pairs.filter(other__in=own)]
        return [*doors, pairs.filter(one__in=helped, other__in=helped)]


class Likeness(Record):
    """Two people may be one: found by comparing opened names in memory, of which nothing is kept here.

    An answer is kept for the merge; which of the two is the older row says nothing.
    """

    one = models.ForeignKey("cases.Person", models.PROTECT, related_name="+")
    other = models.ForeignKey("cases.Person", models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=10, choices=LikenessAnswer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = LikenessQuerySet.as_manager()

    def cases_of_both(self):
        """All cases of the two."""
        cases = self._meta.get_field("one").related_model._meta.get_field("cases").related_model.objects
        return cases.filter(person__in=[self.one_id, self.other_id]).select_related("office").order_by("pk")

    def other_than(self, person_id):
        """The id of the other one of the two."""
        return self.other_id if self.one_id == person_id else self.one_id

    class Meta:
        constraints = [
            known("answer", LikenessAnswer.values, or_empty=True),
            models.UniqueConstraint(fields=["one", "other"], name="likeness_of_a_pair_once"),
            # The pair is kept in one order, so that it cannot stand here twice the other way round.
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="likeness_pair_in_order"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="likeness_answered_at_a_moment",
            ),
        ]
