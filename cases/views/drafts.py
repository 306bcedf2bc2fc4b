from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.middleware import is_background
from audit.doors import require
from cases import actions
from cases.drafts import is_too_long, says_something, typed_in
from cases.intake import DRAFTED, draft_words, list_of, section_of
from cases.models import Draft
from cases.pages import case_page, own_case

PLAIN = "text/plain; charset=utf-8"


@require_POST
@case_page
def intake_draft(request, case_number, intake_section):
    """Keep what was typed into a page of the intake."""
    case = own_case(request, case_number)
    if intake_section not in DRAFTED:
        raise Http404
    section, page = intake_section, section_of(intake_section)
    require(page.rule, request.user, case)
    return keep(request, list_of(case), case=case, section=section)


def keep(request, to, **where):
    """Keep what was typed, and say since when; nothing at all is no draft."""
    typed = typed_in(request.POST)
    if is_too_long(typed):
        return HttpResponse(_("This is too long for a draft."), status=422, content_type=PLAIN)
    draft = actions.keep_draft(by=request.user, typed=typed, **where) if says_something(typed) else None
    words = draft_words(draft) if draft else ""
    if is_background(request):
        return HttpResponse(words, content_type=PLAIN)
    messages.success(request, words or _("There was nothing to keep."))
    return redirect(to)


def own_draft(request, key):
    """A draft that she may throw away: her own, or one of a page that she fills in."""
    draft = get_object_or_404(Draft.objects.visible_to(request.user).select_related("case__person"), pk=key)
    if draft.case:
        require(section_of(draft.section).rule, request.user, draft.case)
    return draft
