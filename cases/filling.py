"""How a page of the intake goes: it opens on what was typed and not saved, and saving it ends the draft."""

from contextlib import suppress
from functools import partial
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.middleware import is_background
from audit.doors import require
from cases import actions
from cases.drafts import DraftPage, as_sent, is_too_long, keys_of, says_something, typed_in
from cases.grounds import lets_keep
from cases.intake import BY_NAME, draft_words, list_of, next_page, page_of, section_of
from cases.models import Draft
from cases.models.drafts import WRITERS_OWN, is_personal
from cases.pages import crumbs, read_case
from cases.writers import writer
from work.actions import is_saved
from work.asking import both_versions, change, make, posted
from work.conflicts import seen_version, settled
from work.errors import Stale

SECTION = "cases/section.html"
PLAIN = "text/plain; charset=utf-8"
# The button that goes back to the list instead of on to the next page.
TO_LIST = "to-list"


def opened(request, case_number, name):
    """The case whose page this is, for who may fill it in; that it was opened is a line in the trail."""
    case = read_case(request, case_number, f"intake_{name}")
    require(BY_NAME[name].rule, request.user, case)
    return case


def fill_in(request, case, name, build, row, *, save, done, to=None, key="", begun=None, **shown):
    """Show the page, or save it by `save(row or case, by=, **typed)` and end its draft.

    `build(data, row)` makes the form; without a row the page makes one, and `begun()` is what it shows then
    where something stands in it beforehand. What is its writer's alone may be begun anew beside its draft
    (`?blank`).
    """
    key, to, page = key or name, to or (lambda made: way_on(request, case, name)), DraftPage.of(request.POST)
    shown = frame(case, name, key) | {"draft_page": uuid4()} | page.shown | shown
    blank = key in WRITERS_OWN and "blank" in request.GET
    draft = None if request.method == "POST" or blank else latest_draft(request.user, case, key)
    if draft:
        return go_on(request, build, row, draft, shown)
    where = {"case": case, "section": key}
    if row is None:
        form, save = build(posted(request), None), _once(save, page, **where)
        try:
            answer = make(request, form, save, case, done=done, to=to, **shown)
        except Stale as stale:
            answer = both_versions(request, build, stale.row, begun=begun, **shown)
        if was_saved(form):
            page = apart(request.user, page, **where)
            answer = shown_again(request, form, **shown | {"draft_page": page.key, "resumed": None})
    else:
        answer = change(request, row, build, save, done=done, to=to, begun=begun, **shown)
    if answer.status_code == 302:
        actions.take_up_drafts(by=request.user, page=page, **where)
    elif request.method == "POST":
        keep_refused(request, page=page, **where)
    return answer


def _once(save, page, *, case, section):
    """The same action, refused where the draft of this page was saved already in another tab."""

    def act(case, *, by, once, **typed):
        keys = keys_of(by=by, section=section, page=page, case=case)
        saving = partial(save, case, by=by, once=once, **typed)
        return actions.save_typed(saving, by=by, keys=keys, once=once)

    return act


def was_saved(form):
    """Was something saved of this page already, under its own key or as the same draft in another tab?"""
    return any(form.has_error(NON_FIELD_ERRORS, code) for code in ("key_used", "draft_saved"))


def apart(user, page, **where):
    """The page under another name: saved again, it is meant as one more."""
    actions.set_draft_apart(by=user, page=page, **where)
    return DraftPage.anew()


def shown_again(request, form, *, template, saved_url="", **shown):
    """The page with all that was typed, and the way to what was saved of it."""
    elsewhere = form.has_error(NON_FIELD_ERRORS, "draft_saved")
    way = {"saved_url": saved_url or shown["back_url"]} if elsewhere else {}
    return render(request, template, {"form": form, **shown, **way}, status=409 if elsewhere else 422)


def keep_refused(request, **where):
    """What was typed and could not be saved yet is kept too, so that whoever leaves now finds it again.

    What may not be kept, or is too long, stays on the page alone.
    """
    typed = typed_in(request.POST)
    if says_something(typed) and not is_too_long(typed):
        with suppress(ValidationError):
            actions.keep_draft(by=request.user, typed=typed, **where)


def way_on(request, case, name):
    """The list, where that was asked for, else the next page that is not done."""
    return list_of(case) if TO_LIST in request.POST else next_page(case, request.user, name)


