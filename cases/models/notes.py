from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Profession
from cases.models.access import Level
from codebook.fields import CodeField
from vault.fields import SealedText
from vault.models import Sealed
from work.door_by_door import behind
from work.models import Record, known


class NoteClass(models.TextChoices):
    """Who reads a note: whoever looks after her, the team of the case alone, or those of the profession."""

    CARE = "care", pgettext_lazy("class of a note", "For whoever looks after her")
    TEAM = "team", pgettext_lazy("class of a note", "For the team")
    PSYCHOLOGICAL = "psychological", pgettext_lazy("class of a note", "Psychological")
    LEGAL = "legal", pgettext_lazy("class of a note", "Legal")
    MEDICAL = "medical", pgettext_lazy("class of a note", "Medical")


PROFESSION_OF = {
    NoteClass.PSYCHOLOGICAL: Profession.PSYCHOLOGY,
    NoteClass.LEGAL: Profession.LAW,
    NoteClass.MEDICAL: Profession.MEDICINE,
}

# Kinds that are for a profession alone (codebook: case_file_note_type), and the classes that keep them so.
RESTRICTED = {
    "clinical": (NoteClass.PSYCHOLOGICAL, NoteClass.MEDICAL),
    "legal": (NoteClass.LEGAL,),
}


def kept_to(classes, *, kind):
    """What is of this kind is of one of these classes, such as those that only its profession reads."""
    return reduce(or_, (Q(note_class=str(one)) for one in classes), ~Q(kind=kind))


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """That notes exist, of those whom she looks after; whose text she reads is for the rules to say."""
        cases = self.model._meta.get_field("case").related_model.objects
        return behind(self, "case", cases.doors(user, Level.ASSISTANCE))

    def standing(self):
        """Notes as they stand: not those that a later one amends."""
        return self.filter(amendment=None)


class Note(Sealed, Record):
    """What somebody wrote about a case on a day; amended by another note, never overwritten."""

    told_with = ("case_id",)
    sealing_kind = "person"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="notes")
    on = models.DateField(_("date"))
    note_class = models.CharField(_("who reads it"), max_length=20, choices=NoteClass, default=NoteClass.TEAM)
    kind = CodeField(_("kind"), code_list="case_file_note_type", default="progress")
    text = SealedText(_("note"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, null=True
    )
    amends = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="amendment", editable=False
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-created_at", "id"]
        constraints = [
            known("note_class", NoteClass.values),
            models.CheckConstraint(condition=~Q(amends=models.F("id")), name="note_amends_another"),
            *(
                models.CheckConstraint(
                    condition=kept_to(RESTRICTED[kind], kind=kind),
                    name=f"note_{kind}_for_its_profession",
                    violation_error_message=_("A note of this kind is for its profession alone."),
                )
                for kind in RESTRICTED
            ),
        ]
        indexes = [models.Index(fields=["case", "-on"], name="note_of_case")]

    def sealing_subject(self):
        return self.case.person_id

    @property
    def latest(self):
        """The note that stands in its place now; itself, where none does."""
        note = self
        while (later := getattr(note, "amendment", None)) is not None:
            note = later
        return note
