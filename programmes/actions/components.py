from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from audit.doors import require
from programmes import rules
from programmes.models import Component, OfficeDefault
from work.actions import create, once, write


@transaction.atomic
def create_component(*, by, organisation, offices=(), once="", **facts):
    """Enter a line of work, and the offices that do this kind of work under it by default."""
    require(rules.can_keep_programme, by, organisation)
    return _component_once(Component(organisation=organisation, **facts), offices, by=by, key=once)


def _component_once(component, offices, *, by, key):
    def make():
        create(component, by=by, verb="component.created")
        _set_offices(component, offices, by=by)
        return component

    made = once(key, by=by, verb="component.created", make=make)
    return component if made == component.pk else Component.objects.get(pk=made)


@transaction.atomic
def edit_component(component, *, by, offices=None, version=None, **facts):
    """Change a line of work; what was logged under it stays there."""
    require(rules.can_change_component, by, component)
    written = write(component, by=by, verb="component.changed", changes=facts, version=version)
    if offices is not None:
        _set_offices(written, offices, by=by)
    return written


@transaction.atomic
def end_component(component, *, by, ended_on, version=None):
    """Log no new work under a component; its history and its funding stay."""
    require(rules.can_change_component, by, component)
    return write(component, by=by, verb="component.ended", changes={"ended_on": ended_on}, version=version)


@transaction.atomic
def take_up_component(component, *, by, version=None):
    """Log work again under a component that had been ended."""
    require(rules.can_change_component, by, component)
    return write(component, by=by, verb="component.taken_up", changes={"ended_on": None}, version=version)


def _set_offices(component, offices, *, by):
    """Make these offices, and no others, the ones whose work of this kind belongs here by default."""
    strangers = [office for office in offices if office.organisation_id != component.organisation_id]
    if strangers:
        raise ValidationError({"offices": _("An office of another organisation was chosen.")})
    _refuse_taken(component, offices)
    defaults, wanted = component.office_defaults, {office.pk for office in offices}
    had = set(defaults.values_list("office_id", flat=True))
    defaults.exclude(office__in=wanted).delete()
    for office in sorted(wanted - had):
        OfficeDefault.objects.create(
            component=component,
            office_id=office,
            kind=component.kind,
            organisation_id=component.organisation_id,
        )
    if wanted != had:
        record("component.offices_set", component, *sorted(wanted), by=by)


def _refuse_taken(component, offices):
    """An office has one component for each kind of work, or nobody could say which is meant."""
    taken = OfficeDefault.objects.filter(office__in=offices, kind=component.kind).exclude(component=component)
    named = [f"{row.office} ({row.component})" for row in taken.select_related("office", "component")]
    if named:
        sentence = _("These offices already have another component for this kind of work: %(offices)s.")
        raise ValidationError({"offices": sentence % {"offices": ", ".join(named)}})
