from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from programmes import actions, rules
from programmes.forms import ComponentForm, EndForm, NewComponentForm
from programmes.forms.ending import NothingForm
from programmes.models import Component, Serves
from programmes.pages import change, confirm, make, manager_page, own, posted
from programmes.timelines import timeline_for
from work.pages import Column, cursor, sorted_by

COLUMNS = [
    Column(gettext_lazy("Component"), sort=("name", "id")),
    Column(gettext_lazy("Kind of work")),
    Column(gettext_lazy("Paid today by")),
    Column(gettext_lazy("State")),
]


def _crumbs(component=None):
    way = [(_("Components"), reverse("programmes:components"))]
    return [*way, (str(component), _page_of(component))] if component else way


def _page_of(component):
    return reverse("programmes:component", args=[component.pk])


@require_GET
@manager_page
def components(request):
    """The lines of work of her organisations, and who pays for each today."""
    order, columns = sorted_by(request, COLUMNS, ("name", "id"))
    rows = Component.objects.managed_by(request.user).with_payers(timezone.localdate())
    page = cursor(rows, request, order=order, columns=columns)
    return render(request, "programmes/components.html", {"page": page})


@require_GET
@manager_page
def component(request, component):
    """One line of work: its offices, and who pays from when until when."""
    component = own(Component, request, component, "organisation")
    timeline, unpaid = timeline_for(component, timezone.localdate())
    shown = {
        "component": component,
        "serves": [Serves(code).label for code in component.serves],
        "offices": component.offices.all(),
        "timeline": timeline,
        "unpaid": unpaid,
        "may_change": rules.can_change_component(request.user, component),
        "crumbs": _crumbs(),
    }
    return render(request, "programmes/component.html", shown)


@require_http_methods(["GET", "POST"])
@manager_page
def component_create(request):
    """Enter a line of work."""
    return make(
        request,
        NewComponentForm(posted(request), user=request.user),
        actions.create_component,
        done=_("The component is entered."),
        to=_page_of,
        title=_("New component"),
        crumbs=_crumbs(),
        back_url=reverse("programmes:components"),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def component_change(request, component):
    """Change a line of work."""
    component = own(Component, request, component)
    require(rules.can_change_component, request.user, component)
    return change(
        request,
        component,
        lambda data, row: ComponentForm(data, instance=row),
        actions.edit_component,
        done=_("The component is changed."),
        to=_page_of(component),
        title=_("Change the component"),
        crumbs=_crumbs(component),
        back_url=_page_of(component),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def component_end(request, component):
    """Log no new work under a component."""
    component = own(Component, request, component)
    require(rules.can_change_component, request.user, component)
    return confirm(
        request,
        EndForm(posted(request)),
        actions.end_component,
        component,
        done=_("The component has ended."),
        to=_page_of(component),
        title=_("End %(component)s?") % {"component": component},
        text=_("New work can no longer be logged under it. What was logged, and who paid for it, stays."),
        label=_("End the component"),
        back_url=_page_of(component),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def component_take_up(request, component):
    """Log work again under a component that had ended."""
    component = own(Component, request, component)
    require(rules.can_change_component, request.user, component)
    return confirm(
        request,
        NothingForm(posted(request)),
        actions.take_up_component,
        component,
        done=_("The component is taken up again."),
        to=_page_of(component),
        title=_("Take up %(component)s again?") % {"component": component},
        text=_("Work can be logged under it again."),
        label=_("Take it up again"),
        back_url=_page_of(component),
    )
