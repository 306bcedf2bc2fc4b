from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from cases.models.access import Level
from cases.models.cases import READERS, TEAM
from cases.models.likeness import Likeness
from cases.task_words import BY_HAND, LIKENESS, OF_ITS_OFFICE, OF_WHOEVER_HELPS
from vault.fields import SealedText
from vault.models import Sealed
from work.door_by_door import Ids, behind, door_by_door, ids_of, is_one_of
from work.models import Record

WEEK = timedelta(days=7)


class DayOfTasks(NamedTuple):
    """How many tasks are due on a day, and the ids of those that have a day of their own."""

    day: date
    number: int
    dated: list


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Tasks of those she helps, and those without a case that wait for supervisors of her offices."""
        cases = self.model._meta.get_field("case").related_model.objects
        tasks = self.model.objects.all()
        # That somebody may be known elsewhere is told only to whoever may see where.
        helped = is_one_of(cases.visible_to(user, Level.ASSISTANCE), "case")
        seen = is_one_of(Likeness.objects.visible_to(user), "subject")
        doors = [tasks.for_whom_she_helps(user), tasks.filter(helped, seen, kind=LIKENESS)]
        if supervised := user.office_ids(Role.SUPERVISOR):
            doors.append(tasks.filter(case=None, office__in=sorted(supervised)))
        return behind(self, "pk", doors)

    def for_whom_she_helps(self, user):
        """Those of `visible_to` that tell of nobody else: without the questions who may be known elsewhere.

        For pages that show those questions by themselves, or ask for another kind: a third of the work.
        """
        cases = self.model._meta.get_field("case").related_model.objects
        tasks, let_in = self.model.objects.all(), cases.let_in(user, Level.ASSISTANCE)
        doors = [behind(tasks.told_at(Level.ASSISTANCE, user), "case", let_in)] if let_in else []
        if of_team := cases.doors(user, Level.FULL):
            doors.append(behind(tasks, "case", of_team))
        return behind(self.exclude(kind=LIKENESS), "pk", doors)

    def told_at(self, level, user):
        """Those that are told at this level: in full all, else what concerns whoever looks after her.

        What a shelter has to do by itself is told to no other one: it would say where she lived.
        """
        if level == Level.FULL:
            return self
        cases = self.model._meta.get_field("case").related_model.objects
        told = self.filter(Q(kind__in=sorted(OF_WHOEVER_HELPS)) | Q(kind=BY_HAND, assignee=user.pk))
        hers = ~Q(kind__in=sorted(OF_ITS_OFFICE)) | Q(office__in=sorted(user.office_ids(*READERS)))
        followed = cases.beyond_a_stay(user)
        return told.filter(reduce(or_, (Q(case__in=ids_of(way)) for way in followed), hers))

    def open(self):
        """Tasks that are still to be done."""
        return self.filter(done_at=None)

    def late(self, today):
        """Open tasks whose day is past."""
        return self.open().filter(due_on__lt=today)

    def soon(self, today):
        """Open tasks of the seven days after this one."""
        return self.open().filter(due_on__gt=today, due_on__lte=today + WEEK)

    def by_day(self, dated=()):
        """`DayOfTasks` of each day on which one of these tasks is due, the next day first.

        `dated` are the kinds of which it also tells the ids, where they are about a case.
        """
        doors = [door.order_by().values("pk") for door in door_by_door(self)]
        each_once = self.model.objects.filter(pk__in=Ids(doors[0].union(*doors[1:])))
        of_a_case = models.Q(kind__in=dated, case__isnull=False)
        ids = ArrayAgg("pk", filter=of_a_case, order_by="pk", default=[])
        days = each_once.order_by("due_on").values_list("due_on").annotate(number=models.Count("pk"), ids=ids)
        return [DayOfTasks(*day) for day in days]

    def done(self):
        """Tasks that were done."""
        return self.filter(done_at__isnull=False)

    def in_state(self, state, today):
        """Those to be done, the late ones, those of today, of the next seven days, of both, or the done."""
        ways = {
            "done": self.done,
            "late": lambda: self.late(today),
            "today": lambda: self.open().filter(due_on=today),
            "soon": lambda: self.soon(today),
            "week": lambda: self.open().filter(due_on__gte=today, due_on__lte=today + WEEK),
        }
        return ways.get(state, self.open)()

    def mine(self, user):
        """Tasks that wait for her, or for a colleague for whom she covers, and those of her offices that wait
        for whoever can."""
        covered = sorted(user.covered(*TEAM))
        hers = Q(assignee__in=[user.pk, *covered]) if covered else Q(assignee=user.pk)
        return self.filter(hers | Q(assignee=None, office__in=user.office_ids()))

    def next_days(self, cases):
        """{case id: the day by which the next of these tasks is due}"""
        waiting = self.open().filter(case__in=cases).order_by()
        doors = [door.values_list("case", "due_on") for door in door_by_door(waiting)]
        # The latest first, so that the next day of each case is the one that stays.
        return dict(doors[0].union(*doors[1:], all=True).order_by("-due_on"))

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("case__office", "office", "assignee")


class Task(Sealed, Record):
    """Something that waits to be done for a case, by a day, by somebody or by whoever of an office.

    A task without a case is blind: it tells supervisors that something waits, and nothing of whom.
    """

    told_with = ("told_case",)
    kind = models.CharField(_("what"), max_length=40)
    key = models.CharField(max_length=80, blank=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="tasks")
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="tasks")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("who does it"),
    )
    due_on = models.DateField(_("by"))
    words = SealedText(_("what has to be done"), max_length=300, null=True, blank=True)
    subject = models.UUIDField(null=True, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    outcome = SealedText(_("what came of it"), max_length=500, null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(done_at=None) & ~Q(key=""), name="open_task_once"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["assignee", "due_on"], condition=Q(done_at=None), name="task_of_person"),
            models.Index(
                fields=["office", "due_on", "created_at", "id"],
                condition=Q(done_at=None),
                name="task_of_office_next",
            ),
            models.Index(
                fields=["office", "due_on", "created_at", "id"],
                condition=Q(case=None, done_at=None),
                name="task_blind_next",
            ),
            models.Index(fields=["case"], condition=Q(done_at=None), name="task_of_case"),
            # Of these there are few, and who may see each of them is looked for by itself.
            models.Index(
                fields=["office", "case"],
                condition=Q(kind=LIKENESS, done_at=None),
                name="task_of_likeness_of_office",
            ),
            models.Index(fields=["due_on", "created_at", "id"], condition=Q(done_at=None), name="task_next"),
            models.Index(
                fields=["-done_at", "-id"], condition=Q(done_at__isnull=False), name="task_done_last"
            ),
            models.Index(fields=["subject"], condition=Q(subject__isnull=False), name="task_about"),
        ]

    # A blind task has no person whose key could seal it: it is its own subject, and says nothing of anybody.
    @property
    def sealing_kind(self):
        return "person" if self.case_id else "task"

    def sealing_subject(self):
        return self.case.person_id if self.case_id else self.pk

    def locked_after(self):
        return (self.case,) if self.case_id else ()

    @property
    def told_case(self):
        """The case whose team reads of this task; that she may be known elsewhere is not for all of them."""
        return None if self.kind == LIKENESS else self.case_id

    @property
    def late_by(self):
        """Days past its day; 0 when it is not late."""
        return max(0, (timezone.localdate() - self.due_on).days)
