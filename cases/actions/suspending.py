from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.doors import require
from cases import rules
from cases.keeping import ask_which_is_wrong, locked, move_to, refuse_impossible_day
from cases.models import FailedContact, Status
from cases.suspending import DAYS_TRIED, days_tried, look_again, tell_supervisors
from work import actions as work
from work.errors import refusal


@transaction.atomic
def record_failed_contact(case, *, by, on, how, words=None, once=None, entered_from=""):
    """Write that somebody tried to reach the person on a day and did not, in whichever status."""
    case = locked(case)
    require(rules.can_record_failed_contact, by, case)
    refuse_impossible_day(on, "on")

    def make():
        facts = {"how": how, "words": words or None, "entered_from": entered_from}
        tried = FailedContact(case=case, on=on, tried_by=by, **facts)
        work.create(tried, by=by, verb="contact.failed", office=case.office, detail=[how])
        ask_which_is_wrong(case, on, by=by)
        return tried

    return FailedContact.objects.get(pk=work.once(once, by=by, verb="contact.failed", make=make))


@transaction.atomic
def withdraw_failed_contact(failed_contact, *, by, withdrawn_reason, version=None):
    """Take back an attempt that was written by mistake; it stays readable, and counts no more."""
    case = locked(failed_contact.case)
    rows = FailedContact.objects.select_for_update(of=("self",), no_key=True)
    stood = rows.get(pk=failed_contact.pk)
    stood.case = case
    require(rules.can_withdraw_failed_contact, by, stood)
    if stood.withdrawn_at:
        raise refusal(_("This was withdrawn already."), code="withdrawn")
    facts = {"withdrawn_at": timezone.now(), "withdrawn_reason": withdrawn_reason}
    verb, office = "contact.failed_withdrawn", case.office
    written = work.write(stood, by=by, verb=verb, changes=facts, version=version, office=office)
    written.case = case
    return written


@transaction.atomic
def suspend_case(case, *, by, on, entered_from=""):
    """Let a case rest whose person could not be reached on three days; whoever meets her takes it up again.

    The supervisors are told, and every 30 days somebody looks again. Help stays open in every way.
    """
    case = locked(case)
    require(rules.can_change_case, by, case)
    refuse_impossible_day(on, "on")
    tried = days_tried(case)
    if case.status == Status.ACTIVE and not entered_from:
        _refuse_too_few(tried)
    if tried[DAYS_TRIED - 1 :] and on < tried[DAYS_TRIED - 1]:
        words = _("The third attempt was made on %(day)s: suspend the case on that day or later.")
        raise refusal(words % {"day": date_format(tried[DAYS_TRIED - 1])}, field="on", code="before_it")
    _refuse_before_last_step(case, on)
    how = {"verb": "case.suspended", "entered_from": entered_from}
    case = move_to(case, Status.SUSPENDED, by=by, on=on, **how)
    if not entered_from and not rules.supervises(by, case):
        tell_supervisors(case, by=by)
    look_again(case, by=by, since=on, entered_from=entered_from)
    return case


def _refuse_too_few(tried):
    """Refuse to give up before somebody tried on three days; says how many days are written."""
    if len(tried) < DAYS_TRIED:
        words = _(
            "A case is suspended after attempts on %(days)d different days since the person was met last; "
            "%(written)d are written. Write down each attempt."
        )
        raise refusal(words % {"days": DAYS_TRIED, "written": len(tried)}, code="too_few")


def _refuse_before_last_step(case, on):
    """Refuse a day before the case came to where it stands."""
    last = case.status_changes.order_by("-id").values_list("on", flat=True).first()
    if last and on < last:
        words = _("The case came to where it stands on %(day)s: choose that day or a later one.")
        raise refusal(words % {"day": date_format(last)}, field="on", code="before_it")
