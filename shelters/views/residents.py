from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from audit.doors import require
from shelters import actions, rules
from shelters.models import Shelter
from shelters.pages import crumbs, staff_page
from shelters.roll import residents as roll
from work.asking import own


@require_http_methods(["GET", "POST"])
@staff_page
def residents(request, shelter):
    """Who lives there tonight; with names when asked by POST, until ten idle minutes or a reload."""
    shelter = own(Shelter, request, shelter, "office")
    require(rules.can_see_residents, request.user, shelter)
    today, lines = timezone.localdate(), None
    if request.method == "POST":
        key = request.POST.get("once", "")
        lines = actions.open_names(shelter, by=request.user, day=today, once=key)
        if lines is None:
            return redirect(request.path)
    shown = {
        "shelter": shelter,
        "today": today,
        "opened": lines is not None,
        "lines": roll(shelter, today, request.user) if lines is None else lines,
        "crumbs": crumbs(shelter),
    }
    return render(request, "shelters/residents.html", shown)
