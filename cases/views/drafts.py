from django.http import Http404
from django.views.decorators.http import require_POST

from audit.doors import require
from cases import rules
from cases.drafts import DraftPage
from cases.filling import keep_typed
from cases.intake import DRAFTED, back_from, section_of
from cases.models.drafts import PERSONAL
from cases.pages import case_page, case_to_add_to, own_case, way_on


@require_POST
@case_page
def intake_draft(request, case_number, intake_section):
    """Keep what was typed into a page of the intake, a note or a service."""
    find = case_to_add_to if intake_section in PERSONAL else own_case
    case = find(request, case_number)
    if intake_section not in DRAFTED:
        raise Http404
    section, page = intake_section, section_of(intake_section)
    require(page.rule, request.user, case)
    where = {"case": case, "section": section, "page": DraftPage.of(request.POST)}
    to = way_on(back_from(case, section), rules.last_day_to_add(request.user, case))
    return keep_typed(request, to, **where)
