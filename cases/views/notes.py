from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.filling import fill_in, latest_draft
from cases.forms import AmendForm, NoteForm
from cases.intake import NOTE
from cases.pages import about, address, case_page, case_to_add_to, crumbs, own_case, read_case, way_on
from cases.showing import readable
from cases.writers import name_writers
from work.asking import make, posted
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
    last_day, usual = rules.last_day_to_add(user, case), rules.usual_note_class(user, case)
    back = way_on(address(case, "notes"), last_day)
    return fill_in(
        request,
        case,
        NOTE.name,
        lambda data, row: NoteForm(data, last_day=last_day, initial={"note_class": usual}),
        None,
        save=actions.write_note,
        done=_("The note is kept."),
        to=lambda note: back,
        template="cases/note_form.html",
        crumbs=[] if last_day else way(case),
        back_url=back,
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


@require_http_methods(["GET", "POST"])
@case_page
def note_amend(request, case_number, note):
    """Write a note in the place of an earlier one, which stays readable."""
    case, note = _note_of(request, case_number, note)
    before = {"on": timezone.localdate(), "kind": note.kind}
    if request.method == "GET":
        before["text"] = actions.open_note(note, by=request.user)
    return make(
        request,
        AmendForm(posted(request), initial=before),
        lambda amended, **typed: actions.write_note(case, amends=amended, **typed),
        note,
        done=_("The note is amended."),
        to=lambda amended: address(case, "notes"),
        title=_("Amend the note"),
        intro=_("Your text takes the place of the earlier one, which stays readable."),
        crumbs=way(case),
        back_url=reverse("cases:note", args=[case.number, note.pk]),
    )
