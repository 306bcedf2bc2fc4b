"""The page of components: it shows and checks, and saves nothing."""

from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.look import examples
from config.look.forms import ClosedForm, LookFilters, LookForm, LookRows, ReasonForm

# What somebody typed wrongly, to show every kind of error.
MISTAKES = {
    "wrong-given_on": "31/02/2026",
    "wrong-left_school": "hace mucho",
    "wrong-place": "Juzgado Primero de Primera Instancia Penal",
    "wrong-value": "1234,50",
    "wrong-value_currency": "GTQ",
}


def demo_only(view):
    """Outside the demo the page is not there."""

    @wraps(view)
    def guarded(request):
        if not settings.DEMO:
            raise Http404
        return view(request)

    return guarded


@require_http_methods(["GET", "POST"])
@login_not_required
@demo_only
def look(request):
    """Every component with every state; the forms really read what is typed."""
    sent = request.method == "POST"
    form = LookForm(request.POST, request.FILES) if sent else LookForm()
    rows = LookRows(request.POST, prefix="items") if sent else LookRows(prefix="items")
    if sent and all([form.is_valid(), rows.is_valid()]):
        messages.success(request, _("All of it can be read. Nothing was saved: this page only shows."))
        return redirect("look")
    context = {
        "form": form,
        "rows": rows,
        "wrong": LookForm(MISTAKES, prefix="wrong"),
        "closed": ClosedForm(prefix="closed"),
        "reason": ReasonForm(prefix="reason"),
        "filters": LookFilters(request.GET or None, prefix="list"),
        "page": examples.a_page(),
        "steps": examples.steps(),
        "events": examples.events(),
        "facts": examples.facts(),
        "charts": examples.charts(),
        "differences": examples.differences()[:1],
        "of_one": examples.differences()[1:],
        "swatches": examples.swatches(),
        "tabs": examples.tabs(),
        "consequences": examples.consequences(),
        "now": timezone.now(),
    }
    return render(request, "look/page.html", context, status=422 if sent else 200)
