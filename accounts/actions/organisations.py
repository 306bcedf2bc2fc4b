from django.db import transaction

from accounts import access, rules
from accounts.models import Organisation
from work import actions as work


@transaction.atomic
def create_organisation(*, by, name, country, kind, is_lead=False, once=None):
    """Add an organisation that carries the programme."""
    access.allow(rules.can_create_organisation, by, None)
    organisation = Organisation(name=name, country=country, kind=kind, is_lead=is_lead)
    made = work.once(
        once,
        by=by,
        verb="organisation.created",
        make=lambda: work.create(organisation, by=by, verb="organisation.created"),
    )
    return Organisation.objects.get(pk=made)


def edit_organisation(organisation, *, by, name, country, kind, version=None):
    """Change the name, the country or the kind of an organisation."""
    access.allow(rules.can_manage_organisation, by, organisation)
    changes = {"name": name, "country": country, "kind": kind}
    return work.write(organisation, by=by, verb="organisation.changed", changes=changes, version=version)
