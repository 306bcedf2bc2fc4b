from django.http import Http404
from django.views.decorators.http import require_POST

from audit.doors import require
from cases.drafts import DraftPage
from cases.filling import keep_typed
from cases.intake import DRAFTED, back_from, section_of
from cases.pages import case_page, own_case


@require_POST
@case_page
def intake_draft(request, case_number, intake_section):
    """Keep what was typed into a page of the intake, a note or a service."""
    case = own_case(request, case_number)
    if intake_section not in DRAFTED:
        raise Http404
    section, page = intake_section, section_of(intake_section)
    require(page.rule, request.user, case)
    where = {"case": case, "section": section, "page": DraftPage.of(request.POST)}
    return keep_typed(request, back_from(case, section), **where)
