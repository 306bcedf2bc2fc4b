from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from cases.models.exploitation import Exploitation
from codebook.fields import CodeField, CodesField
from vault.fields import SealedText
from vault.models import Sealed
from work.dates import Precision
from work.models import Record, known


class RouteStageQuerySet(models.QuerySet):
    def told_to(self, cases):
        """Stages that everybody in the event travelled, and those of these cases' people alone."""
        return self.filter(Q(case=None) | Q(case__in=cases)).order_by("position")


class RouteStage(Sealed, Record):
    """A place on the way of an event, in its order: of everybody in it, or of one person alone (`case`).

    What was alone hers is sealed under her key and read by her team only; what is everybody's, under the
    event's.
    """

    told_with = ("exploitation_id", "case_id")

    exploitation = models.ForeignKey(
        Exploitation, models.PROTECT, related_name="route_stages", editable=False
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="route_stages", editable=False
    )
    # Numbers that only order: stages of several people alone stand between each other, unseen.
    position = models.PositiveIntegerField(editable=False)
    country = CodeField(_("country"), code_list="country", blank=True)
    department = models.CharField(_("department"), max_length=6, blank=True)
    place = SealedText(_("place"), max_length=300, null=True, blank=True)
    transport = CodesField(verbose_name=_("how they came there"), code_list="route_transport", blank=True)
    happened = CodesField(verbose_name=_("what happened there"), code_list="route_event", blank=True)
    began = models.DateField(_("came there"), null=True, blank=True)
    began_precision = models.CharField(max_length=10, choices=Precision, default=Precision.UNKNOWN)
    ended = models.DateField(_("left"), null=True, blank=True)
    ended_precision = models.CharField(max_length=10, choices=Precision, default=Precision.UNKNOWN)

    objects = RouteStageQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            known("began_precision", Precision.values),
            known("ended_precision", Precision.values),
            models.UniqueConstraint(
                fields=["exploitation", "position"],
                name="route_stages_in_order",
                deferrable=Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(department="") | Q(department__regex=r"^[A-Z]{2}-[A-Z0-9]{1,3}$"),
                name="route_stage_department_code",
                violation_error_message=_("Choose the department from the list."),
            ),
        ]

    @property
    def sealing_kind(self):
        return "person" if self.case_id else "exploitation"

    def sealing_subject(self):
        return self.case.person_id if self.case_id else self.exploitation_id

    def locked_after(self):
        cases = (self.case,) if self.case else self.exploitation.locked_after()
        return (*cases, self.exploitation)
