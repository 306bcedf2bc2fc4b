from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import OrderBy, OuterRef, Q, Subquery
from django.db.models.functions import Collate, Upper
from django.db.models.indexes import IndexExpression
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from cases.models.access import CaseAccess, Level
from cases.models.exclusions import doors_once, without_shut
from cases.models.identified import RECOGNISED, Identified, PointedTo
from codebook.fields import CodeField
from programmes.models import Charged
from programmes.models.charged import ChargedQuerySet
from vault.fields import SealedText
from vault.models import Sealed
from work.door_by_door import behind, few
from work.models import Record, known

# What django.contrib.postgres does when it is installed; of the rest that it does nothing is wanted here.
IndexExpression.register_wrappers(OrderBy, OpClass, Collate)


class Status(models.TextChoices):
    INTAKE = "intake", _("Intake")
    IDENTIFIED = "identified", _("Identified")
    OUTSIDE_SCOPE = "outside_scope", _("Outside the scope")
    ACTIVE = "active", _("In assistance")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


# Which status may follow which (design §2); a case is reopened to active.
TRANSITIONS = {
    Status.INTAKE: {Status.IDENTIFIED, Status.OUTSIDE_SCOPE, Status.ACTIVE, Status.CLOSED},
    Status.IDENTIFIED: {Status.OUTSIDE_SCOPE, Status.ACTIVE, Status.CLOSED},
    Status.OUTSIDE_SCOPE: {Status.IDENTIFIED, Status.ACTIVE, Status.CLOSED},
    Status.ACTIVE: {Status.SUSPENDED, Status.CLOSED},
    Status.SUSPENDED: {Status.ACTIVE, Status.CLOSED},
    Status.CLOSED: {Status.ACTIVE},
}
OPEN = frozenset(Status) - {Status.CLOSED}
# Levels of risk that press (codebook: risk_level).
PRESSING = ("high", "imminent")


class CaseRole(models.TextChoices):
    """As whom somebody is helped (codebook: person_role_in_case)."""

    DIRECT_VICTIM = "direct_victim", _("Direct victim (presumed or confirmed)")
    INDIRECT_VICTIM = "indirect_victim", _("Indirect victim (family or dependant)")
    ACCOMPANYING_CHILD = "accompanying_child", _("Child who accompanies her")


class Population(models.TextChoices):
    """To whom she belongs for the figures; being found no victim changes this, not her right to be helped."""

    VICTIM = "victim_of_trafficking", _("Victim of trafficking (presumed or confirmed)")
    INDIRECT_VICTIM = "indirect_victim", _("Indirect victim")
    AT_RISK = "at_risk", _("Person at risk of trafficking")
    VULNERABLE_MIGRANT = "vulnerable_migrant", _("Vulnerable migrant")
    RETURNEE = "returnee", _("Returnee")
    REFUGEE = "refugee", _("Refugee")
    ASYLUM_SEEKER = "asylum_seeker", _("Asylum seeker")
    UNACCOMPANIED_CHILD = "unaccompanied_child", _("Unaccompanied child")
    OTHER = "other", _("Other")


class Danger(models.TextChoices):
    """The answer to the question asked first: is she in danger now?"""

    YES = "yes", _("Yes, now")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("It is not known")


class EnteredFrom(models.TextChoices):
    """From what something was entered later; empty for what was written when it happened."""

    PAPER = "paper", _("a paper file")
    SPREADSHEET = "spreadsheet", _("a spreadsheet")
    OTHER_PROGRAM = "other_program", _("another program")
    DEMO = "demo", _("the demonstration's data")


# Roles that may open cases at all; everybody else counts or manages and sees no case (design §3).
READERS = (Role.CASEWORKER, Role.SUPERVISOR, Role.SHELTER_STAFF, Role.REINTEGRATION_WORKER)
# Roles in which somebody answers for a case and decides about the help; shelter staff look after residents.
TEAM = (Role.CASEWORKER, Role.SUPERVISOR, Role.REINTEGRATION_WORKER)