def frame(case, name, key):
    """What the head and the foot of each page need."""
    section = BY_NAME[name]
    return {
        "template": SECTION,
        "case": case,
        "title": section.title,
        "intro": section.hint,
        "crumbs": crumbs(case, (_("Intake"), list_of(case))),
        "back_url": list_of(case),
        "draft_url": draft_url(case, key),
    }


def draft_url(case, key):
    """Where the page sends what is typed while it is typed."""
    return reverse("cases:intake-draft", args=[case.number, key])


def latest_draft(user, case, key):
    """Her own draft of this page, or the one that somebody of the team typed last."""
    found = list(Draft.objects.of_section(case, key, user).select_related("user"))
    return next((draft for draft in found if draft.user_id == user.pk), found[0] if found else None)


def go_on(request, build, row, draft, shown):
    """The page with what was typed and not saved; it is neither complained of nor saved."""
    sent = as_sent(draft)
    of_another = writer(request.user, draft.case, draft.user) if draft.user_id != request.user.pk else None
    shown |= {"draft": draft, "draft_words": draft_words(draft), "typed_by": of_another}
    shown["blank_url"] = f"{request.path}?blank=1" if draft.section in WRITERS_OWN else ""
    template = shown.pop("template")
    version = seen_version(sent) or (0 if row else None)
    # Of a page of two versions what was chosen there stands, so that nobody's words come back by resuming.
    sent = settled(sent, build(None, row)) if row else sent
    return render(request, template, {"form": build(sent, row), "version": version, **shown})


def save_first_page(request, form, action, shown, *, section, template, done, to, saved_url):
    """Save a page before there is a case and end its draft; what is refused is kept as one."""
    key = shown["draft_key"]
    answer = make(request, form, _once_of(action, key), done=done, to=to, template=template, **shown)
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


def _once_of(action, draft):
    """Opening cases, refused where this draft of it was saved already in another tab."""

    def act(*, by, once, **typed):
        saving = partial(action, by=by, once=once, **typed)
        return actions.save_typed(saving, by=by, keys={str(draft)}, once=once)

    return act


def _is_worth_keeping(request, form):
    """What the page proposes by itself is nobody's words; a case that is open already needs no draft.

    But other words under the key of an open case are no second sending: they are a case not opened yet.
    """
    typed = set(form.changed_data) - {"code_name"}
    typed |= {"rows" for rows in [getattr(form, "people", None)] if rows and rows.has_changed()}
    others = was_saved(form)
    return bool(typed) and (others or not is_saved(request.POST.get("once", ""), by=request.user))


def own_key(request):
    """The key under which this page keeps its draft before there is a case."""
    try:
        return forms.UUIDField(required=False).clean(request.POST.get("draft", ""))
    except forms.ValidationError:
        return None


def wait_for_ground(request, case, name):
    """What is said where nothing lets the programme keep more of her, or she does not want it."""
    again = page_of(case, "name-again") if case.person.unnamed and lets_keep(case) else ""
    shown = frame(case, name, name) | {"ground_url": page_of(case, "ground"), "again_url": again}
    return render(request, "cases/needs_ground.html", shown, status=200 if request.method == "GET" else 422)


def keep_typed(request, to, **where):
    """Keep what was typed, and say since when; nothing at all is no draft."""
    typed = typed_in(request.POST)
    keys = (request.POST.get("once", ""), request.POST.get("draft_page", ""))
    if is_background(request) and any(is_saved(key, by=request.user) for key in keys):
        return HttpResponse("", content_type=PLAIN)
    if is_too_long(typed):
        return HttpResponse(_("This is too long for a draft."), status=422, content_type=PLAIN)
    try:
        draft = actions.keep_draft(by=request.user, typed=typed, **where) if says_something(typed) else None
    except ValidationError as refused:
        return HttpResponse(" ".join(refused.messages), status=422, content_type=PLAIN)
    words = draft_words(draft) if draft else ""
    if is_background(request):
        return HttpResponse(words, content_type=PLAIN)
    messages.success(request, words or _("There was nothing to keep."))
    return redirect(to)


def own_draft(request, key):
    """A draft that she may throw away: her own words, or one of a page that she fills in."""
    drafts = Draft.objects.visible_to(request.user).select_related("case__person", "case__office")
    draft = get_object_or_404(drafts, pk=key)
    own = draft.user_id == request.user.pk and is_personal(draft.section)
    if draft.case and not own:
        require(section_of(draft.section).rule, request.user, draft.case)
    return draft
