from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import OfficeKind
from audit.doors import require
from shelters import rules
from shelters.models import Shelter
from work import actions as work
from work.errors import refusal


@transaction.atomic
def create_shelter(*, by, office, component, once=None, **facts):
    """Set up the shelter of an office: whom it admits and for how long; rooms and beds follow."""
    require(rules.can_set_up, by, office)
    if office.kind != OfficeKind.SHELTER:
        raise refusal(_("This office is not entered as a shelter."), field="office")
    _refuse_other_organisation(office, component)

    def make():
        shelter = Shelter(office=office, component=component, **facts)
        return work.create(shelter, by=by, verb="shelter.created", office=office)

    return Shelter.objects.get(pk=work.once(once, by=by, verb="shelter.created", make=make))


@transaction.atomic
def change_shelter(shelter, *, by, version=None, **facts):
    """Change whom a shelter admits and for how long; who lives there already stays."""
    require(rules.can_change_shelter, by, shelter)
    if "component" in facts:
        _refuse_other_organisation(shelter.office, facts["component"])
    return work.write(
        shelter, by=by, verb="shelter.changed", changes=facts, version=version, office=shelter.office
    )


@transaction.atomic
def write_address(shelter, *, by, address, telephone=None):
    """Write down where a shelter stands and how it is called; what was written before is kept sealed."""
    require(rules.can_change_address, by, shelter)
    changes = {"address": address, "telephone": telephone or None}
    return work.write(shelter, by=by, verb="shelter.address_written", changes=changes, office=shelter.office)


def _refuse_other_organisation(office, component):
    if component.organisation_id != office.organisation_id:
        raise refusal(_("This component belongs to another organisation."), field="component")
