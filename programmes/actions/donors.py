from django.db import transaction

from audit.doors import require
from programmes import rules
from programmes.actions.making import _made_once
from programmes.models import Donor
from work.actions import write


@transaction.atomic
def create_donor(*, by, organisation, once="", **facts):
    """Enter a donor in the organisation's list."""
    require(rules.can_keep_programme, by, organisation)
    return _made_once(Donor(organisation=organisation, **facts), by=by, verb="donor.created", key=once)


@transaction.atomic
def edit_donor(donor, *, by, version=None, **facts):
    """Change what is known of a donor."""
    require(rules.can_change_donor, by, donor)
    return write(donor, by=by, verb="donor.changed", changes=facts, version=version)


@transaction.atomic
def end_donor(donor, *, by, ended_on, version=None):
    """Offer the donor for new awards no more; its awards and their reports stay as they are."""
    require(rules.can_change_donor, by, donor)
    return write(donor, by=by, verb="donor.ended", changes={"ended_on": ended_on}, version=version)


@transaction.atomic
def take_up_donor(donor, *, by, version=None):
    """Offer a donor again that had been ended."""
    require(rules.can_change_donor, by, donor)
    return write(donor, by=by, verb="donor.taken_up", changes={"ended_on": None}, version=version)
