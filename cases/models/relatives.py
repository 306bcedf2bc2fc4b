from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.people import Majority, Person
from codebook.fields import CodeField
from vault.fields import SealedText
from vault.keyring import SECRET
from vault.models import Sealed
from work.models import Record, known


class SafeToContact(models.TextChoices):
    """May this person be called, written to or visited without putting her in danger?"""

    UNKNOWN = "unknown", _("Not known: ask first")
    YES = "yes", pgettext_lazy("safe to contact", "Yes")
    ONLY_HOW = "only_how", _("Only in one way")
    NO = "no", _("No: do not contact")


class SaidBy(models.TextChoices):
    """Whose word it is that somebody may be contacted, or not."""

    PERSON = "person", _("The person herself or himself")
    TEAM = "team", _("The team, by what it knows")
    AUTHORITY = "authority", _("A court or another authority")
    OTHER = "other", pgettext_lazy("who said it", "Somebody else")


class Involved(models.TextChoices):
    """Did this person take part in what was done?"""

    UNKNOWN = "unknown", pgettext_lazy("took part", "Not known")
    NO = "no", pgettext_lazy("took part", "No")
    SUSPECTED = "suspected", pgettext_lazy("took part", "Suspected")
    YES = "yes", pgettext_lazy("took part", "Yes")


class Suitable(models.TextChoices):
    """Could she live with this person (codebook: family_assessment_result)?"""

    NOT_ASSESSED = "not_assessed", _("Not assessed")
    YES = "yes", pgettext_lazy("suitable", "Yes")
    NO = "no", pgettext_lazy("suitable", "No")


class Knows(models.TextChoices):
    """Does this person know what happened?"""

    UNKNOWN = "unknown", pgettext_lazy("knows", "Not known")
    YES = "yes", pgettext_lazy("knows", "Yes")
    NO = "no", pgettext_lazy("knows", "No")


# Who took part, or may have: nothing rests on what such a person agreed to.
TOOK_PART = (Involved.YES, Involved.SUSPECTED)
# Whom nobody calls without saying why.
ASKED_WHY = (SafeToContact.NO, SafeToContact.UNKNOWN)
# From the freest to the strictest: whoever only looks after her may make it stricter.
STRICTNESS = {
    SafeToContact.YES: 0,
    SafeToContact.ONLY_HOW: 1,
    SafeToContact.UNKNOWN: 2,
    SafeToContact.NO: 3,
}


class RelativeQuerySet(models.QuerySet):
    def of_case(self, case):
        """Relatives of the person of this case, in the order in which they were written down.

        They are hers in whichever case she is met: whoever may open the case reads them through it.
        """
        return self.filter(person=case.person_id).order_by("created_at", "id")

    def standing(self):
        """Those that hold: not those that were written by mistake."""
        return self.filter(withdrawn_at=None)

    def not_freely_contacted(self):
        """Those who are not contacted, or only in one way."""
        return self.filter(safe_to_contact__in=(SafeToContact.NO, SafeToContact.ONLY_HOW))

    def unsafe_destinations(self, person):
        """Relatives of this person with whom she cannot live: not suitable, or took part, or may have."""
        unsafe = Q(suitable=Suitable.NO) | Q(involved__in=TOOK_PART)
        return self.standing().filter(unsafe, person=person)


class Relative(Sealed, Record):
    """Somebody of a person's family, or whom she trusts: who that is to her, and whether to call.

    Lists know them by what they are to her and a number (“aunt 2”), never by their name. Where they are
    reached is sealed by the second ring: who sold her looks for her there.
    """

    sealing_kind = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="relatives", editable=False)
    relation = CodeField(_("what this is to the person"), code_list="relative_relation")
    # Tells two aunts apart; given once and never to another, so that a note of “aunt 2” stays true.
    number = models.PositiveSmallIntegerField(default=1, editable=False)
    name = SealedText(_("name"), max_length=200, null=True, blank=True)
    telephones = SealedText(_("telephones"), max_length=120, null=True, blank=True, ring=SECRET)
    place = SealedText(_("where he or she lives"), max_length=300, null=True, blank=True, ring=SECRET)
    majority = models.CharField(
        _("child or adult"), max_length=10, choices=Majority, default=Majority.UNKNOWN
    )
    country = CodeField(_("lives in"), code_list="country", blank=True)
    safe_to_contact = models.CharField(
        _("is it safe to contact?"), max_length=10, choices=SafeToContact, default=SafeToContact.UNKNOWN
    )
    how = SealedText(_("only how, or why not"), max_length=300, null=True, blank=True)
    said_by = models.CharField(_("who said so"), max_length=10, choices=SaidBy, blank=True)
    said_on = models.DateField(_("on which day"), null=True, blank=True)
    emergency = models.BooleanField(_("the person wants her or him called in an emergency"), default=False)
    knows = models.CharField(_("knows what happened?"), max_length=10, choices=Knows, default=Knows.UNKNOWN)
    involved = models.CharField(
        _("took part in what was done?"), max_length=10, choices=Involved, default=Involved.UNKNOWN
    )
    suitable = models.CharField(
        _("could the person live there?"), max_length=15, choices=Suitable, default=Suitable.NOT_ASSESSED
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = SealedText(
        _("why it was withdrawn"), max_length=300, null=True, blank=True, editable=False
    )

    objects = RelativeQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            known("majority", Majority.values),
            known("safe_to_contact", SafeToContact.values),
            known("said_by", SaidBy.values, or_empty=True),
            known("knows", Knows.values),
            known("involved", Involved.values),
            known("suitable", Suitable.values),
            models.UniqueConstraint(fields=["person", "relation", "number"], name="relatives_told_apart"),
            models.CheckConstraint(
                condition=~Q(safe_to_contact=SafeToContact.ONLY_HOW) | Q(how__isnull=False),
                name="relative_contacted_only_how",
                violation_error_message=_("Say how this person can be contacted safely."),
            ),
            models.CheckConstraint(
                condition=Q(safe_to_contact=SafeToContact.UNKNOWN)
                | ~Q(said_by="") & Q(said_on__isnull=False),
                name="relative_safe_by_whose_word",
                violation_error_message=_("Say whose word it is, and of which day."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_reason=None)
                | Q(withdrawn_at__isnull=False, withdrawn_reason__isnull=False),
                name="relative_withdrawn_with_reason",
                violation_error_message=_("Say why this is withdrawn."),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """What the person is called in lists: “mother”, “aunt 2”."""
        said = self.get_relation_display()
        return said if self.number == 1 else f"{said} {self.number}"

    @property
    def took_part(self):
        """Did this person take part in what was done, or is that suspected, as far as it holds?"""
        return self.withdrawn_at is None and self.involved in TOOK_PART

    def sealing_subject(self):
        return self.person_id
