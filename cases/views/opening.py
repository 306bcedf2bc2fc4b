from functools import partial
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import actions
from cases.drafts import as_sent, saved_of
from cases.filling import keep_refused, keep_typed, own_draft, own_key, shown_again, was_saved
from cases.forms import AskedCaseForm, OpenCaseForm
from cases.intake import BEFORE_A_CASE, NEW, back_from, draft_words, list_of
from cases.looks import look
from cases.models import Case, Danger, Draft
from cases.pages import address_if_any, case_page, crumbs, way_on
from work.actions import is_saved
from work.asking import make

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


def save_first_page(request, form, action, shown, *, section, template, done, to, saved_url):
    """Save a page before there is a case and end its draft; what is refused is kept as one."""
    key = shown["draft_key"]
    answer = make(request, form, _once(action, key), done=done, to=to, template=template, **shown)
    if was_saved(form):
        url = saved_url(request.user, key)
        actions.take_up_first_page(by=request.user, section=section, key=key)
        key = uuid4()
        answer = shown_again(request, form, template=template, saved_url=url, **shown | {"draft_key": key})
    if answer.status_code == 302:
        actions.take_up_first_page(by=request.user, section=section, key=key)
    elif _is_worth_keeping(request, form):
        keep_refused(request, section=section, key=key)
    return answer


def _once(action, draft):
    """Opening cases, refused where this draft of it was saved already in another tab."""

    def act(*, by, once, **typed):
        saving = partial(action, by=by, once=once, **typed)
        return actions.save_typed(saving, by=by, keys={str(draft)}, once=once)

    return act


def _url_of(user, draft):
    """Where the case stands that was opened of this draft, for who may still open it."""
    case = Case.objects.visible_to(user).filter(pk=saved_of(draft)).first()
    return list_of(case) if case else ""


def _is_worth_keeping(request, form):
    """What the page proposes by itself is nobody's words; a case that is open already needs no draft.

    But other words under the key of an open case are no second sending: they are a case not opened yet.
    """
    typed = set(form.changed_data) - {"code_name"}
    typed |= {"rows" for rows in [getattr(form, "people", None)] if rows and rows.has_changed()}
    others = was_saved(form)
    return bool(typed) and (others or not is_saved(request.POST.get("once", ""), by=request.user))


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