class CaseQuerySet(ChargedQuerySet):
    def visible_to(self, user, least=Level.REFERENCE):
        """Cases she works on, also while she covers for a colleague, those of offices she supervises, and
        those a living access row opens for her.

        With `least`, only those of which she reads at least so much.
        """
        return behind(self, "pk", self.doors(user, least))

    def doors(self, user, least):
        """The ways by which she reaches cases, each a queryset of them or of ids (`work.door_by_door`)."""
        roles = TEAM if least == Level.FULL else READERS
        return doors_once(user, roles, ("cases", least), lambda: self._doors(user, least))

    def _doors(self, user, least):
        doors = self.let_in(user, least)
        if offices := user.offices_within(*TEAM):
            mine = Case.objects.filter(worker=user.pk, office__in=sorted(offices))
            doors.append(few(without_shut(mine, user, "pk")))
            if covered := sorted(user.covered(*TEAM)):
                # In offices of her own alone: what a colleague has elsewhere is covered by nobody from here.
                beside = sorted(user.office_ids(*TEAM))
                theirs = Case.objects.filter(worker__in=covered, office__in=beside)
                doors.append(few(without_shut(theirs, user, "pk")))
        if supervised := user.office_ids(Role.SUPERVISOR):
            doors.append(without_shut(Case.objects.filter(office__in=sorted(supervised)), user, "pk"))
        return doors

    def let_in(self, user, least):
        """Those of the ways that go by an access row, made out to her or to an office of hers."""
        rows = CaseAccess.objects.live().at_least(least)
        return doors_once(user, READERS, ("let in", least), lambda: rows.ways(user, READERS))

    def added_to_by(self, user, least):
        """Those of which she reads so much, and those that were open to her until lately."""
        return behind(self, "pk", [*self.doors(user, least), *CaseAccess.objects.ways_lately(user, READERS)])

    def left_by(self, user):
        """Those that were open to her until lately, some of which she may read again."""
        return behind(self, "pk", CaseAccess.objects.ways_lately(user, READERS))

    def followed(self, user):
        """The ways of whoever knows her beyond one shelter: in full, or let in to help but not by a stay."""
        return [*self.doors(user, Level.FULL), *self.beyond_a_stay(user)]

    def beyond_a_stay(self, user):
        """The ways by which she helps beyond one shelter without answering for the case."""
        rows = CaseAccess.objects.beyond_a_stay()
        return doors_once(user, TEAM, ("beyond a stay",), lambda: rows.ways(user, TEAM))

    def numbers_for(self, user):
        """`(number, office, opened on)` of her own organisations' cases, for the drill-down of a figure."""
        own = self.filter(office__organisation__in=user.organisation_ids(Role.PROGRAMME_MANAGER))
        return without_shut(own, user, "pk").values_list("number", "office__name", "opened_on")

    def open(self):
        """Cases in which help is being given."""
        return self.exclude(status=Status.CLOSED)

    def mine(self, user):
        """Cases she or a colleague whom she covers answers for, and those that were opened to herself."""
        opened = CaseAccess.objects.live().for_user(user).values("case")
        doors = [Case.objects.filter(worker=user.pk), opened]
        if covered := sorted(user.covered(*TEAM)):
            doors.append(Case.objects.filter(worker__in=covered))
        return behind(self, "pk", doors)

    def narrowed(self, *, worker=None, component=None, since=None, until=None):
        """Cases of this worker and component that were opened between these days; None narrows nothing."""
        wanted = {"worker": worker, "opened_on__gte": since, "opened_on__lte": until}
        found = self.filter(**{name: value for name, value in wanted.items() if value is not None})
        if component is None:
            return found
        return found.filter(Q(works_under=component) | Q(works_under=None, component=component))

    def at_pressing_risk(self):
        """Those of which the last assessment that stands says that the risk is high or imminent."""
        risks = self.model._meta.get_field("risks").related_model.objects
        last = risks.standing().filter(case=OuterRef("pk")).order_by("-on", "-created_at", "id")
        return self.annotate(risk_level=Subquery(last.values("level")[:1])).filter(risk_level__in=PRESSING)

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("office", "worker", "component", "works_under")


class Found(models.Model):
    """How the programme met her, and the question asked first."""

    source = CodeField(_("who brought or sent her"), code_list="identification_source")
    source_details = SealedText(_("details"), max_length=300, null=True, blank=True)
    found_on = models.DateField(_("date of the first contact"))
    found_in = models.CharField(_("department of the first contact"), max_length=6, blank=True)
    found_place = SealedText(_("place of the first contact"), max_length=300, null=True, blank=True)
    danger = models.CharField(_("is she in danger now?"), max_length=10, choices=Danger)

    class Meta:
        abstract = True


