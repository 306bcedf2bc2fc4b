from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from programmes import rules
from programmes.actions.making import _made_once, _refuse_future
from programmes.models import SupportedInstitution
from work.actions import write
from work.errors import refusal


@transaction.atomic
def enter_institution(*, by, organisation, once="", **facts):
    """Write down that an institution which identifies people was trained or supported."""
    require(rules.can_keep_programme, by, organisation)
    _refuse_future(facts["since"], "since")
    row = SupportedInstitution(organisation=organisation, **facts)
    return _made_once(row, by=by, verb="institution.entered", key=once)


@transaction.atomic
def edit_institution(institution, *, by, version=None, **facts):
    """Correct an entry, or write its last day; figures already reported are restated, never changed."""
    require(rules.can_keep_programme, by, institution.organisation)
    _refuse_withdrawn(institution)
    _refuse_future(facts.get("since", institution.since), "since")
    return write(institution, by=by, verb="institution.changed", changes=facts, version=version)


@transaction.atomic
def withdraw_institution(institution, *, by, reason, version=None):
    """Take back an entry that was a mistake: it stays readable, and nobody counts by it any more."""
    require(rules.can_keep_programme, by, institution.organisation)
    _refuse_withdrawn(institution)
    changes = {"withdrawn_on": timezone.localdate(), "withdrawn_reason": reason}
    return write(institution, by=by, verb="institution.withdrawn", changes=changes, version=version)


def _refuse_withdrawn(institution):
    """Whoever is second finds it withdrawn: the row is locked, so that of two only one is first."""
    rows = SupportedInstitution.objects.select_for_update(of=("self",), no_key=True)
    if rows.get(pk=institution.pk).withdrawn_on:
        raise refusal(_("This entry was withdrawn as a mistake: enter another one."), code="withdrawn")
