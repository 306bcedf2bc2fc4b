"""Complaints against staff: the code on a receipt, who can receive, and who must not learn of one."""

import hashlib
import secrets
import time
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.lockout import address_key
from accounts.models import Membership, User
from cases.models import READERS, Complaint, ComplaintReceiver, ComplaintState, ComplaintStepKind
from cases.models.complaints import NEVER
from work.models import RequestCount

ENOUGH_RECEIVERS = 2
# Neither 0 nor O, neither 1 nor I: a code is copied by hand. Sixteen of 31 signs are 79 bits.
SIGNS, LENGTH, GROUP = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 16, 4
# So long after she sent it a page that is sent again shows the code again: the next person at the tablet, who
# goes back, sees none.
SHOWN_AGAIN = timedelta(minutes=5)
HOUR = 60 * 60
# What may be written as a step; an answer and the closing have verbs of their own.
STEPS = [one for one in ComplaintStepKind if one not in ("answer", "closing")]


def new_code(key):
    """The code of the receipt for what is sent under this key: the same for the same key, else by chance."""
    drawn = salted_hmac("cases.complaint", str(key) if key else secrets.token_hex(16), algorithm="sha256")
    number, signs = int.from_bytes(drawn.digest()), []
    for _place in range(LENGTH):
        number, sign = divmod(number, len(SIGNS))
        signs.append(SIGNS[sign])
    text = "".join(signs)
    return "-".join(text[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def digest_of(code):
    """What is kept of a code, however it is written."""
    signs = "".join(sign for sign in code.upper() if sign in SIGNS)
    return hashlib.sha256(f"amparo complaint v1:{signs}".encode()).digest()


def found_by(code, office):
    """The complaint of this office whose receipt bears this code."""
    return Complaint.objects.filter(code_digest=digest_of(code), office=office).first()


def told_under(complaint):
    """Where it stands and what was answered, for whoever holds the code: the answers that stand."""
    answers = complaint.steps.filter(kind=ComplaintStepKind.ANSWER, amendment=None)
    return list(answers.order_by("on", "created_at", "id"))


def can_be_received(office):
    """Is there anybody who would read a complaint about this office?"""
    return ComplaintReceiver.objects.able().filter(office=office).exists()


def receivers_offered(office):
    """Who can be named: people of the same organisation or the leading one, never of the office."""
    people = User.objects.filter(is_active=True).working(organisation=office.organisation_id)
    people |= User.objects.filter(is_active=True).working(organisation__is_lead=True)
    never = User.objects.working(role__in=NEVER).values("pk")
    wide = Q(office=None, organisation=office.organisation_id, role__in=READERS)
    inside = Membership.objects.filter(Q(office=office) | wide).values("user")
    named = ComplaintReceiver.objects.standing().filter(office=office).values("user")
    outside = User.objects.filter(pk__in=people.values("pk")).exclude(pk__in=never)
    return outside.exclude(pk__in=inside).exclude(pk__in=named).order_by("full_name", "id")


def who_read(complaint):
    """Those who can read it today: named for its office, or for another where nobody of those can."""
    known, named = Complaint.objects.filter(pk=complaint.pk), ComplaintReceiver.objects.standing()
    organisation = complaint.office.organisation_id
    elsewhere = Q(office__organisation=organisation) | Q(office__organisation__is_lead=True)
    for receivers in (named.filter(office=complaint.office_id), named.filter(elsewhere)):
        people = User.objects.filter(is_active=True, pk__in=receivers.values("user"))
        # Asked of each of these few: who may see what is decided in one place.
        if found := [one for one in people.order_by("full_name", "id") if known.visible_to(one).exists()]:
            return found
    return []


def offices_lacking(offices):
    """Those of these offices for which fewer than two people can receive."""
    able = list(ComplaintReceiver.objects.able().filter(office__in=offices).values_list("office", flat=True))
    return [office for office in offices if able.count(office.pk) < ENOUGH_RECEIVERS]


def without_hidden(events, user):
    """Lines of the trail without those of complaints of which she must not learn that they are."""
    hidden = list(Complaint.objects.hidden_from(user).values_list("pk", flat=True))
    return events.exclude(subjects__overlap=hidden) if hidden else events


def waiting_for(user):
    """Of what she receives: `(new, not opened in time, not answered in time, closed and to be looked at)`."""
    hers = Complaint.objects.visible_to(user)
    today, found = timezone.localdate(), list(hers.open())
    unopened = [one for one in found if one.opened_at is None]
    late = today - timedelta(days=settings.COMPLAINT_OPENED_DAYS)
    too_late = today - timedelta(days=settings.COMPLAINT_ANSWERED_DAYS)
    unanswered = [one for one in found if one.opened_at and one.answered_on is None]
    return (
        [one for one in unopened if one.received_on >= late],
        [one for one in unopened if one.received_on < late],
        [one for one in unanswered if one.received_on < too_late],
        list(hers.to_review()),
    )


def is_late(complaint):
    """Has it waited longer than it should for somebody to open it, or for an answer?"""
    waited = (timezone.localdate() - complaint.received_on).days
    if complaint.state == ComplaintState.CLOSED:
        return False
    if complaint.opened_at is None:
        return waited > settings.COMPLAINT_OPENED_DAYS
    return complaint.answered_on is None and waited > settings.COMPLAINT_ANSWERED_DAYS


# Without an account somebody may send a number of things in an hour; counted by box and by network address.


def _hour():
    return int(time.time()) // HOUR * 60


def count(name, key):
    """One more of this, in this hour."""
    RequestCount.objects.add_one(f"{name}:{key}", _hour())


def counted(name, key):
    """How many of this there were in this hour."""
    return RequestCount.objects.in_minute(f"{name}:{key}", _hour())


def is_full(box):
    """Were as many messages sent through this box in this hour as are taken?"""
    return counted("box", box.pk.hex) >= settings.BOX_MESSAGES


def guesses_too_often(request):
    """Did this address, or all together, write too many wrong codes in this hour?"""
    own = counted("box-code", address_key(request).hex()) >= settings.BOX_WRONG_CODES
    return own or counted("box-code", "all") >= settings.BOX_WRONG_CODES_IN_ALL


def count_guess(request):
    """One more wrong code."""
    count("box-code", address_key(request).hex())
    count("box-code", "all")
