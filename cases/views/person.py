from functools import partial

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from audit.doors import require
from cases import actions
from cases.filling import fill_in, frame, latest_draft, opened, wait_for_ground
from cases.forms import NamesTypedForm, PersonPage
from cases.grounds import writes_of_her
from cases.intake import BY_NAME, is_described
from cases.looks import look_apart
from cases.named import cases_like
from cases.pages import case_page, own_case
from cases.relatives import not_to_call
from vault.errors import NamesAway

# The button that asks for what is kept of her, so that it can be changed.
OPEN = "open"


@require_http_methods(["GET", "POST"])
@case_page
def intake_person(request, case_number):
    """Who she is; what is kept already is shown on request only, and that it was shown is kept."""
    case = opened(request, case_number, "person")
    asked = OPEN in request.POST
    if not writes_of_her(case):
        return wait_for_ground(request, case, "person")
    if request.method == "GET" and _names_wait(request, case):
        shown = frame(case, "person", "person") | {"is_kept": is_described(case.person)}
        return render(request, "cases/person_closed.html", shown)
    if asked:
        actions.reveal_name(case, by=request.user)
        request.method = "GET"  # from here on it is a page that is shown, not a form that was sent
    answer = fill_in(
        request,
        case,
        "person",
        lambda data, row: PersonPage(data, instance=row),
        case.person,
        save=partial(actions.describe_person, case=case),
        done=_("Saved."),
        template="cases/person.html",
        not_to_call=not_to_call(case),
    )
    if answer.status_code == 409:
        actions.reveal_name(case, by=request.user)
    return answer


@require_POST
@sensitive_post_parameters()
@case_page
def intake_person_alike(request, case_number):
    """Cases of hers of people who are called nearly so, while a name is typed; nothing of it is kept."""
    case = own_case(request, case_number)
    require(BY_NAME["person"].rule, request.user, case)
    try:
        found = cases_like(NamesTypedForm(request.POST).as_person(case.person), request.user)
    except NamesAway:
        found = []
    look_apart(request, *found)
    return render(request, "cases/typed_alike.html", {"found": found})


def _names_wait(request, case):
    """Would the page show who she is: what is kept, or what was typed and not saved?"""
    return is_described(case.person) or latest_draft(request.user, case, "person") is not None
