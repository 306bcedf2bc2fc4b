from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.access import CaseAccess, Level
from cases.models.cases import READERS
from cases.models.exclusions import without_shut
from vault.fields import SealedJSON
from vault.keyring import SECRET
from vault.models import Sealed
from work.door_by_door import behind
from work.models import Record

# A reserved note is read by its own profession, and two people record two services or attach two files: what
# is typed of them is its writer's alone.
PERSONAL = ("note", "amendment", "service", "document")
# Of these somebody may write more than another reads: a draft is its writer's, while the case is open to her.
WRITERS_OWN = (*PERSONAL, "relative", "conference")
# What is typed in the place of a note stands under `amendment:` and its id.
IN_PLACE_OF_A_NOTE = Q(section__startswith="amendment:")
# Where people can be found is sealed by the second ring, while it is typed too.
SECRET_PAGES = ("relative",)


def is_personal(section):
    """Is what is typed into this page its writer's alone, also once the case is open to her no more?"""
    return section.partition(":")[0] in PERSONAL


class DraftQuerySet(models.QuerySet):
    def not_opened_yet(self, user, section):
        """Her own first pages, of this kind, of cases that do not exist yet, the latest first."""
        return self.filter(case=None, user=user.pk, section=section).order_by("-typed_at", "id")

    def of_section(self, case, section, user):
        """What was typed into this page of the case and is this user's to go on with, the latest first."""
        return self.open_to(user).filter(case=case, section=section).order_by("-typed_at", "id")

    def open_to(self, user):
        """Without what is its writer's alone."""
        shared = ~Q(section__in=WRITERS_OWN) & ~IN_PLACE_OF_A_NOTE
        return self.filter(shared | Q(user=user.pk))

    def visible_to(self, user):
        """Her own before a case exists; then those of cases she may open, of notes and services her own.

        Her own of these also once the case is open to her no more: they are her words, to go on with while
        she may add them, and to copy or throw away as long as she works in the organisation of the case.
        """
        cases, drafts = self.model._meta.get_field("case").related_model.objects, self.model.objects
        own = drafts.filter(case=None, user=user.pk)
        shared = behind(drafts.open_to(user), "case", cases.doors(user, Level.REFERENCE))
        personal = drafts.filter(IN_PLACE_OF_A_NOTE | Q(section__in=PERSONAL), user=user.pk)
        hers = without_shut(personal, user)
        doors = [own, shared, hers.filter(case__office__in=sorted(user.offices_within(*READERS)))]
        if left := CaseAccess.objects.ways_lately(user, READERS):
            doors.append(behind(hers, "case", left))
        return behind(self, "pk", doors)


class Draft(Sealed, Record):
    """What was typed into a page and not yet saved, kept by the server, sealed, until it is.

    Before there is a person it is sealed under a key of its own, afterwards under hers. Two people who type
    into one page have a draft each, and so has one person who types into two tabs, so that neither takes the
    other's words away; whoever of the team opens the page goes on from her own, or from the one typed last; a
    note or a service is its writer's.
    """

    told_with = ("case_id",)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="drafts")
    section = models.CharField(max_length=60)
    # The page that typed it last: another one of hers takes no words away that it has not seen.
    page = models.UUIDField(null=True, editable=False)
    typed = SealedJSON()
    secret = SealedJSON(null=True, ring=SECRET)
    typed_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "section", "user", "page"],
                nulls_distinct=False,
                condition=Q(case__isnull=False),
                name="one_draft_of_a_page",
            ),
        ]
        indexes = [models.Index(fields=["user", "-typed_at"], name="draft_of_user")]

    @property
    def words(self):
        """What was typed, by whichever ring it is sealed."""
        return self.typed if self.secret is None else self.secret

    @property
    def sealing_kind(self):
        return "person" if self.case_id else "draft"

    def sealing_subject(self):
        return self.case.person_id if self.case_id else self.pk
