from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.ages import ADULT, age_on, band_edge
from codebook.fields import CodeField, CodesField
from vault.fields import LookupField, SealedDate, SealedText
from vault.lookup import normal_document, normal_phone
from vault.models import Sealed
from work.dates import Precision
from work.models import Record, known

MALE = "M"
# The edge of an age band: whoever is younger is asked nothing about a pregnancy.
SMALL_CHILD = 10


class Majority(models.TextChoices):
    """Child or adult, where nothing more is known or may be kept."""

    CHILD = "minor", _("Child or adolescent (under 18)")
    ADULT = "adult", _("Adult (18 or over)")
    UNKNOWN = "unknown", _("Not known")


class WhyAdult(models.TextChoices):
    """Why she is an adult now and was not written down as one; only a mistake changes what was counted."""

    WRONG = "wrong", _("She was an adult all the time: it was written wrongly, or was not known")
    TURNED_18 = "turned_18", _("She has turned 18: until now she was a child")


class PersonQuerySet(models.QuerySet):
    def holding_document(self, number):
        """People of whom a document with this number is kept."""
        return self.filter(pk__in=IdentityDocument.objects.filter(number_lookup=number).values("person"))

    def named(self):
        """People of whom some name is kept; who was joined with another row is that other one."""
        nameless = Q(given_names=None, family_names=None, other_names=None)
        return self.filter(~nameless, unnamed=False, joined_with=None)

    def born_about(self, year, within=2):
        """People born in this year or within so many years of it, and those whose year is not known."""
        if not year:
            return self
        return self.filter(Q(birth_year__range=(year - within, year + within)) | Q(birth_year=None))


class Joined(models.Model):
    """She may have been found to be the same as another row (`Merge`): no case hangs on this one then."""

    joined_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="joined"
    )

    class Meta:
        abstract = True


class Person(Sealed, Joined, Record):
    """Somebody the programme helps. Who she is stays sealed; what figures need stands in the clear.

    One person may have many cases. An unnamed person refused that her data be kept: she is helped all the
    same, and of her stand here only her sex and whether she is a child or an adult (design §2).
    """

    sealing_kind = "person"

    given_names = SealedText(_("given names"), max_length=120, null=True, blank=True)
    family_names = SealedText(_("family names"), max_length=120, null=True, blank=True)
    other_names = SealedText(
        _("other names"),
        max_length=200,
        null=True,
        blank=True,
        help_text=_("Nicknames, names she used elsewhere, other spellings."),
    )
    birth_date = SealedDate(_("birth date"), null=True, blank=True)
    birth_precision = models.CharField(max_length=10, choices=Precision, default=Precision.UNKNOWN)
    age_estimated = models.BooleanField(_("the age is an estimate"), default=False)
    residence = SealedText(_("where she lived last"), max_length=300, null=True, blank=True)
    unnamed = models.BooleanField(_("does not want her data kept"), default=False)

    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)
    majority = models.CharField(
        _("child or adult"), max_length=10, choices=Majority, default=Majority.UNKNOWN
    )
    # Where no birth date is known: the day on which it was said that she has turned 18.
    adult_since = models.DateField(null=True, blank=True, editable=False)
    sex = CodeField(_("sex"), code_list="sex", default="U")
    gender = CodeField(_("gender"), code_list="gender", null=True, blank=True)
    nationalities = CodesField(verbose_name=_("nationalities"), code_list="country", blank=True)
    people = models.CharField(_("people or ethnic group"), max_length=40, blank=True)
    languages = CodesField(verbose_name=_("languages"), code_list="language", blank=True)
    disabilities = CodesField(verbose_name=_("difficulties"), code_list="disability_domain", blank=True)
    education = CodeField(_("schooling"), code_list="education_level", null=True, blank=True)
    marital_status = CodeField(_("marital status"), code_list="marital_status", null=True, blank=True)
    origin = models.CharField(_("department of origin"), max_length=6, blank=True)
    legal_status = CodeField(
        _("legal status in the country"), code_list="legal_status", null=True, blank=True
    )
    migration_profile = CodesField(
        verbose_name=_("migration profile"), code_list="migration_profile", blank=True
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            known("birth_precision", Precision.values),
            models.CheckConstraint(
                condition=Q(unnamed=False)
                | Q(given_names=None, family_names=None, other_names=None, birth_date=None, residence=None)
                & Q(birth_year=None, age_estimated=False, gender=None, nationalities=[], people="")
                & Q(languages=[], disabilities=[], education=None, marital_status=None, origin="")
                & Q(legal_status=None, migration_profile=[]),
                name="unnamed_person_has_no_identity",
                violation_error_message=_("She does not want her data kept: leave out what would name her."),
            ),
            models.CheckConstraint(
                condition=Q(birth_precision=Precision.UNKNOWN, birth_date=None)
                | ~Q(birth_precision=Precision.UNKNOWN)
                & Q(birth_date__isnull=False, birth_year__isnull=False),
                name="person_birth_date_with_precision",
                violation_error_message=_("Write what is known of the birth date, or that it is not known."),
            ),
            known("majority", Majority.values),
            models.CheckConstraint(
                condition=Q(origin="") | Q(origin__regex=r"^[A-Z]{2}-[A-Z0-9]{1,3}$"),
                name="person_origin_code",
                violation_error_message=_("Choose the department from the list."),
            ),
        ]
        indexes = [models.Index(fields=["birth_year"], name="person_birth_year")]

    def __str__(self):
        return str(self.pk)

    def locked_after(self):
        return tuple(self.cases.order_by("pk"))

    @property
    def full_name(self):
        """Her names as she gave them; empty when she gave none."""
        return " ".join(filter(None, (self.given_names, self.family_names)))

    def age_on(self, day):
        """Whole years on this day, None when not known; never kept and never sent out."""
        return age_on(day, self.birth_date, self.birth_precision)

    def is_child_on(self, day=None):
        """True for a child, False for an adult, None when neither is known.

        Who came as a child and has turned 18 since stays a child on the days before it was said.
        """
        day = day or timezone.localdate()
        years = self.age_on(day)
        if years is not None:
            return years < ADULT
        if self.majority == Majority.ADULT and self.adult_since and day < self.adult_since:
            return True
        return {Majority.CHILD: True, Majority.ADULT: False}.get(self.majority)

    @property
    def may_be_pregnant(self):
        """May it be asked? Not of boys and men, nor of small children; of whom it is not known it may."""
        years = self.age_on(timezone.localdate())
        return self.sex != MALE and (years is None or years >= SMALL_CHILD)

    def birth_contradicts(self, majority):
        """Does the birth date that is kept say otherwise?"""
        years, said = self.age_on(timezone.localdate()), {Majority.CHILD: True, Majority.ADULT: False}
        return years is not None and majority in said and (years < ADULT) != said[majority]

    def becomes_adult_by(self, majority):
        """Would this make an adult of somebody of whom no birth date says since when?"""
        known = self.birth_date is not None or self.majority == Majority.ADULT
        return majority == Majority.ADULT and not known


