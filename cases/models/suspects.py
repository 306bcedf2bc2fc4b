from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.exploitation import Exploitation
from cases.models.risk import withdrawn_with_reason
from codebook.fields import CodeField, CodesField
from vault.fields import SealedText
from vault.models import Sealed
from work.models import Record, known


class ToHer(models.TextChoices):
    """Is a suspect a danger to one person?"""

    UNKNOWN = "unknown", pgettext_lazy("danger by a suspect", "Not known")
    NO = "no", pgettext_lazy("danger by a suspect", "None that is known")
    POSSIBLE = "possible", pgettext_lazy("danger by a suspect", "Possible")
    YES = "yes", pgettext_lazy("danger by a suspect", "Has threatened or looks for the person or the family")


class KnownTo(models.TextChoices):
    """Do the authorities know of a suspect?"""

    UNKNOWN = "unknown", pgettext_lazy("known to the authorities", "Not known")
    NO = "no", pgettext_lazy("known to the authorities", "No")
    YES = "yes", pgettext_lazy("known to the authorities", "Yes")


class Suspect(Sealed, Record):
    """Somebody who is thought to have done it: who that is, sealed under a key of its own.

    A suspect is no person of any case: no list, no search, no likeness and no figure reads this table. It is
    read through an event in which it stands, by `SuspectInEvent.objects.read_by`, and nowhere else.
    """

    sealing_kind = "suspect"

    names = SealedText(_("names"), max_length=300, null=True, blank=True)
    aliases = SealedText(_("other names, nicknames"), max_length=300, null=True, blank=True)
    telephones = SealedText(_("telephones"), max_length=200, null=True, blank=True)
    description = SealedText(_("description"), null=True, blank=True)
    ties = SealedText(_("groups, businesses, vehicles, pages"), null=True, blank=True)


class SuspectInEventQuerySet(models.QuerySet):
    def standing(self):
        """Those that hold: not those that were put to an event by mistake."""
        return self.filter(withdrawn_at=None)

    def read_by(self, user):
        """Those of events that she reads; in which other events a suspect stands is told nowhere."""
        return self.standing().filter(exploitation__in=Exploitation.objects.read_by(user).values("pk"))


class SuspectInEvent(Sealed, Record):
    """A suspect in one event, under a number; what is known of that is sealed under the event's key."""

    sealing_kind = "exploitation"
    told_with = ("suspect_id",)

    suspect = models.ForeignKey(Suspect, models.PROTECT, related_name="events", editable=False)
    exploitation = models.ForeignKey(Exploitation, models.PROTECT, related_name="suspects", editable=False)
    # Tells two recruiters apart; given once and never to another.
    number = models.PositiveSmallIntegerField(editable=False)
    roles = CodesField(verbose_name=_("what this person did"), code_list="perpetrator_role", blank=True)
    known = SealedText(_("what is known"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = SealedText(
        _("why it was taken out"), max_length=300, null=True, blank=True, editable=False
    )

    objects = SuspectInEventQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["exploitation", "number"], name="suspects_told_apart"),
            models.UniqueConstraint(
                fields=["exploitation", "suspect"],
                condition=Q(withdrawn_at=None),
                name="suspect_in_event_once",
                violation_error_message=_("This suspect stands in the event already."),
            ),
            withdrawn_with_reason("suspect_taken_out_with_reason"),
        ]

    @property
    def label(self):
        """What a suspect is called on pages: a number and what was done, never a name."""
        said = _("Suspect %(number)s") % {"number": self.number}
        roles = self.get_roles_display()
        return f"{said} ({roles})" if roles else said

    def __str__(self):
        return self.label

    def sealing_subject(self):
        return self.exploitation_id

    def locked_after(self):
        return (*self.exploitation.locked_after(), self.exploitation, self.suspect)


class SuspectToPerson(Sealed, Record):
    """What a suspect of an event is to one of its people, read by the team of her case alone."""

    sealing_kind = "person"
    told_with = ("case_id",)

    of = models.ForeignKey(SuspectInEvent, models.PROTECT, related_name="to_people", editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="suspects", editable=False)
    relation = CodeField(
        _("what the suspect is to the person"), code_list="recruiter_relationship", blank=True
    )
    # Somebody who stands on the page of her family too: names are kept there and not copied.
    relative = models.ForeignKey("cases.Relative", models.SET_NULL, null=True, blank=True, related_name="+")
    danger = models.CharField(_("danger to the person"), max_length=10, choices=ToHer, default=ToHer.UNKNOWN)
    danger_words = SealedText(_("which danger"), max_length=500, null=True, blank=True)
    known_to_authorities = models.CharField(
        _("known to the authorities"), max_length=10, choices=KnownTo, default=KnownTo.UNKNOWN
    )
    proceeding = models.ForeignKey(
        "cases.Proceeding", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            known("danger", ToHer.values),
            known("known_to_authorities", KnownTo.values),
            models.UniqueConstraint(fields=["of", "case"], name="suspect_to_person_once"),
            models.CheckConstraint(
                condition=Q(proceeding=None) | Q(known_to_authorities=KnownTo.YES),
                name="suspect_in_proceeding_is_known",
                violation_error_message=_("Who stands in a proceeding is known to the authorities: say yes."),
            ),
        ]

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)
