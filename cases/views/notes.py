from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.drafts import DraftPage, is_too_long, says_something, typed_in
from cases.filling import fill_in, latest_draft
from cases.forms import AmendForm, NoteForm
from cases.intake import AMENDMENT, NOTE, amendment_key
from cases.models import Level, NoteClass
from cases.pages import about, address, case_page, case_to_add_to, crumbs, own_case, read_case, way_on
from cases.showing import readable
from cases.writers import name_writers
from work.actions import is_saved
from work.pages import cursor

ORDER = ("-on", "-created_at", "id")


def way(case):
    """The way to a page under the notes of a case."""
    return crumbs(case, (_("Notes"), address(case, "notes")))


@require_GET
@case_page
def notes(request, case_number):
    """Notes of a case, the latest first; of a reserved one its date, area and author."""
    case = read_case(request, case_number, "notes")
    require(rules.can_write_note, request.user, case)
    page = cursor(case.notes.standing().select_related("author"), request, order=ORDER)
    readable(request.user, case, name_writers(request.user, case, page.rows, "author"))
    draft = latest_draft(request.user, case, NOTE.name)
    shown = {**about(request, case, "notes"), "page": page, "crumbs": crumbs(case), "draft": draft}
    return render(request, "cases/notes.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def note_create(request, case_number):
    """Write a note; its class says who reads it."""
    case, user = case_to_add_to(request, case_number), request.user
    require(rules.can_add, user, case)
    late = {"last_day": rules.last_day_to_add(user, case), "among": rules.note_classes_added(user, case)}
    usual = {"note_class": rules.usual_note_class(user, case)}
    if "legal" in request.GET:
        usual = {"note_class": NoteClass.LEGAL, "kind": NoteClass.LEGAL.value}
    return fill_in(
        request,
        case,
        NOTE.name,
        lambda data, row: NoteForm(data, initial=usual, **late),
        None,
        save=actions.write_note,
        done=_("The note is kept."),
        to=lambda note: way_on(address(case, "notes"), user, note.case),
        template="cases/note_form.html",
        crumbs=[] if late["last_day"] else way(case),
        intro=str(case) if late["last_day"] else "",
        also_url=address(case, "service-create") if late["last_day"] else "",
        back_url=way_on(address(case, "notes"), user, case),
    )


def _note_of(request, case_number, note):
    """A note of a case that she may open, and that she may read."""
    case = own_case(request, case_number)
    note = get_object_or_404(case.notes.select_related("author", "case__office", "amends"), pk=note)
    require(rules.can_read_note, request.user, note)
    return case, note


@require_GET
@case_page
def note(request, case_number, note):
    """One note and what it amends; opening a reserved one is kept in the trail."""
    case, note = _note_of(request, case_number, note)
    actions.open_note(note, by=request.user)
    name_writers(request.user, case, [note], "author")
    later = getattr(note, "amendment", None)
    shown = {"case": case, "note": note, "later": later, "earlier": note.amends, "crumbs": way(case)}
    return render(request, "cases/note.html", shown)


def _kept_as_new(request, case_number, note):
    """The case was closed to her while she wrote: her text is kept as a new note, and she goes on with it.

    Which note she amended is asked of nobody, so the answer tells nothing of it; who reads the new one she
    says anew. None where the case is open to her, or nothing was written.
    """
    case, typed = case_to_add_to(request, case_number), typed_in(request.POST)
    if rules.reads(request.user, case, Level.ASSISTANCE) or not request.POST.get("text", "").strip():
        return None
    require(rules.can_add, request.user, case)
    if is_too_long(typed):
        return None
    where, page = {"by": request.user, "case": case}, DraftPage.anew()
    actions.take_up_drafts(section=f"{AMENDMENT.name}:{note.hex}", page=DraftPage.of(request.POST), **where)
    actions.keep_draft(section=NOTE.name, typed=typed, page=page, **where)
    messages.warning(
        request,
        _(
            "The case was closed to you while you wrote. Your text is in the draft of a new note, and not "
            "saved yet: say who reads it, and save it."
        ),
    )
    return redirect(address(case, "note-create"))


AMENDED_MEANWHILE = gettext_lazy(
    "This note was amended meanwhile: this is the later one. What you had typed stands here, not saved yet: "
    "read the later note first."
)


def _goes_on(request):
    """Is this no repeat of what is saved already, and not too long to be kept until it is?"""
    saved = is_saved(request.POST.get("once", ""), by=request.user)
    return not saved and not is_too_long(typed_in(request.POST))


def _on_to_the_later(request, case, note, later):
    """It was amended meanwhile: what she typed goes on, not saved yet, in the place of the later one."""
    typed, where = typed_in(request.POST), {"by": request.user, "case": case}
    if said := request.method == "POST" and says_something(typed):
        page = DraftPage.of(request.POST)
        actions.take_up_drafts(section=amendment_key(note), page=page, **where)
        actions.keep_draft(section=amendment_key(later), typed=typed, page=DraftPage.anew(), **where)
    moved = actions.move_drafts(section=amendment_key(note), to=amendment_key(later), **where)
    later_one = _("This note was amended: this is the later one.")
    messages.warning(request, AMENDED_MEANWHILE if said or moved else later_one)
    return redirect("cases:note-amend", case.number, later.pk)


@require_http_methods(["GET", "POST"])
@case_page
def note_amend(request, case_number, note):
    """Write a note in the place of an earlier one, which stays readable."""
    if request.method == "POST" and (late := _kept_as_new(request, case_number, note)):
        return late
    case, note = _note_of(request, case_number, note)
    if (later := note.latest) != note and _goes_on(request):
        return _on_to_the_later(request, case, note, later)
    before = {"on": note.on, "kind": note.kind}
    if request.method == "GET":
        before["text"] = actions.open_note(note, by=request.user)
    return fill_in(
        request,
        case,
        AMENDMENT.name,
        lambda data, row: AmendForm(data, initial=before),
        None,
        key=amendment_key(note),
        save=partial(actions.write_note, amends=note),
        done=_("The note is amended."),
        to=lambda amended: address(case, "notes"),
        template="cases/note_form.html",
        intro=_("Your text takes the place of the earlier one, which stays readable."),
        note_url=reverse("cases:note", args=[case.number, note.pk]),
        crumbs=way(case),
        back_url=reverse("cases:note", args=[case.number, note.pk]),
    )
