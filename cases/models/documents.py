from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.access import Level
from cases.models.notes import PROFESSION_OF, NoteClass, kept_to
from vault.fields import SealedText
from vault.models import Sealed
from work.door_by_door import behind
from work.media import extension_of
from work.models import Record, known

LONGEST_TITLE = 120


class PaperKind(models.TextChoices):
    """What a document is, so that it is found among others."""

    IDENTITY = "identity", _("Identity document")
    CIVIL = "civil", _("Birth certificate or another of the civil registry")
    CONSENT = "consent", _("Signed consent")
    RECORDING = "recording", _("Recording of a consent")
    COURT = "court", _("Decision of a court or another authority")
    COMPLAINT = "complaint", _("Complaint or statement")
    PSYCHOLOGICAL = "psychological", _("Psychological report")
    MEDICAL = "medical", _("Medical report")
    HEALTH = "health", _("Prescription, appointment or vaccination card")
    SCHOOL = "school", _("School or course certificate")
    PLAN = "plan", _("Plan or agreement signed with the person")
    LETTER = "letter", _("Letter")
    TRAVEL = "travel", _("Ticket or travel permit")
    PHOTOGRAPH = "photograph", _("Photograph")
    OTHER = "other", pgettext_lazy("kind of document", "Something else")


class WhyWithdrawn(models.TextChoices):
    """Why a document stands in the case no more; one of somebody else is destroyed as well."""

    MISTAKE = "mistake", _("It was attached by mistake, or twice")
    REPLACED = "replaced", _("Another one has taken its place")
    WRONG_PERSON = "wrong_person", _("It is of somebody else: the file is destroyed")


# Kinds that shelter staff never read, or that are for a profession alone, and the classes that keep them so.
KEPT_TO = {
    PaperKind.COURT: (NoteClass.TEAM, NoteClass.LEGAL),
    PaperKind.COMPLAINT: (NoteClass.TEAM, NoteClass.LEGAL),
    PaperKind.PSYCHOLOGICAL: (NoteClass.PSYCHOLOGICAL,),
    PaperKind.MEDICAL: (NoteClass.MEDICAL, NoteClass.PSYCHOLOGICAL),
}


def classes_within(note_class):
    """The class itself, and those that fewer people open."""
    narrower = {NoteClass.CARE: [NoteClass.TEAM, *PROFESSION_OF], NoteClass.TEAM: [*PROFESSION_OF]}
    return [NoteClass(note_class), *narrower.get(note_class, ())]


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """That documents exist, of those whom she looks after; which she opens is for the rules to say."""
        cases = self.model._meta.get_field("case").related_model.objects
        return behind(self, "case", cases.doors(user, Level.ASSISTANCE))

    def standing(self):
        """Documents that stand: not those that were withdrawn."""
        return self.filter(withdrawn_at=None)

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("author", "file")


class Document(Sealed, Record):
    """A file that was attached to a case: what it is and who opens it; its words and bytes are sealed.

    Without a file it was of somebody else, or the person does not want her data kept.
    """

    told_with = ("case_id",)
    sealing_kind = "person"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="documents")
    running = models.PositiveIntegerField(_("number"), editable=False)
    on = models.DateField(_("date of the document"))
    note_class = models.CharField(_("who opens it"), max_length=20, choices=NoteClass, default=NoteClass.TEAM)
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind)
    title = SealedText(_("title"), max_length=LONGEST_TITLE)
    description = SealedText(_("what has to be known of it"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, null=True
    )
    file = models.OneToOneField(
        "work.SealedFile", models.PROTECT, related_name="+", editable=False, null=True
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_why = models.CharField(
        _("why it is withdrawn"), max_length=20, choices=WhyWithdrawn, blank=True, editable=False
    )
    withdrawn_reason = SealedText(
        _("the reason in words"), max_length=300, null=True, blank=True, editable=False
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-running", "id"]
        constraints = [
            known("note_class", NoteClass.values),
            known("kind", PaperKind.values),
            known("withdrawn_why", WhyWithdrawn.values, or_empty=True),
            models.UniqueConstraint(fields=["case", "running"], name="document_numbered_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="document_withdrawn_with_reason",
                violation_error_message=_("Say why the document is withdrawn."),
            ),
            *(
                models.CheckConstraint(
                    condition=kept_to(classes, kind=str(kind)),
                    name=f"document_{kind}_not_for_all",
                    violation_error_message=_("A document of this kind is for few to read."),
                )
                for kind, classes in KEPT_TO.items()
            ),
        ]

    def name_as(self, media_type):
        """What it is called outside of the house: the number of its case and its own, nothing else."""
        return f"{self.case.number}-{self.running}.{extension_of(media_type)}"

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case, self.case.person)