class Aged(models.Model):
    """What is counted carries the lower edge of the person's age band on its own date, never her age."""

    age_from = models.PositiveSmallIntegerField(null=True, editable=False)
    child = models.BooleanField(null=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                # Compared with nothing, a comparison is neither true nor false, and would let anything pass.
                condition=Q(age_from=None)
                | Q(child__isnull=False)
                & (Q(child=True, age_from__lt=ADULT) | Q(child=False, age_from__gte=ADULT)),
                name="%(app_label)s_%(class)s_age_band",
            )
        ]

    def take_age(self, person, day):
        """Set the age band of this person on this day."""
        self.age_from, self.child = band_edge(person.age_on(day)), person.is_child_on(day)


class Whose(models.TextChoices):
    """Whose telephone it is."""

    OWN = "own", _("her own")
    FAMILY = "family", _("of her family")
    OTHER = "other", _("of somebody else")


class SafeToCall(models.TextChoices):
    """May this number be called without putting her in danger?"""

    YES = "yes", _("Yes")
    NO = "no", _("No: never call")
    UNKNOWN = "unknown", _("Not known: ask first")


class Telephone(Sealed, Record):
    """A telephone number by which somebody is reached; found again by its exact digits alone."""

    sealing_kind = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="telephones")
    number = SealedText(_("telephone"), max_length=30)
    number_lookup = LookupField(of="number", normalise=normal_phone)
    whose = models.CharField(_("whose"), max_length=10, choices=Whose, default=Whose.OWN)
    safe_to_call = models.CharField(
        _("is it safe to call?"), max_length=10, choices=SafeToCall, default=SafeToCall.UNKNOWN
    )

    class Meta:
        constraints = [known("whose", Whose.values), known("safe_to_call", SafeToCall.values)]

    def sealing_subject(self):
        return self.person_id


class DocumentKind(models.TextChoices):
    """Papers that say who somebody is."""

    NATIONAL_ID = "national_id", _("National identity document")
    BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
    PASSPORT = "passport", _("Passport")
    CONSULAR_ID = "consular_id", _("Consular document")
    OTHER = "other", _("Other document")


class IdentityDocument(Sealed, Record):
    """The number of a paper that says who somebody is; found again by its exact letters and digits alone."""

    sealing_kind = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="documents")
    kind = models.CharField(_("document"), max_length=20, choices=DocumentKind)
    number = SealedText(_("number"), max_length=40)
    number_lookup = LookupField(of="number", normalise=normal_document)
    country = CodeField(_("issued by"), code_list="country", blank=True)

    class Meta:
        constraints = [known("kind", DocumentKind.values)]

    def sealing_subject(self):
        return self.person_id
