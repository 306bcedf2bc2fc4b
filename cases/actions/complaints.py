import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Office
from audit.actions import record
from audit.doors import require
from cases import rules
from cases.complaints import SHOWN_AGAIN, digest_of, new_code, receivers_offered
from cases.keeping import refuse_impossible_day
from cases.models import (
    Complaint,
    ComplaintBox,
    ComplaintHow,
    ComplaintReceiver,
    ComplaintState,
    ComplaintStep,
    ComplaintStepKind,
    RetentionClass,
)
from cases.retention import period_of, years_later
from work import actions as work
from work.errors import refusal

KEY_BYTES = 9


@transaction.atomic
def name_receiver(office, *, by, user, once=None):
    """Name somebody outside an office who reads the complaints against those who work there."""
    require(rules.can_name_receivers, by, office)

    def make():
        if not receivers_offered(office).filter(pk=user.pk).exists():
            words = _("Choose somebody who never worked in this office and manages no accounts.")
            raise refusal(words, field="user", code="inside")
        receiver = ComplaintReceiver(office=office, user=user, named_by=by)
        return work.create(receiver, by=by, verb="complaint.receiver_named", office=office, about=[user])

    made = work.once(once, by=by, verb="complaint.receiver_named", make=make)
    return ComplaintReceiver.objects.get(pk=made)


@transaction.atomic
def end_receiver(receiver, *, by, version=None):
    """End that somebody receives: from now on she reads none of them."""
    require(rules.can_name_receivers, by, receiver.office)
    rows = ComplaintReceiver.objects.select_for_update(of=("self",), no_key=True)
    receiver = rows.select_related("office").get(pk=receiver.pk)
    if receiver.ended_at:
        raise refusal(_("This has ended already."), code="ended")
    how = {"verb": "complaint.receiver_ended", "office": receiver.office, "about": [receiver.user_id]}
    changes = {"ended_at": timezone.now()}
    return work.write(receiver, by=by, changes=changes, version=version, **how)


@transaction.atomic
def open_box(office, *, by, instead=""):
    """Make the address of an office for whoever has no account; say whom to tell until somebody receives."""
    require(rules.can_name_receivers, by, office)
    # Two who open it at once come one after the other.
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    box = ComplaintBox.objects.select_for_update(of=("self",), no_key=True).filter(office=office).first()
    if box is None:
        box = ComplaintBox(office=office, key=secrets.token_urlsafe(KEY_BYTES), instead=instead)
        return work.create(box, by=by, verb="complaint.box_opened", office=office)
    return work.write(box, by=by, verb="complaint.box_changed", changes={"instead": instead}, office=office)


@transaction.atomic
def receive_complaint(office, *, by=None, how=ComplaintHow.TABLET, once=None, received_on=None, **facts):
    """Take in a complaint: from whoever has no account, or as somebody of the staff was told it.

    Only the first is given a code, which stands in `code` of the answer: whoever writes down what she was
    told would hold it. Nobody is asked who she is.
    """
    if by is not None:
        require(rules.can_write_complaint, by, office)
    today = timezone.localdate()
    refuse_impossible_day(received_on or today, "received_on")
    code = new_code(getattr(once, "key", once)) if by is None else ""
    facts = {name: value if value != "" else None for name, value in facts.items()}

    def make():
        digest = digest_of(code) if code else None
        row = Complaint(office=office, how=how, written_by=by, code_digest=digest, **facts)
        row.received_on = received_on or today
        return work.create(row, by=by, verb="complaint.received", office=office)

    made = work.once(once, by=by, verb="complaint.received", make=make)
    complaint = Complaint.objects.select_related("office__organisation").get(pk=made)
    complaint.code = code if timezone.now() - complaint.created_at < SHOWN_AGAIN else ""
    return complaint


@transaction.atomic
def open_complaint(complaint, *, by):
    """Read a complaint: that somebody did is kept, and the first time says that it was opened."""
    complaint = _locked(complaint, by)
    if complaint.opened_at is None:
        _write(complaint, by, "complaint.opened", opened_at=timezone.now())
    record("complaint.read", complaint, by=by, office=complaint.office)
    return complaint


