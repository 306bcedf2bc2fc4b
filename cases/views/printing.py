from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.forms import PrintForm
from cases.pages import address, case_page, crumbs, own_case
from cases.printing import offered, printed
from work.answers import carry_out
from work.asking import posted


@require_http_methods(["GET", "POST"])
@case_page
def case_print(request, case_number):
    """Choose what goes on paper, then see it as it will be printed; that it was shown is kept."""
    case, user = own_case(request, case_number), request.user
    require(rules.can_print_case, user, case)
    form, once = PrintForm(posted(request), offered=offered(user, case)), request.POST.get("once", "")
    if form.is_valid() and carry_out(form, actions.print_case, case, by=user, once=once):
        copy = form.outcome
        shown = {
            "case": case,
            "copy": copy,
            "at": timezone.now(),
            "parts": printed(user, case, copy.sections),
            "name": case.person.full_name if copy.names_the_person else "",
            "crumbs": crumbs(case),
        }
        return render(request, "cases/printed.html", shown)
    shown = {"case": case, "form": form, "crumbs": crumbs(case), "back_url": address(case)}
    return render(request, "cases/print.html", shown, status=422 if form.is_bound else 200)
