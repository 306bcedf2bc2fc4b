from django.shortcuts import render
from django.views.decorators.http import require_GET

from audit.doors import require
from cases import rules
from cases.loads import loads_of
from cases.pages import case_page


@require_GET
@case_page
def loads(request):
    """How much each one of her offices has to do, who is away and who covers, and what waits for nobody."""
    require(rules.can_see_loads, request.user)
    return render(request, "cases/loads.html", {"loads": loads_of(request.user)})
