"""Who gave a service together with whoever is named first: one service, however many gave it."""

from django.utils.translation import gettext as _

from cases.models import ServiceProvider
from programmes.models import Component, ComponentKind
from work import actions as work
from work.errors import refusal

FIELDS = ("component", "kind", "name")


def lines_of_work(organisation):
    """Lines of work of ours that may be named: never a shelter's, which would say where the person lives."""
    return Component.objects.filter(organisation=organisation).exclude(kind=ComponentKind.SHELTER)


def differ(service, rows):
    """Is anybody else named than stands there? Of nothing that was sent (None), no."""
    return rows is not None and {_key(row) for row in rows} != set(_standing(service))


def keep(service, rows, *, by):
    """Those who are named stand beside the service; who stood there and is named no more is taken out."""
    standing, office = _standing(service), service.case.office
    wanted = dict.fromkeys(_key(row) for row in rows)
    _refuse_others_work([key for key in wanted if key not in standing], office.organisation_id)
    saying = {"by": by, "office": office, "about": [service.case_id]}
    for key, row in standing.items():
        if key not in wanted:
            work.remove(row, verb="service.provider_removed", **saying)
    for component, kind, name in (key for key in wanted if key not in standing):
        row = ServiceProvider(service=service, component_id=component, kind=kind, name=name)
        work.create(row, verb="service.provider_added", **saying)


def _standing(service):
    rows = ServiceProvider.objects.filter(service=service)
    return {(row.component_id, row.kind, row.name): row for row in rows}


def _key(row):
    component = row.get("component")
    return getattr(component, "pk", component) or None, row.get("kind") or "", (row.get("name") or "").strip()


def _refuse_others_work(wanted, organisation):
    named = {component for component, _kind, _name in wanted if component}
    if named - set(lines_of_work(organisation).values_list("pk", flat=True)):
        words = _("Choose a line of work of your organisation that is no shelter.")
        raise refusal(words, field="together_with", code="others_work")
