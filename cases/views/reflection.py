"""How long somebody has to think who is identified in a country; nothing of any person stands there."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.doors import for_roles
from accounts.roles import Role
from audit.doors import require
from cases import actions, rules
from cases.forms import ReflectionPeriodForm
from cases.models import READERS, ReflectionPeriod
from cases.reflection import default
from work.asking import make, posted
from work.pages import Column, cursor

COLUMNS = [
    Column(gettext_lazy("Country")),
    Column(gettext_lazy("Days")),
    Column(gettext_lazy("For who is identified since")),
    Column(gettext_lazy("By what")),
]
readers = for_roles(*READERS, Role.ADMINISTRATOR, Role.DATA_PROTECTION)


@require_GET
@readers
def reflection_periods(request):
    """What was written for each country, and what holds where nothing was."""
    order = ("country", "-since", "-created_at", "id")
    page = cursor(ReflectionPeriod.objects.visible_to(request.user), request, order=order, columns=COLUMNS)
    sets = rules.can_set_reflection_period(request.user)
    return render(
        request, "cases/reflection_periods.html", {"page": page, "default": default(), "sets": sets}
    )


@require_http_methods(["GET", "POST"])
@readers
def reflection_period_create(request):
    """Write how long there is to think in a country."""
    require(rules.can_set_reflection_period, request.user)
    return make(
        request,
        ReflectionPeriodForm(posted(request)),
        actions.set_reflection_period,
        done=_("It is written, and holds from its day on."),
        to=lambda period: reverse("cases:reflection-periods"),
        title=_("Time to think in a country"),
        crumbs=[(_("Time to think"), reverse("cases:reflection-periods"))],
        back_url=reverse("cases:reflection-periods"),
    )
