from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.doors import require
from cases import rules
from cases.grounds import refuse_telling_without_ground
from cases.keeping import add_task, ask_which_is_wrong, end_tasks, locked, refuse_impossible_day
from cases.models import RiskNotice
from cases.risks import days
from work import actions as work
from work.errors import refusal


@transaction.atomic
def pass_risk_on(case, *, by, on, ground=None, receiver_named=False, once=None, entered_from="", **facts):
    """Keep that a danger to her family was passed on: to whom, in which country and words, by what right.

    To tell somebody of her is a decision of ours, refused without a ground; of what is entered later nobody
    asks for one any more. Their answer is asked for in some days.
    """
    case = locked(case)
    require(rules.can_pass_risk_on, by, case)
    refuse_impossible_day(on, "on")

    def make():
        if not entered_from:
            refuse_telling_without_ground(case, ground=ground, receiver_named=receiver_named, on=on)
        facts_of_it = {"ground": ground, "receiver_named": receiver_named, "entered_from": entered_from}
        notice = RiskNotice(case=case, on=on, passed_by=by, **facts_of_it, **facts)
        codes = [entered_from] if entered_from else []
        work.create(notice, by=by, verb="risk.passed_on", office=case.office, detail=codes)
        ask_which_is_wrong(case, on, by=by)
        _ask_for_answer(notice, by=by)
        return notice

    return RiskNotice.objects.get(pk=work.once(once, by=by, verb="risk.passed_on", make=make))


@transaction.atomic
def answer_risk_notice(notice, *, by, answered_on, answer, version=None):
    """Write what they answered to whom a danger was passed on; written again, it corrects what stands."""
    notice = _locked_notice(notice, by=by)
    refuse_impossible_day(answered_on, "answered_on")
    if answered_on < notice.on:
        words = _("They cannot have answered before they were told.")
        raise refusal(words, field="answered_on", code="before_it")
    facts, office = {"answered_on": answered_on, "answer": answer}, notice.case.office
    written = work.write(notice, by=by, verb="risk.answered", changes=facts, version=version, office=office)
    written.case = notice.case
    _answer_no_more(
        written, by=by, outcome=_("They answered on %(day)s.") % {"day": date_format(answered_on)}
    )
    return written


@transaction.atomic
def withdraw_risk_notice(notice, *, by, withdrawn_reason, version=None):
    """Take back that something was passed on, which was written by mistake; it stays readable."""
    notice = _locked_notice(notice, by=by)
    facts = {"withdrawn_at": timezone.now(), "withdrawn_reason": withdrawn_reason}
    verb, office = "risk.notice_withdrawn", notice.case.office
    written = work.write(notice, by=by, verb=verb, changes=facts, version=version, office=office)
    written.case = notice.case
    _answer_no_more(written, by=by, outcome=_("It was withdrawn that this was passed on."))
    return written


def _locked_notice(notice, *, by):
    """It as it stands now, after its case; what was withdrawn is not touched."""
    case = locked(notice.case)
    require(rules.can_pass_risk_on, by, case)
    notice = RiskNotice.objects.select_for_update(of=("self",), no_key=True).get(pk=notice.pk)
    notice.case = case
    if notice.withdrawn_at:
        raise refusal(_("This was withdrawn already."), code="withdrawn")
    return notice


def _ask_for_answer(notice, *, by):
    """They are asked what they have done, unless that was long ago."""
    today, due_on = timezone.localdate(), notice.on + timedelta(days=days()["answer_days"])
    due_on = due_on if notice.entered_from else max(due_on, today)
    add_task(notice.case, "risk_answer", by=by, due_on=due_on, on=notice.on, key=_key(notice))


def _key(notice):
    return f"{notice.case_id}:{notice.pk}"


def _answer_no_more(notice, *, by, outcome):
    end_tasks(notice.case, ["risk_answer"], by=by, outcome=outcome, key=_key(notice))
