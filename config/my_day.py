"""What waits for a person today, room by room. A room adds a function; each reads through `visible_to`."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Absence, Office, Organisation, SoleDecision, UnsentText, User
from accounts.roles import Role
from audit.models import Event
from cases import intake
from cases.complaints import offices_lacking, waiting_for, without_hidden
from cases.models import READERS, TEAM, Case, Draft, Level, RetentionClock, Task, Transfer
from cases.models.drafts import is_personal
from cases.models.tasks import WEEK
from cases.task_words import DANGER
from config.coming import days_of_tasks
from programmes.models import Activity, Award
from reintegration.models import Placement
from reports.models import MissingList
from shelters.models import STAFF, Shelter
from work.door_by_door import count_up_to, first_rows, ids_among
from work.models import OutboxRow

SOON = timedelta(days=90)


class Notice(NamedTuple):
    """One thing that waits: a sentence, where to go, how much it presses ("", "care", "bad")."""

    sentence: str
    url: str
    kind: str = ""


def notices_for(user, days=None):
    """Everything that waits for this person in the roles she acts in, the pressing first.

    `days` is what `days_of_tasks` answers, where the page asked already.
    """
    found = [notice for roles, look in LOOKS if user.has_role(*roles) for notice in look(user)]
    found += tasks(days_of_tasks(user, timezone.localdate()) if days is None else days)
    return sorted(found, key=lambda notice: ["bad", "care", ""].index(notice.kind))


def invitations_not_used(user):
    """People who have not set their password yet."""
    if number := User.objects.visible_to(user).in_state("waiting").count():
        sentence = ngettext(
            "%d invitation has not been used yet.", "%d invitations have not been used yet.", number
        )
        yield Notice(sentence % number, reverse("users") + "?state=waiting")


def work_given_up(user):
    """Work behind the page that failed every time."""
    if user.leads(Role.ADMINISTRATOR) and (number := OutboxRow.objects.given_up().count()):
        sentence = ngettext(
            "%d piece of work behind the page failed again and again.",
            "%d pieces of work behind the page failed again and again.",
            number,
        )
        yield Notice(sentence % number, reverse("reports:given-up"), "bad")


def refusals_and_locks(user):
    """What was refused, and who was locked out, in the last day."""
    events = without_hidden(Event.objects.visible_to(user), user).filter(
        at__gte=timezone.now() - timedelta(days=1)
    )
    if number := events.filter(verb="sign_in.locked").count():
        sentence = ngettext("%d lock-out in the last 24 hours.", "%d lock-outs in the last 24 hours.", number)
        yield Notice(sentence % number, reverse("reports:trail") + "?verb=sign_in.locked", "care")
    if number := events.filter(verb="refused").count():
        sentence = ngettext("%d refusal in the last 24 hours.", "%d refusals in the last 24 hours.", number)
        yield Notice(sentence % number, reverse("reports:trail") + "?verb=refused")


def awards_and_plan(user):
    """Awards that end soon, and activities past their planned day."""
    today = timezone.localdate()
    for award in Award.objects.visible_to(user).ending_between(today, today + SOON):
        sentence = _("Award %(number)s ends in %(days)d days.")
        left = (award.ends - today).days
        yield Notice(
            sentence % {"number": award.number, "days": left},
            reverse("programmes:award", args=[award.pk]),
            "care",
        )
    late = Activity.objects.visible_to(user).late(today)
    for key, award, number in late.by_award():
        sentence = ngettext(
            "%(count)d activity of %(award)s is late.", "%(count)d activities of %(award)s are late.", number
        )
        words = sentence % {"count": number, "award": award}
        yield Notice(words, reverse("programmes:activities", args=[key]), "care")


def decisions_to_review(user):
    """Decisions made alone in small offices."""
    if number := SoleDecision.objects.visible_to(user).waiting().count():
        sentence = ngettext(
            "%d decision made alone waits for you.", "%d decisions made alone wait for you.", number
        )
        yield Notice(sentence % number, reverse("sole-decisions"), "care")


def unsent_texts(user):
    """What she had written when a session of hers ended."""
    for kept in UnsentText.objects.visible_to(user).order_by("created_at"):
        at = time_format(timezone.localtime(kept.created_at), "H:i")
        sentence = _("What you had written at %(time)s was not saved: send it again.") % {"time": at}
        yield Notice(sentence, reverse("unsent-text", args=[kept.pk]), "care")


def in_danger(user):
    """People in danger now, of whom nobody has said yet what protects them."""
    waiting = Task.objects.for_whom_she_helps(user).open().filter(kind=DANGER).select_related("case")
    for task in first_rows(waiting.filter(office__in=user.office_ids(Role.SUPERVISOR))):
        words = _("%(case)s: she is in danger now.") % {"case": task.case}
        yield Notice(words, task.case.get_absolute_url(), "bad")


def tasks(days):
    """What she should have done by now, and what is for today."""
    today = timezone.localdate()
    if number := sum(each.number for each in days if each.day < today):
        sentence = ngettext("%d task is late.", "%d tasks are late.", number)
        yield Notice(sentence % number, reverse("tasks:tasks") + "?whose=mine&state=late", "care")
    if number := sum(each.number for each in days if each.day == today):
        sentence = ngettext("%d task is for today.", "%d tasks are for today.", number)
        yield Notice(sentence % number, reverse("tasks:tasks") + "?whose=mine&state=today")


def days_to_come(user, days):
    """`[(day, how many tasks wait for her)]` of the next seven days; None for who has no tasks."""
    if not user.has_role(*READERS):
        return None
    today = timezone.localdate()
    return [(each.day, each.number) for each in days if today < each.day <= today + WEEK]


def drafts(user):
    """Pages of cases that she typed and has not saved."""
    found = list(Draft.objects.visible_to(user).filter(user=user.pk).select_related("case"))
    known = Case.objects.added_to_by(user, Level.ASSISTANCE)
    known = ids_among(known, {draft.case_id for draft in found}) if found else set()
    for draft in found:
        at = date_format(timezone.localtime(draft.typed_at), "SHORT_DATETIME_FORMAT")
        if draft.case and is_personal(draft.section) and draft.case_id not in known:
            # Her own words of a case that is not hers any more: what it is called by now is not hers to know.
            words = _("What you typed of case %(number)s at %(time)s was not saved: see what becomes of it.")
            words %= {"number": draft.case.number, "time": at}
            yield Notice(words, reverse("cases:draft", args=[draft.pk]), "care")
        elif draft.case:
            where = {"case": draft.case, "page": intake.section_of(draft.section).title, "time": at}
            words = _("You have a draft in case %(case)s since %(time)s: %(page)s.") % where
            yield Notice(words, intake.way_to_draft(draft), "care")
        else:
            words = _("You began a case at %(time)s and have not saved it.") % {"time": at}
            yield Notice(words, intake.page_before_a_case(draft), "care")


def closed_lately(user):
    """Cases that were open to her until lately: what she saw until then she may still write."""
    left, known = list(Case.objects.left_by(user)), Case.objects.visible_to(user, Level.ASSISTANCE)
    again = ids_among(known, [case.pk for case in left]) if left else ()
    for case in left:
        if case.pk not in again:
            sentence = _("%(case)s was closed to you lately: what you saw until then can still be written.")
            yield Notice(sentence % {"case": case}, reverse("cases:note-create", args=[case.number]))


def cases_offered(user):
    """Cases that other offices ask hers to take."""
    if number := Transfer.objects.waiting_for(user).count():
        sentence = ngettext(
            "%d case waits for your office to say whether it takes it.",
            "%d cases wait for your office to say whether it takes them.",
            number,
        )
        yield Notice(sentence % number, reverse("cases:transfers"), "care")


def away_and_covered(user):
    """Who covers for her, and for whom she covers, today or soon."""
    today = timezone.localdate()
    absences = Absence.objects.to_come().filter(since__lte=today + WEEK).for_list()
    for absence in absences.filter(Q(user=user.pk) | Q(cover=user.pk)):
        days = {"since": date_format(absence.since), "until": date_format(absence.until)}
        if absence.user_id == user.pk:
            words = _("From %(since)s to %(until)s %(who)s covers for you.")
            sentence = words % {**days, "who": absence.cover.full_name}
        else:
            words = _("From %(since)s to %(until)s you cover for %(who)s.")
            sentence = words % {**days, "who": absence.user.full_name}
        yield Notice(sentence, reverse("cases:absences"))


def stays_past_their_exit(user):
    """Who should have left her shelter, and who lives there without a bed."""
    today = timezone.localdate()
    for shelter in Shelter.objects.staffed_by(user).select_related("office"):
        stays = shelter.stays.all()
        board = reverse("shelters:shelter", args=[shelter.pk])
        if number := stays.overdue(today).count():
            sentence = ngettext(
                "%(shelter)s: %(number)d resident should have left by now.",
                "%(shelter)s: %(number)d residents should have left by now.",
                number,
            )
            yield Notice(sentence % {"shelter": shelter, "number": number}, board, "care")
        if number := stays.without_bed(today).count():
            sentence = ngettext(
                "%(shelter)s: %(number)d resident has no bed.",
                "%(shelter)s: %(number)d residents have no bed.",
                number,
            )
            yield Notice(sentence % {"shelter": shelter, "number": number}, board, "bad")


def nobody_follows(user):
    """Placements that no reintegration worker is assigned to."""
    if number := count_up_to(Placement.objects.visible_to(user).unfollowed()):
        sentence = ngettext(
            "%d person who left a shelter is followed by nobody yet.",
            "%d people who left a shelter are followed by nobody yet.",
            number,
        )
        yield Notice(sentence % number, reverse("reintegration:placements") + "?state=open", "care")


def missing_lists(user):
    """Lists of what her cases lack for the reports, until she has gone through them."""
    for one in MissingList.objects.visible_to(user).open():
        sentence = ngettext(
            "For the reports of %(period)s something is missing in %(number)d of your cases.",
            "For the reports of %(period)s something is missing in %(number)d of your cases.",
            one.cases,
        )
        address = f"{reverse('reports:missing')}?period={one.period}"
        yield Notice(sentence % {"period": one.period, "number": one.cases}, address, "care")


def closed_cases_to_look_at(user):
    """Closed cases whose day has come: is what is kept of them still needed?"""
    if number := count_up_to(RetentionClock.objects.visible_to(user).due()):
        sentence = ngettext(
            "%d closed case is to be looked at: is what is kept still needed?",
            "%d closed cases are to be looked at: is what is kept still needed?",
            number,
        )
        yield Notice(sentence % number, reverse("cases:retention"))


def letter_box(user):
    """What came for whoever receives, in words that tell nobody beside her what it is."""
    if not user.receives_of.filter(ended_at=None).exists():
        return
    new, unopened, unanswered, to_review = waiting_for(user)
    url = reverse("box:complaints")
    if number := len(new):
        sentence = ngettext("Letter box: %d new letter.", "Letter box: %d new letters.", number)
        yield Notice(sentence % number, url, "care")
    if number := len(unopened) + len(unanswered):
        sentence = ngettext(
            "Letter box: %d letter has waited too long.",
            "Letter box: %d letters have waited too long.",
            number,
        )
        yield Notice(sentence % number, url, "bad")
    if number := len(to_review):
        sentence = ngettext(
            "Letter box: %d closed letter is to be looked at again.",
            "Letter box: %d closed letters are to be looked at again.",
            number,
        )
        yield Notice(sentence % number, f"{url}?state=to_review", "care")
    if not (new or unopened or unanswered or to_review):
        yield Notice(_("Letter box: nothing new."), url)


def receivers_to_name(user):
    """Offices of which fewer than two people outside can receive complaints."""
    offices = Office.objects.filter(organisation__in=Organisation.objects.managed_by(user)).open()
    if number := len(offices_lacking(list(offices))):
        sentence = ngettext(
            "For %d office fewer than two people receive complaints: name them.",
            "For %d offices fewer than two people receive complaints: name them.",
            number,
        )
        yield Notice(sentence % number, reverse("box:receivers"), "care")


LOOKS = [
    (set(Role), unsent_texts),
    (set(Role), letter_box),
    ({Role.ADMINISTRATOR}, receivers_to_name),
    ({Role.SUPERVISOR}, in_danger),
    ({Role.SUPERVISOR}, cases_offered),
    (set(TEAM), away_and_covered),
    (set(READERS), drafts),
    (set(READERS), closed_lately),
    (set(TEAM), missing_lists),
    ({Role.ADMINISTRATOR}, invitations_not_used),
    ({Role.ADMINISTRATOR}, work_given_up),
    ({Role.DATA_PROTECTION}, refusals_and_locks),
    ({Role.PROGRAMME_MANAGER}, awards_and_plan),
    ({Role.REVIEWER}, decisions_to_review),
    (set(STAFF), stays_past_their_exit),
    ({Role.SUPERVISOR}, nobody_follows),
    ({Role.SUPERVISOR, Role.DATA_PROTECTION}, closed_cases_to_look_at),
]
