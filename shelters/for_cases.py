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
from cases.rules import follows
from cases.timelines import Entry
from shelters import lacking, rules
from shelters.models import STAFF, Stay
from work.actions import written_at

# What is said of a stay that rests on a ground.
STAY = "stay"
# So long before she is expected to leave, her exit is prepared.
PREPARING = timedelta(days=30)


def open_items(case):
    """A stay that goes on: a case is not closed while she lives in a shelter."""
    return [
        _("She lives in a shelter since %(day)s.") % {"day": date_format(stay.admitted_on)}
        for stay in Stay.objects.open().filter(case=case)
    ]


def resting_on_ground(ground):
    """A stay that goes on by this consent or order alone."""
    return [STAY] if lacking.stays_resting_on(ground) else []


def stop_resting_on(ground, by):
    """She stays in her bed; whoever looks after her there asks whether she still agrees to live there."""
    stays = lacking.stays_resting_on(ground)
    for stay in stays:
        lacking.ask_again(stay, by=by)
    return [STAY] if stays else []


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


def sealed_rows(case_ids):
    """Her stays: why they began and where she went is sealed under her key."""
    stays = Stay.objects.select_for_update(of=("self",)).select_related("case")
    return stays.filter(case__in=case_ids).order_by("pk")


def next_stay(person_id, day):
    """When she next comes to live in a shelter; who left on the day on which she came lived in none."""
    lived = Stay.objects.standing().exclude(left_on=F("admitted_on"))
    later = lived.filter(person=person_id, admitted_on__gte=day).order_by("admitted_on")
    return later.values_list("admitted_on", flat=True).first()


def first_day(person):
    """When she first came to live in a shelter."""
    came = Stay.objects.standing().filter(person=person).order_by("admitted_on")
    return came.values_list("admitted_on", flat=True).first()


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
    """Her coming and leaving; the shelter is named to who reads the stay, where it stands to nobody."""
    stays = list(stays_of(case))
    ended = written_at([stay for stay in stays if stay.left_on], "stay.ended")
    every = follows(user, case)
    for stay in stays:
        reads = every or rules.reads_in_own_shelter(user, stay)
        yield coming(stay) if reads else coming_elsewhere(stay)
        if stay.left_on:
            yield (leaving if reads else leaving_elsewhere)(stay, ended[stay.pk])


def coming(stay):
    """That she came, where and why."""
    came = _("Came to live in %(shelter)s") % {"shelter": stay.shelter}
    why, by = stay.get_admission_reason_display(), str(stay.recorded_by or "")
    return Entry(came, stay.admitted_on, why, by, icon="bed", at=stay.created_at)


def coming_elsewhere(stay):
    """That she came, for another shelter: who wrote it would tell which one it was."""
    came = _("Came to live in another shelter")
    return Entry(came, stay.admitted_on, icon="bed", at=stay.created_at)


def leaving(stay, at):
    """That she left, whereto, and what was written of it."""
    left = _("Left %(shelter)s") % {"shelter": stay.shelter}
    went = [stay.get_exit_reason_display(), stay.exit_details]
    return Entry(left, stay.left_on, ". ".join(filter(None, went)), icon="door-exit", at=at)


def leaving_elsewhere(stay, at):
    """That she left another shelter."""
    return Entry(_("Left another shelter"), stay.left_on, icon="door-exit", at=at)
