from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from audit.doors import require
from cases import rules
from cases.drafts import DraftPage, lines_of
from cases.filling import keep_typed, own_draft
from cases.intake import (
    OF_A_NOTE,
    back_from,
    draft_words,
    is_drafted,
    note_amended,
    opens_its_page,
    page_before_a_case,
    page_of_draft,
    section_of,
)
from cases.models import Draft
from cases.models.drafts import is_personal
from cases.pages import case_page, case_to_add_to, own_case, way_on


@require_GET
@case_page
def draft(request, draft):
    """What she typed of a case that is open to her no more, to copy or to throw away; else on to its page."""
    found = own_draft(request, draft)
    if found.case is None:
        return redirect(page_before_a_case(found))
    if opens_its_page(request.user, found):
        return redirect(page_of_draft(found))
    note = note_amended(found.case, found.section)
    of_another = note if note and note.author_id != request.user.pk else None
    shown = {"draft": found, "draft_words": draft_words(found), "lines": lines_of(found, of_another)}
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
    _refuse_of_a_note_that_is_shut(request.user, case, section)
    where = {"case": case, "section": section, "page": DraftPage.of(request.POST)}
    return keep_typed(request, way_on(back_from(case, section), request.user, case), **where)


def _refuse_of_a_note_that_is_shut(user, case, section):
    """Of a note that she may not read nothing is kept, but what she had begun, or wrote herself."""
    if not OF_A_NOTE.fullmatch(section):
        return
    note = note_amended(case, section)
    begun = Draft.objects.filter(case=case, section=section, user=user.pk).exists()
    if note is None or not (begun or note.author_id == user.pk or rules.can_read_note(user, note)):
        raise Http404
