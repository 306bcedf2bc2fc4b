from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.filling import fill_in
from cases.forms import BestInterestForm
from cases.intake import BEST_INTEREST
from cases.pages import address, case_page, read_case
from cases.views.plans import way
from work.asking import change


@require_http_methods(["GET", "POST"])
@case_page
def best_interest_create(request, case_number):
    """Write down a step by which it is found what is best for a child."""
    case = read_case(request, case_number, "best_interest")
    require(rules.can_read_best_interest, request.user, case)
    return fill_in(
        request,
        case,
        BEST_INTEREST.name,
        lambda data, row: BestInterestForm(data),
        None,
        save=actions.record_best_interest,
        done=_("Saved."),
        to=lambda made: address(case, "plan"),
        template="cases/note_form.html",
        crumbs=way(case),
        back_url=address(case, "plan"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def best_interest_change(request, case_number, best_interest):
    """Correct such a step; what it said before stays readable."""
    case = read_case(request, case_number, "best_interest")
    row = get_object_or_404(case.best_interests.all(), pk=best_interest)
    require(rules.can_read_best_interest, request.user, case)
    row.case = case
    return change(
        request,
        row,
        lambda data, row: BestInterestForm(data, instance=row),
        actions.change_best_interest,
        done=_("Saved."),
        to=address(case, "plan"),
        title=_("Correct a step of the procedure"),
        intro=str(case),
        crumbs=way(case),
        back_url=address(case, "plan"),
    )
