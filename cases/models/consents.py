"""The words of a consent as the programme has them, in each language; in them stands nobody's name."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from codebook.fields import CodeField, CodesField
from vault.fields import SealedText
from work.media import extension_of
from work.models import Record, known


class Point(models.TextChoices):
    """What is to be explained before anybody agrees to an interview, or that data are kept."""

    INTERVIEW = "interview", _("That nobody has to answer, and that the interview can stop at any time")
    PURPOSE = "purpose", _("What the interview and the data are for")
    USE = "use", _("Who uses the data, or could later, and for what")
    RESEARCH = "research", _("That figures without names are used for reports and research")
    ACCESS = "access", _("That one can ask for one's own data and have them corrected")
    STORAGE = "storage", _("How long the data are kept")
    WITHDRAWAL = "withdrawal", _("How to take the consent back, without losing any help")


class TextHow(models.TextChoices):
    """How a text came to whoever was asked."""

    READ = "read", _("Read aloud")
    PLAYED = "played", _("The recording was played")
    ALONE = "alone", _("Read without help")


class Told(models.TextChoices):
    """A plain answer, or none yet."""

    YES = "yes", pgettext_lazy("answer", "Yes")
    NO = "no", pgettext_lazy("answer", "No")


# Consents before which all points are explained.
EXPLAINED = {"interview", "data_processing"}


class HowAsked(models.Model):
    """How a consent was asked and given: what was explained, by which text, through whom, before whom."""

    # What was explained before; None where nobody was asked about it, as of what was written before.
    points_told = ArrayField(
        models.CharField(max_length=12, choices=Point), null=True, blank=True, verbose_name=_("explained")
    )
    text = models.ForeignKey(
        "cases.ConsentText",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grounds",
        verbose_name=_("which text"),
    )
    text_how = models.CharField(_("how the text was given"), max_length=10, choices=TextHow, blank=True)
    interpreter_name = SealedText(_("interpreter"), max_length=200, null=True, blank=True)
    interpreter_sworn = models.CharField(
        _("the interpreter has sworn secrecy"), max_length=3, choices=Told, blank=True
    )
    interpreter_accepted = models.CharField(
        _("the person accepts this interpreter"), max_length=3, choices=Told, blank=True
    )
    witness_name = SealedText(_("witness"), max_length=200, null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def points_left(self):
        """What was not explained, of a consent to an interview or to keep data of which that was asked."""
        if not self.is_given_consent or self.points_told is None or not set(self.purposes) & EXPLAINED:
            return []
        return [point for point in Point if point not in self.points_told]

    @property
    def interpreter_refused(self):
        """Did somebody interpret whom the person did not accept?"""
        return self.interpreter_accepted == Told.NO


CONSTRAINTS = (
    known("text_how", TextHow.values, or_empty=True),
    known("interpreter_sworn", Told.values, or_empty=True),
    known("interpreter_accepted", Told.values, or_empty=True),
    models.CheckConstraint(
        condition=Q(points_told=None) | Q(points_told__contained_by=Point.values),
        name="ground_points_known",
    ),
    models.CheckConstraint(
        condition=Q(text=None, text_how="") | (Q(text__isnull=False) & ~Q(text_how="")),
        name="ground_text_given_somehow",
        violation_error_message=_("Say how the text was given, and which one it was."),
    ),
)


class ConsentTextQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Texts say nothing of anybody: who opens their pages is said by role."""
        return self

    def offered(self, on):
        """What is read on this day: of each kind of consent and language the latest text in force."""
        begun = self.filter(retired_at=None, in_force_since__lte=on).select_related("recording")
        return begun.exclude(pk__in=_followed(self.model, on))

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("recording", "author")


def _followed(model, on):
    """Texts whose place a later one has taken by this day."""
    later = model.objects.filter(
        language=models.OuterRef("language"),
        purposes=models.OuterRef("purposes"),
        version_number__gt=models.OuterRef("version_number"),
        in_force_since__lte=on,
        retired_at=None,
    )
    return model.objects.filter(models.Exists(later)).values("pk")


class ConsentText(Record):
    """A version of what is read or played when a consent is asked: never changed, only followed by a next."""

    purposes = CodesField(verbose_name=_("what it asks for"), code_list="consent_type")
    language = CodeField(_("language"), code_list="language")
    version_number = models.PositiveSmallIntegerField(_("version"), editable=False)
    text = models.TextField(_("text"), max_length=8000)
    in_force_since = models.DateField(_("in force since"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    recording = models.OneToOneField(
        "work.SealedFile", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        ordering = ["language", "-in_force_since", "-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "purposes", "version_number"],
                name="consent_text_version_once",
                violation_error_message=_("Somebody added a version at the same moment. Save it again."),
            ),
            models.CheckConstraint(
                condition=Q(purposes__len__gt=0) & ~Q(text=""), name="consent_text_complete"
            ),
        ]

    def __str__(self):
        words = {"language": self.get_language_display(), "purposes": self.get_purposes_display()}
        words |= {"number": self.version_number, "day": date_format(self.in_force_since, "SHORT_DATE_FORMAT")}
        return gettext("%(language)s: %(purposes)s (version %(number)s of %(day)s)") % words

    @property
    def tag(self):
        """The language as browsers and screen readers know it."""
        return {"spa": "es", "eng": "en"}.get(self.language, self.language)

    @property
    def file_name(self):
        """What its recording is called outside of the house."""
        return f"{self.language}-{self.version_number}.{extension_of(self.recording.media_type)}"
