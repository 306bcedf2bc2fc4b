"""The screening interview: it is begun, written page by page, stopped when she wants, sent and reviewed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import record_sole_decision
from audit.doors import require
from cases import legal, rules
from cases.grounds import require_ground
from cases.keeping import add_task, ask_which_is_wrong, end_tasks, locked, open_once, refuse_impossible_day
from cases.models import (
    Case,
    Proposal,
    Screening,
    ScreeningMoment,
    ScreeningState,
    ScreeningStep,
    Task,
)
from cases.screening import (
    REVIEW_WITHIN,
    interview_ground,
    refuse_wrong_moment,
    reviews_alone,
    typed_pages,
)
from cases.suspending import resume_on_contact
from cases.task_words import SCREENING_BACK, SCREENING_DECIDE, SCREENING_REVIEW
from work import actions as work
from work.actions import history
from work.errors import refusal

WAITING = (SCREENING_REVIEW, SCREENING_BACK)


@transaction.atomic
def begin_screening(case, *, by, interviewed_on, once=None, entered_from="", **facts):
    """Begin a screening interview. What of her may be kept needs a ground; a missing consent is a task.

    Of a case outside the scope it opens the account to the team again, who need it from now on.
    """
    case = locked(case)
    require(rules.can_hold_screening, by, case)
    refuse_impossible_day(interviewed_on, "interviewed_on")
    require_ground(case, interviewed_on if entered_from else None)

    def make():
        ground = interview_ground(case, interviewed_on)
        screening = Screening(
            case=case, interviewed_on=interviewed_on, interviewer=by, ground=ground,
            entered_from=entered_from, **facts,
        )  # fmt: skip
        codes = [entered_from] if entered_from else []
        work.create(screening, by=by, verb="screening.begun", office=case.office, detail=codes)
        ask_which_is_wrong(case, interviewed_on, by=by)
        if ground is None and not entered_from:
            add_task(case, "consent_to_interview", by=by)
        resume_on_contact(case, by=by, on=interviewed_on, entered_from=entered_from)
        return screening

    return Screening.objects.get(pk=work.once(once, by=by, verb="screening.begun", make=make))


@transaction.atomic
def edit_screening(screening, *, by, version=None, **facts):
    """Write a page of the interview, while nobody reviews it; two who write two pages do not meet."""
    screening = _locked_screening(screening, by=by)
    case = screening.case
    require_ground(case)
    _refuse_unless(screening, ScreeningState.OPEN)
    if day := facts.get("interviewed_on"):
        refuse_impossible_day(day, "interviewed_on")
        facts["ground"] = interview_ground(case, day)
        ask_which_is_wrong(case, day, by=by)
    version = _version_of_page(screening, version, facts)
    verb = "screening.changed"
    written = work.write(screening, by=by, verb=verb, changes=facts, version=version, office=case.office)
    written.case = case
    return written


@transaction.atomic
def note_screening_moment(screening, *, by, what, on=None, words=None, version=None):
    """Write that she asked for a break, that the interview was stopped, or that it went on.

    It is her choice, so that it is written whatever stands, while it is reviewed too; what was read of the
    interview before stands no more.
    """
    screening = _locked_screening(screening, by=by)
    day = on or timezone.localdate()
    refuse_impossible_day(day, "on")
    refuse_wrong_moment(screening, what, day)
    _keep_moment(screening, what, by=by, on=day, words=words, verb="screening.moment")
    case = screening.case
    how = {"verb": "screening.moment", "version": version, "office": case.office}
    written = work.write(screening, by=by, changes={}, beside=True, **how)
    written.case = case
    return written


@transaction.atomic
def send_screening(screening, *, by, version=None):
    """Send the interview to a second person, with what is proposed and why; both tests are kept."""
    screening = _locked_screening(screening, by=by)
    case = screening.case
    _refuse_unless(screening, ScreeningState.OPEN)
    _refuse_unsaved(screening)
    _refuse_unsaid(screening)
    facts = {
        "state": ScreeningState.IN_REVIEW,
        "ground": interview_ground(case, screening.interviewed_on),
        "legal_test": legal.kept(legal.side_by_side(case, timezone.localdate())),
    }
    screening = _move(screening, facts, by=by, verb="screening.sent", version=version)
    _keep_moment(screening, ScreeningMoment.SENT, by=by)
    end_tasks(case, WAITING, by=by)
    due_on = timezone.localdate() + REVIEW_WITHIN
    asked = {"kind": SCREENING_REVIEW, "key": f"{case.pk}:{screening.pk}", "due_on": due_on}
    # It waits for any supervisor: never for the one who held the interview.
    open_once(Task(case=case, office=case.office, **asked), by=by)
    if screening.ground is None and not screening.entered_from:
        add_task(case, "consent_to_interview", by=by)
    return screening


@transaction.atomic
def review_screening(screening, *, by, agrees, words=None, version=None):
    """Say as a second person that the proposal stands, or send the interview back with what is missing.

    Nobody reviews her own interview, but in a small office, a day after it was sent; the outside reviewer
    looks at it afterwards.
    """
    case = locked(screening.case)
    screening = _reread(screening, case)
    require(rules.can_review_screening, by, screening)
    _refuse_unless(screening, ScreeningState.IN_REVIEW)
    alone = reviews_alone(screening, by=by)
    if not agrees and not words:
        raise refusal(_("Write what is missing, so that it can be completed."), field="words", code="unsaid")
    state = ScreeningState.AGREED if agrees else ScreeningState.OPEN
    verb = "screening.agreed" if agrees else "screening.sent_back"
    screening = _move(screening, {"state": state}, by=by, verb=verb, version=version)
    what = ScreeningMoment.AGREED if agrees else ScreeningMoment.SENT_BACK
    _keep_moment(screening, what, by=by, words=words)
    end_tasks(case, WAITING, by=by)
    key = f"{case.pk}:{screening.pk}"
    if not agrees:
        due_on = timezone.localdate() + REVIEW_WITHIN
        facts = {"assignee": _who_completes(screening), "due_on": due_on, "key": key}
        add_task(case, SCREENING_BACK, by=by, **facts)
    elif screening.proposal != Proposal.UNDECIDED:
        due_on = timezone.localdate() + REVIEW_WITHIN
        asked = {"kind": SCREENING_DECIDE, "key": str(case.pk), "due_on": due_on}
        open_once(Task(case=case, office=case.office, **asked), by=by)
    if alone:
        record_sole_decision(screening, by=by, office=case.office, verb="screening.agreed")
    return screening


@transaction.atomic
def withdraw_screening(screening, *, by, withdrawn_reason, version=None):
    """Take back an interview that was written by mistake; it stays readable, and nothing rests on it."""
    screening = _locked_screening(screening, by=by)
    case = screening.case
    if Case.objects.filter(screening=screening).exists():
        raise refusal(_("A decision rests on this interview. Mend the decision first."), code="decided_on_it")
    facts = {"withdrawn_at": timezone.now(), "withdrawn_reason": withdrawn_reason}
    written = _move(screening, facts, by=by, verb="screening.withdrawn", version=version)
    end_tasks(case, WAITING, by=by, outcome=_("The interview was withdrawn."))
    if not case.screenings.agreed().exists():
        end_tasks(case, [SCREENING_DECIDE], by=by, outcome=_("The interview was withdrawn."))
    return written


def _who_completes(screening):
    """Whoever held the interview, as long as she works here and reads the case; else who answers for it."""
    held, case = screening.interviewer, screening.case
    return held if held.is_active and rules.can_hold_screening(held, case) else case.worker


def _locked_screening(screening, *, by):
    """The interview as it stands now, after its case; one that was withdrawn is not touched."""
    case = locked(screening.case)
    screening = _reread(screening, case)
    require(rules.can_write_screening, by, screening)
    return screening


def _reread(screening, case):
    screening = Screening.objects.select_for_update(of=("self",), no_key=True).get(pk=screening.pk)
    screening.case = case
    if screening.withdrawn_at:
        raise refusal(_("This interview was withdrawn already."), code="withdrawn")
    return screening


def _move(screening, facts, *, by, verb, version):
    case = screening.case
    written = work.write(screening, by=by, verb=verb, changes=facts, version=version, office=case.office)
    written.case = case
    return written


def _keep_moment(screening, what, *, by, on=None, words=None, verb="screening.reviewed"):
    step = ScreeningStep(case=screening.case, screening=screening, what=what, by=by, words=words or None)
    step.on = on or timezone.localdate()
    return work.create(step, by=by, verb=verb, office=screening.case.office, detail=[what])


def _version_of_page(screening, version, facts):
    """The version by which a page is saved: what was changed since of other pages does not outdate it."""
    if version is None or version >= screening.version:
        return version
    since = [before for revision, before in history(screening) if revision.version >= version]
    touched = {name for before in since for name in before}
    return version if touched & set(facts) - {"ground"} else screening.version


def _refuse_unless(screening, state):
    """Refuse what does not go with how far the interview has come."""
    if screening.state == state:
        return
    said = {
        ScreeningState.OPEN: _("This interview is being written: it was not sent for review."),
        ScreeningState.IN_REVIEW: _(
            "This interview waits for a second person. Whoever reviews it can send it back to be completed."
        ),
        ScreeningState.AGREED: _(
            "A second person agreed with this interview, and it stays as it is. What is learned later is "
            "written in a new one."
        ),
    }
    raise refusal(said[screening.state], code="state")


def _refuse_unsaved(screening):
    """Refuse to send without words that are typed already: afterwards they could be saved no more."""
    if typed := typed_pages(screening):
        words = _("Typed and not saved yet: %(pages)s. Save it or discard it there, then send.")
        raise refusal(words % {"pages": ", ".join(str(page.title) for page in typed)}, code="unsaved")


def _refuse_unsaid(screening):
    """Refuse to send what proposes nothing, or does not say why."""
    lacking = {}
    if not screening.proposal:
        lacking["proposal"] = _("Say what you propose.")
    if not screening.reasons:
        lacking["reasons"] = _("Write the reasons in words: who reviews has not heard the person.")
    if lacking:
        words = " ".join(lacking.values())
        raise ValidationError(words, code="unsaid")
