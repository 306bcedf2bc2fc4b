from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import actions
from cases.drafts import as_sent, saved_of
from cases.filling import keep_typed, own_draft, own_key, save_first_page
from cases.forms import AskedCaseForm, OpenCaseForm
from cases.intake import BEFORE_A_CASE, NEW, back_from, draft_words, list_of
from cases.looks import look
from cases.models import Case, Danger, Draft
from cases.pages import address_if_any, case_page, crumbs, way_on

PAGE = "cases/opening.html"


@require_http_methods(["GET", "POST"])
@case_page
def case_create(request):
    """The first page of a case, empty, beside the case of a mother, or as it was left."""
    initial, key, mother = AskedCaseForm.read(request.GET, request.user)
    look(request, "intake_identification", *filter(None, [mother]))
    drafts = list(Draft.objects.not_opened_yet(request.user, NEW))
    draft = next((one for one in drafts if one.pk == key), None)
    shown = {
        "title": _("New case"),
        "crumbs": crumbs(),
        "draft_key": own_key(request) or key or uuid4(),
        "draft_url": reverse("cases:case-create-draft"),
        "back_url": address_if_any("cases:cases") or reverse("my-day"),
    }
    if request.method == "POST":
        return _open(request, shown)
    shown |= {"others": [(one, draft_words(one)) for one in drafts if one != draft]}
    if draft:
        shown |= {"draft": draft, "draft_words": draft_words(draft)}
    form = OpenCaseForm(as_sent(draft) if draft else None, initial=initial, user=request.user)
    return render(request, PAGE, {"form": form, **shown})


def _open(request, shown):
    """Open the case that was typed, and go on to its intake."""
    form = OpenCaseForm(request.POST, user=request.user)
    done = _("The case is open. Go on with whichever page you can.")
    how = {"section": NEW, "template": PAGE, "done": done, "to": list_of, "saved_url": _url_of}
    answer = save_first_page(request, form, actions.open_case, shown, **how)
    if answer.status_code == 302 and form.outcome.danger == Danger.YES:
        messages.warning(request, _("The supervisors of the office are told today that she is in danger."))
    return answer


def _url_of(user, draft):
    """Where the case stands that was opened of this draft, for who may still open it."""
    case = Case.objects.visible_to(user).filter(pk=saved_of(draft)).first()
    return list_of(case) if case else ""


@require_POST
@case_page
def case_create_draft(request):
    """Keep what was typed of a case that does not exist yet."""
    return keep_typed(request, reverse("cases:case-create"), section=NEW, key=own_key(request))


@require_POST
@case_page
def draft_discard(request, draft):
    """Throw away what was typed and never saved."""
    found = own_draft(request, draft)
    actions.discard_draft(found, by=request.user)
    messages.success(request, _("The draft was thrown away."))
    if found.case is None:
        return redirect(BEFORE_A_CASE[found.section])
    return redirect(way_on(back_from(found.case, found.section), request.user, found.case))
