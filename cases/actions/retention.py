from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.doors import require
from cases import rules
from cases.actions.documents import destroy_what_was_held
from cases.keeping import locked
from cases.models import KeptLonger, LegalHold, RetentionClock, RetentionPeriod
from cases.retention import next_review
from work import actions as work
from work.errors import refusal


@transaction.atomic
def keep_longer(clock, *, by, why, version=None):
    """Look at a closed case whose day has come, and keep it for another period, for a reason."""
    case = locked(clock.case)
    require(rules.can_keep_longer, by, case)
    clock = _locked(RetentionClock, clock, case)
    if clock.ended_on:
        raise refusal(_("The case was taken up again: its clock does not run."), code="ended")
    if clock.review_on > timezone.localdate():
        words = _("This case is looked at on %(day)s; until then nothing has to be decided.")
        raise refusal(words % {"day": date_format(clock.review_on)}, code="not_due")
    until, due_on, how = next_review(clock), clock.review_on, {"office": case.office, "detail": [why]}
    changes, verb = {"review_on": until}, "retention.kept_longer"
    written = work.write(clock, by=by, verb=verb, changes=changes, version=version, **how)
    days = {"due_on": due_on, "on": timezone.localdate(), "until": until}
    KeptLonger.objects.create(clock=clock, why=why, decided_by=by, **days)
    written.case = case
    return written


@transaction.atomic
def place_hold(case, *, by, why, once=None):
    """Hold a case, open or closed: nothing of it may be destroyed until the hold is lifted."""
    case = locked(case)
    require(rules.can_hold, by, case)

    def make():
        hold = LegalHold(case=case, why=why, placed_by=by)
        return work.create(hold, by=by, verb="retention.held", office=case.office, detail=[why])

    return LegalHold.objects.get(pk=work.once(once, by=by, verb="retention.held", make=make))


@transaction.atomic
def lift_hold(hold, *, by, lifted_why, version=None):
    """Lift a hold: the clock goes on, and a day that passed meanwhile has come.

    With the last one goes what had been withdrawn as of somebody else and was kept for it.
    """
    case = locked(hold.case)
    require(rules.can_hold, by, case)
    hold = _locked(LegalHold, hold, case)
    if hold.lifted_on:
        raise refusal(_("This hold was lifted already."), code="lifted")
    facts = {"lifted_on": timezone.localdate(), "lifted_why": lifted_why, "lifted_by": by}
    how = {"verb": "retention.lifted", "office": case.office, "detail": [lifted_why]}
    written = work.write(hold, by=by, changes=facts, version=version, **how)
    if not LegalHold.objects.standing().filter(case=case).exists():
        destroy_what_was_held(case, by=by)
    written.case = case
    return written


@transaction.atomic
def set_retention_period(*, by, organisation, record_class, years, basis, once=None):
    """Say for how long an organisation keeps a kind of record, and on what that rests; clocks that run stay.

    Said again, the earlier years stay readable among what was changed.
    """
    require(rules.can_set_retention_period, by, organisation)
    facts = {"years": years, "basis": basis}
    how = {"by": by, "verb": "retention.period_set", "detail": [record_class, f"{years}y"]}

    def make():
        known = RetentionPeriod.objects.select_for_update(of=("self",), no_key=True)
        found = known.filter(organisation=organisation, record_class=record_class).first()
        if found:
            return work.write(found, changes=facts, **how)
        return work.create(
            RetentionPeriod(organisation=organisation, record_class=record_class, **facts), **how
        )

    made = work.once(once, by=by, verb="retention.period_set", make=make)
    return RetentionPeriod.objects.get(pk=made)


def _locked(model, row, case):
    """The row as it stands now, locked after its case."""
    stood = model.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    stood.case = case
    return stood
