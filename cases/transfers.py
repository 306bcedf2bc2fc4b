"""Which offices may take a case from another one, and what a transfer means, in words."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Office
from accounts.roles import Role
from cases.grounds import in_force
from cases.models import TransferState
from work import actions as work


def receiving():
    """Open offices that somebody supervises today: elsewhere nobody could answer."""
    supervised = Membership.objects.in_force().filter(role=Role.SUPERVISOR, user__is_active=True)
    here = Q(pk__in=supervised.filter(office__isnull=False).values("office"))
    return Office.objects.open().filter(here)


def takes_cases(office):
    """May a case be handed over to this office?"""
    return receiving().filter(pk=office.pk).exists()


def what_moves(crosses):
    """What an office that takes a case should know beforehand, sentence by sentence."""
    yield _("The case is of your office from today, with all that is written in it and its open tasks.")
    yield _("To colleagues of the old office it closes; what they typed and did not save stays theirs.")
    yield _("A stay in a shelter goes on. Other cases of the person, and of children, stay where they are.")
    yield _("What was given until today stays charged as it was; what is given from today is yours.")
    if crosses:
        yield _("The other organisation keeps that the case existed and that it was handed over, no more.")


def answered(transfer, case, state, *, by, verb, **facts):
    """A transfer that waits is answered or taken back; it and its case are locked."""
    changes = {"state": state, "decided_by": by, "decided_on": timezone.localdate(), **facts}
    codes = [facts["why_declined"]] if facts.get("why_declined") else []
    done = work.write(transfer, by=by, verb=verb, changes=changes, office=case.office, detail=codes)
    done.case = case
    return done


def ask_no_more(case, *, by):
    """The case was closed: what was asked of another office is taken back, which could not take it."""
    for transfer in case.transfers.waiting().select_for_update(of=("self",), no_key=True):
        answered(transfer, case, TransferState.WITHDRAWN, by=by, verb="transfer.withdrawn")


def stop_transfers(case, *, by):
    """What was asked of another organisation on a ground that holds no more is taken back."""
    holding = {ground.pk for ground in in_force(case)}
    asked = case.transfers.waiting().filter(ground__isnull=False).exclude(ground__in=holding)
    for transfer in asked.select_for_update(of=("self",), no_key=True):
        answered(transfer, case, TransferState.WITHDRAWN, by=by, verb="transfer.withdrawn")
