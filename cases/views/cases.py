from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.doors import require
from cases import actions, rules, showing
from cases.forms import ChangeCaseForm
from cases.looks import look_apart
from cases.pages import about, address, case_page, crumbs, own_case, read_case
from work.asking import change


@require_GET
@case_page
def case(request, case_number):
    """One case by its code name and number, as far as she may read it."""
    case = read_case(request, case_number)
    head = about(request, case, "case")
    parts = showing.shown(request.user, case, head["level"])
    look_apart(request, *(other for _pair, other in [*parts.get("alike", ()), *parts.get("same", ())]))
    return render(request, "cases/case.html", {**head, **parts, "crumbs": crumbs()})


@require_POST
@case_page
def case_reveal(request, case_number):
    """Show her name for half a minute to whoever looks after her: once asked, once in the trail."""
    case = own_case(request, case_number)
    name = actions.reveal_name(case, by=request.user) or _("Not recorded")
    shown = {"label": _("the name"), "value": name, "reveal_url": request.path, "partial": True}
    if request.htmx:
        return render(request, "components/private.html", shown)
    return render(request, "cases/name.html", {**shown, "case": case, "crumbs": crumbs(case)})


@require_http_methods(["GET", "POST"])
@case_page
def case_change(request, case_number):
    """Change what the case is called, as whom she is helped and who answers for it."""
    case = read_case(request, case_number, "change")
    require(rules.can_change_case, request.user, case)
    return change(
        request,
        case,
        lambda data, row: ChangeCaseForm(data, instance=row),
        actions.change_case,
        done=_("The case is changed."),
        to=address(case),
        title=_("Change the case"),
        crumbs=crumbs(case),
        back_url=address(case),
    )
