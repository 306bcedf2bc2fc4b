from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from reports import rules
from reports.keeping import made_once
from reports.models import MissingList, MissingSending
from work.actions import create, queue, write
from work.errors import refusal

SEND = "reports.send_missing_lists"


@transaction.atomic
def send_missing_lists(place, *, by, period, once=""):
    """Have each worker of an organisation, or of an office, sent what her cases lack for this period."""
    require(rules.can_send_missing_lists, by, place)
    if period.start > timezone.localdate():
        raise refusal(_("This period has not begun yet."), field="period")
    return made_once(
        once, by, "missing.sent", lambda: _sending(place, period, by), MissingSending.objects.get
    )


def _sending(place, period, by):
    organisation = getattr(place, "organisation_id", None)
    whose = {"organisation_id": organisation, "office": place} if organisation else {"organisation": place}
    days = {"period": period.label, "start": period.start, "end": period.end}
    row = create(
        MissingSending(**whose, **days, sent_by=by), by=by, verb="missing.sent", office=whose.get("office")
    )
    queue(SEND, subject=row, sending=row.pk)
    return row


@transaction.atomic
def deliver_missing_lists(sending, counts, *, by=None):
    """Each of these workers has her list of the period, once; one she went through comes again."""
    rows = MissingSending.objects.select_for_update(of=("self",), no_key=True)
    sending = rows.select_related("sent_by", "office").get(pk=getattr(sending, "pk", sending))
    by = by or sending.sent_by
    for worker in sorted(counts):
        _deliver(sending, worker, counts[worker], by)
    return write(
        sending,
        by=by,
        verb="missing.delivered",
        changes={"workers": len(counts)},
        office=sending.office,
    )


def _deliver(sending, worker, cases, by):
    about = {name: getattr(sending, name) for name in ("organisation_id", "start", "end")} | {
        "worker_id": worker
    }
    facts = {"cases": cases, "sent_at": timezone.now(), "done_at": None}
    known = MissingList.objects.select_for_update(of=("self",), no_key=True).filter(**about).first()
    if known is None:
        new = MissingList(**about, **facts, period=sending.period)
        create(new, by=by, verb="missing_list.sent", office=sending.office)
    else:
        write(known, by=by, verb="missing_list.sent", changes=facts, office=sending.office)


@transaction.atomic
def finish_missing_list(missing_list, *, by, version=None):
    """She has gone through her list: it stands on her day no more, until it is sent again."""
    require(rules.can_finish_missing_list, by, missing_list)
    rows = MissingList.objects.select_for_update(of=("self",), no_key=True)
    if rows.get(pk=missing_list.pk).done_at:
        raise refusal(_("You have gone through this list already."), code="done")
    changes = {"done_at": timezone.now()}
    return write(missing_list, by=by, verb="missing_list.done", changes=changes, version=version)
