from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from audit.doors import require
from cases.drafts import DraftPage, lines_of
from cases.filling import keep_typed, own_draft
from cases.intake import back_from, draft_words, is_drafted, page_before_a_case, page_of_draft, section_of
from cases.models.drafts import is_personal
from cases.pages import case_page, case_to_add_to, own_case, way_on


@require_GET
@case_page
def draft(request, draft):
    """What she typed of a case that is open to her no more, to copy or to throw away; else on to its page."""
    found = own_draft(request, draft)
    if found.case is None:
        return redirect(page_before_a_case(found))
    if section_of(found.section).rule(request.user, found.case):
        return redirect(page_of_draft(found))
    shown = {"draft": found, "draft_words": draft_words(found), "lines": lines_of(found)}
    return render(request, "cases/draft.html", shown)


@require_POST
@case_page
def intake_draft(request, case_number, intake_section):
    """Keep what was typed into a page of the intake, a note or a service."""
    find = case_to_add_to if is_personal(intake_section) else own_case
    case = find(request, case_number)
    if not is_drafted(intake_section):
        raise Http404
    section, page = intake_section, section_of(intake_section)
    require(page.rule, request.user, case)
    where = {"case": case, "section": section, "page": DraftPage.of(request.POST)}
    return keep_typed(request, way_on(back_from(case, section), request.user, case), **where)
