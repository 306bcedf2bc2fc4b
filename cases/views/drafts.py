from django.http import Http404
from django.views.decorators.http import require_POST

from audit.doors import require
from cases.filling import keep_typed
from cases.intake import DRAFTED, NOTE, list_of, section_of
from cases.pages import address, case_page, own_case


@require_POST
@case_page
def intake_draft(request, case_number, intake_section):
    """Keep what was typed into a page of the intake, or into a note."""
    case = own_case(request, case_number)
    if intake_section not in DRAFTED:
        raise Http404
    section, page = intake_section, section_of(intake_section)
    require(page.rule, request.user, case)
    back = address(case, "notes") if page == NOTE else list_of(case)
    return keep_typed(request, back, case=case, section=section)