class Ended(models.Model):
    """How the programme's work with her came to its end."""

    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    closure_reason = CodeField(
        _("reason"), code_list="case_closure_reason", null=True, blank=True, editable=False
    )
    reintegration_outcome = CodeField(
        _("outcome"), code_list="reintegration_outcome", null=True, blank=True, editable=False
    )
    final_risk = CodeField(
        _("risk at the end"), code_list="risk_level", null=True, blank=True, editable=False
    )
    told_how_to_return = models.BooleanField(
        _("she was told how to come back and what rights she has over her data"), null=True, editable=False
    )
    closing_summary = SealedText(_("summary"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Moved(models.Model):
    """To which line of work a case belongs since it was handed over, and since when.

    `component` stays the one under which it was opened, so that no figure of what was before moves.
    """

    works_under = models.ForeignKey(
        "programmes.Component",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("component"),
    )
    moved_on = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def component_now_id(self):
        """The line of work to which what is done from now on belongs."""
        return self.works_under_id or self.component_id

    @property
    def component_now(self):
        return self.works_under or self.component

    def component_id_on(self, day):
        """The line of work to which what was done on this day belongs (`cases.models.component_on`)."""
        if self.moved_on is None or self.moved_on <= day:
            return self.component_now_id
        return self.transfers.after(day).values_list("from_component", flat=True).first()


MOVED_ON_A_DAY = models.CheckConstraint(
    condition=Q(works_under=None, moved_on=None) | Q(works_under__isnull=False, moved_on__isnull=False),
    name="case_moved_on_a_day",
)
NOT_CLOSED = ~Q(status=Status.CLOSED)
# By what cases are found and in which order they are listed.
FOUND_BY = [
    models.Index(fields=["component", "opened_on"], name="case_charged"),
    models.Index(
        fields=["recognised_on"],
        condition=Q(recognised_on__isnull=False),
        name="case_recognised",
    ),
    models.Index(fields=["worker", "-opened_on", "id"], name="case_of_worker"),
    models.Index(fields=["office", "-opened_on", "id"], name="case_of_office"),
    models.Index(fields=["-opened_on", "id"], name="case_by_day"),
    # Whose a case is, for rows that hang on cases: of thousands, without opening the cases themselves.
    models.Index(fields=["id"], include=["office", "worker"], name="case_whose"),
    # Lists begin with the open ones, which stay few while the closed ones gather.
    models.Index(fields=["worker", "-opened_on", "id"], condition=NOT_CLOSED, name="open_case_of_worker"),
    models.Index(fields=["office", "-opened_on", "id"], condition=NOT_CLOSED, name="open_case_of_office"),
    models.Index(fields=["code_name", "id"], name="case_code_name"),
    # With the name as it is written, so that those from the list are passed over without opening the cases.
    models.Index(
        OpClass(Upper("code_name"), "text_pattern_ops"),
        name="case_code_name_begins_so",
        include=["code_name", "id"],
    ),
]


class Case(Sealed, Charged, Found, Identified, Ended, Moved, Record):
    """The programme's work with one person from a day on: one person may have several, one after another.

    Its number and its code name are all that lists, addresses and titles say of her.
    """

    sealing_kind = "person"
    charge_date = "opened_on"
    number = models.CharField(_("number"), max_length=12, editable=False)
    code_name = models.CharField(
        _("code name"),
        max_length=40,
        help_text=_("Never her name, nor one that those who exploited her used."),
    )
    person = models.ForeignKey("cases.Person", models.PROTECT, related_name="cases", editable=False)
    role = models.CharField(_("helped as"), max_length=20, choices=CaseRole, default=CaseRole.DIRECT_VICTIM)
    mother_case = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accompanying",
        verbose_name=_("case of the person she accompanies"),
    )
    population = models.CharField(
        _("population"), max_length=30, choices=Population, default=Population.VICTIM
    )
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="cases", verbose_name=_("office")
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("responsible"),
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.INTAKE)
    opened_on = models.DateField(_("opened on"))
    entered_from = models.CharField(
        _("entered later, from"), max_length=20, choices=EnteredFrom, blank=True, editable=False
    )
    group = models.ForeignKey("cases.GroupIntake", models.PROTECT, "cases", null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta(Charged.Meta):
        abstract = False
        ordering = ["-opened_on", "id"]
        constraints = [
            *Charged.Meta.constraints,
            known("role", CaseRole.values),
            known("population", Population.values),
            known("status", Status.values),
            known("danger", Danger.values),
            models.CheckConstraint(
                condition=Q(pointed_to__contained_by=PointedTo.values), name="case_pointed_to_known"
            ),
            known("entered_from", EnteredFrom.values, or_empty=True),
            models.UniqueConstraint(fields=["number"], name="case_number_once"),
            # What points at a case and its person points at both, so that a merge takes it along.
            models.UniqueConstraint(fields=["id", "person"], name="case_with_person"),
            models.CheckConstraint(
                condition=Q(status=Status.CLOSED, closed_on__isnull=False, closure_reason__isnull=False)
                | ~Q(status=Status.CLOSED) & Q(closed_on=None),
                name="case_closed_with_day_and_reason",
                violation_error_message=_("A closed case has a day and a reason."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
                name="case_closed_after_it_was_opened",
                violation_error_message=_("The case cannot be closed before it was opened."),
            ),
            models.CheckConstraint(
                condition=Q(identified_on=None, trafficking_status=None)
                | Q(trafficking_status__isnull=False, identified_on__isnull=False),
                name="case_identified_with_day_and_result",
            ),
            models.CheckConstraint(
                condition=Q(recognised_on=None) | Q(trafficking_status__in=RECOGNISED),
                name="case_recognised_by_its_result",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.IDENTIFIED) | Q(identified_on__isnull=False),
                name="identified_case_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(mother_case=None) | ~Q(mother_case=models.F("id")),
                name="case_accompanies_another",
            ),
            models.CheckConstraint(
                condition=~Q(role=CaseRole.ACCOMPANYING_CHILD) | Q(mother_case__isnull=False),
                name="accompanying_child_has_mothers_case",
                violation_error_message=_("Say whom the child accompanies."),
            ),
            MOVED_ON_A_DAY,
        ]
        indexes = FOUND_BY

    def __str__(self):
        return f"{self.code_name} {self.number}"

    def get_absolute_url(self):
        return reverse("cases:case", args=[self.number])

    def sealing_subject(self):
        return self.person_id

    @property
    def is_open(self):
        return self.status in OPEN