@transaction.atomic
def take_step(complaint, *, by, kind, on, words, once=None):
    """Write what was done about a complaint on a day; it is being looked into from then on, also anew."""
    complaint = _locked(complaint, by)
    refuse_impossible_day(on, "on")

    def make():
        step = _add(complaint, by, kind, on, words)
        if complaint.state != ComplaintState.LOOKING:
            _move(complaint, by, "complaint.looked_into", ComplaintState.LOOKING)
        return step

    return ComplaintStep.objects.get(pk=work.once(once, by=by, verb="complaint.step", make=make))


@transaction.atomic
def amend_step(step, *, by, on, words, once=None):
    """Write a step in the place of this one, which stays readable; an answer is read as it stands then."""
    complaint = _locked(step.complaint, by)
    if step.kind == ComplaintStepKind.CLOSING:
        words = _("A closing is not amended: a further step takes the complaint up again.")
        raise refusal(words, code="closing")
    refuse_impossible_day(on, "on")

    def make():
        if ComplaintStep.objects.filter(amends=step).exists():
            raise refusal(_("This was amended already: amend what stands in its place."), code="amended")
        return _add(complaint, by, step.kind, on, words, amends=step)

    return ComplaintStep.objects.get(pk=work.once(once, by=by, verb="complaint.amended", make=make))


@transaction.atomic
def answer_complaint(complaint, *, by, words, once=None):
    """Answer whoever complained: she reads it by the code of her receipt, or is told it."""
    complaint, today = _locked(complaint, by), timezone.localdate()

    def make():
        _refuse_closed(complaint)
        step = _add(complaint, by, ComplaintStepKind.ANSWER, today, words)
        _move(complaint, by, "complaint.answered", ComplaintState.ANSWERED, answered_on=today)
        return step

    return ComplaintStep.objects.get(pk=work.once(once, by=by, verb="complaint.answered", make=make))


@transaction.atomic
def close_complaint(complaint, *, by, outcome, words, version=None):
    """Close a complaint with what was found; after the usual years somebody looks whether it is kept."""
    complaint, today = _locked(complaint, by), timezone.localdate()
    _refuse_closed(complaint)
    years = period_of(complaint.office.organisation_id, RetentionClass.COMPLAINT).years
    ended = {"closed_on": today, "outcome": outcome, "review_on": years_later(today, years)}
    _move(complaint, by, "complaint.closed", ComplaintState.CLOSED, version=version, **ended)
    _add(complaint, by, ComplaintStepKind.CLOSING, today, words)
    return complaint


@transaction.atomic
def say_whom(complaint, *, by, about, version=None):
    """Say which member of staff it is about: she, and whoever works with her, read it no more at once."""
    complaint = _locked(complaint, by)
    return _write(complaint, by, "complaint.about_said", version=version, about=about)


def _locked(complaint, by):
    """The complaint as it stands now, locked; refused to whoever does not receive it."""
    rows = Complaint.objects.select_for_update(of=("self",), no_key=True)
    complaint = rows.select_related("office__organisation").get(pk=complaint.pk)
    require(rules.can_follow_complaint, by, complaint)
    return complaint


def _refuse_closed(complaint):
    if complaint.state == ComplaintState.CLOSED:
        words = _("This complaint is closed. A further step takes it up again.")
        raise refusal(words, code="closed")


def _write(complaint, by, verb, *, version=None, **changes):
    """Change the row; what the trail tells of it is that it changed, never to what."""
    how = {"verb": verb, "version": version, "office": complaint.office}
    work.write(complaint, by=by, changes=changes, **how)
    return complaint


def _move(complaint, by, verb, state, *, version=None, **changes):
    """Bring it to another state; what is not closed any more has no end."""
    reopened = {"closed_on": None, "outcome": "", "review_on": None}
    before = reopened if complaint.state == ComplaintState.CLOSED else {}
    return _write(complaint, by, verb, version=version, state=state, **before | changes)


def _add(complaint, by, kind, on, words, amends=None):
    facts = {"kind": kind, "on": on, "words": words, "written_by": by, "amends": amends}
    verb = "complaint.amended" if amends else "complaint.step"
    return work.create(ComplaintStep(complaint=complaint, **facts), by=by, verb=verb, office=complaint.office)
