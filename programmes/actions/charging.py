from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.doors import require
from programmes import rules
from programmes.actions.making import _locked
from programmes.models import windows_of
from work.actions import write


@transaction.atomic
def charge_only(row, *, by, award, reason, version=None):
    """Charge a piece of work to one of the awards that pay for it, and to no other: the audited exception."""
    award, work = _locked(award), _work(row)
    require(rules.can_charge_only, by, award)
    day = getattr(work, work.charge_date)
    if not any(
        component == work.component_id and since <= day < until
        for component, since, until in windows_of(award)
    ):
        sentence = _("%(award)s does not pay for this work on %(day)s.")
        raise ValidationError({"award": sentence % {"award": award, "day": date_format(day)}})
    facts = {"charge_only_to": award, "charge_only_reason": reason}
    verb, codes = f"{row._meta.model_name}.charged_only", [award.pk, reason]
    return write(row, by=by, verb=verb, changes=facts, version=version, detail=codes)


@transaction.atomic
def charge_as_funded(row, *, by, version=None):
    """End the exception: the work is charged again to every award that pays for its component."""
    work = _work(row)
    require(rules.can_charge_only, by, work.charge_only_to or work.component)
    facts = {"charge_only_to": None, "charge_only_reason": ""}
    return write(row, by=by, verb=f"{row._meta.model_name}.charged_as_funded", changes=facts, version=version)


def _work(row):
    """The piece of work as it stands now, locked: what it is charged to is decided on nothing older."""
    return type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
