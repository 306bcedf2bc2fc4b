"""What a shelter adds to the verbs and the page of a case (`cases.dependants`)."""

from datetime import timedelta

from django.db.models import F, Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.roles import Role
from cases.ages import band_edge
from cases.dependants import Stage
from cases.timelines import Entry
from shelters import rules
from shelters.models import STAFF, Stay
from work.actions import written_at

# So long before she is expected to leave, her exit is prepared.
PREPARING = timedelta(days=30)


def open_items(case):
    """A stay that goes on: a case is not closed while she lives in a shelter."""
    return [
        _("She lives in a shelter since %(day)s.") % {"day": date_format(stay.admitted_on)}
        for stay in Stay.objects.open().filter(case=case)
    ]


def stages_of(case_ids):
    """Living in a shelter, and preparing to leave it."""
    soon = timezone.localdate() + PREPARING
    stays = Stay.objects.open().filter(case__in=case_ids).order_by()
    for case_id, expected in stays.values_list("case", "expected_exit_on"):
        yield case_id, Stage.SHELTER
        if expected <= soon:
            yield case_id, Stage.PREPARING_EXIT


def age_rows(person):
    """Rewrite the age bands of her stays and exits from her mended birth date; she is locked."""
    rows = Stay.objects.select_for_update(of=("self",), no_key=True).filter(person=person)
    for stay in rows.order_by("pk"):
        stay.take_age(person, stay.admitted_on)
        if stay.left_on:
            stay.left_age_from = band_edge(person.age_on(stay.left_on))
            stay.left_child = person.is_child_on(stay.left_on)
        stay.save(update_fields=["age_from", "child", "left_age_from", "left_child"])


def forget_identity(person, emptied):
    """Her nights stay and count; why, and where she went in words, leave the record with her age."""
    for stay in Stay.objects.filter(person=person):
        emptied(stay, needed=["withdrawn_reason"], age_from=None, left_age_from=None)


def next_stay(person_id, day):
    """When she next comes to live in a shelter; who left on the day on which she came lived in none."""
    lived = Stay.objects.standing().exclude(left_on=F("admitted_on"))
    later = lived.filter(person=person_id, admitted_on__gte=day).order_by("admitted_on")
    return later.values_list("admitted_on", flat=True).first()


def last_day(case):
    """When she last left a shelter."""
    ended = Stay.objects.standing().filter(case=case, left_on__isnull=False).order_by("-left_on")
    return ended.values_list("left_on", flat=True).first()


def stays_of(case):
    """Her stays in this case, the latest first, read once for all parts of the case's page."""
    stays = Stay.objects.standing().select_related("shelter__office", "recorded_by")
    prefetch_related_objects([case], Prefetch("stays", stays))
    for stay in case.stays.all():
        stay.case = case
        yield stay


def verbs(case, user):
    """Where she lives, or a shelter that takes her in."""
    stay = next((stay for stay in stays_of(case) if stay.is_open), None)
    if stay and rules.can_read_stay(user, stay):
        yield _("Her stay in the shelter"), reverse("shelters:stay", args=[stay.pk])
    elif case.is_open and user.has_role(*STAFF, Role.CASEWORKER):
        yield _("Admit to a shelter"), f"{reverse('shelters:shelters')}?case={case.number}"


def timeline(case, user):
    """Her coming and leaving; the name of the shelter is told, where it stands is not."""
    stays = list(stays_of(case))
    ended = written_at([stay for stay in stays if stay.left_on], "stay.ended")
    for stay in stays:
        reads = rules.can_read_stay(user, stay)
        came = _("Came to live in %(shelter)s") % {"shelter": stay.shelter}
        by = str(stay.recorded_by or "")
        yield Entry(
            came, stay.admitted_on, stay.get_admission_reason_display(), by, icon="bed", at=stay.created_at
        )
        if stay.left_on:
            went = [stay.get_exit_reason_display(), stay.exit_details if reads else ""]
            left = _("Left %(shelter)s") % {"shelter": stay.shelter}
            at = ended[stay.pk]
            yield Entry(left, stay.left_on, ". ".join(filter(None, went)), icon="door-exit", at=at)
