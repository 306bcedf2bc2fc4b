from django.contrib.auth import get_user_model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from audit.models import Event
from cases import actions, rules
from cases.actions.documents import SAVED, SHOWN
from cases.filling import fill_in, latest_draft
from cases.forms import ChangeDocumentForm, DocumentForm, WithdrawDocumentForm
from cases.intake import DOCUMENT
from cases.models import LegalHold
from cases.pages import about, address, case_page, crumbs, own_case, read_case
from cases.showing import openable
from cases.writers import name_writers
from work.asking import change, confirm, posted
from work.files import answer
from work.media import is_picture
from work.pages import Column, cursor

COLUMNS = [
    Column(gettext_lazy("Document")),
    Column(gettext_lazy("Date")),
    Column(gettext_lazy("Who opens it")),
    Column(gettext_lazy("By")),
]
ORDER = ("-running",)
# A page that sends a large file itself, to show how far it is, is told where to go on.
BY_SCRIPT, GO_ON = "X-Upload", "X-Go-On"


def way(case):
    """The way to a page under the documents of a case."""
    return crumbs(case, (_("Documents"), address(case, "documents")))


@require_GET
@case_page
def documents(request, case_number):
    """Documents of a case, the latest first; of a reserved one its day, area and who attached it."""
    case = read_case(request, case_number, "documents")
    require(rules.can_attach_document, request.user, case)
    page = cursor(case.documents.for_list(), request, order=ORDER, columns=COLUMNS)
    openable(request.user, case, name_writers(request.user, case, page.rows, "author"))
    draft = latest_draft(request.user, case, DOCUMENT.name)
    shown = {**about(request, case, "documents"), "page": page, "crumbs": crumbs(case), "draft": draft}
    return render(request, "cases/documents.html", shown)


@require_http_methods(["GET", "POST"])
@case_page
def document_create(request, case_number):
    """Attach a file; its class says who opens it."""
    case, user = own_case(request, case_number), request.user
    require(rules.can_attach_document, user, case)
    usual = {"note_class": rules.usual_note_class(user, case)}
    told = _("The person does not want data kept, so no document is.") if case.person.unnamed else ""
    found = fill_in(
        request,
        case,
        DOCUMENT.name,
        lambda data, row: DocumentForm(data, None if data is None else request.FILES, initial=usual),
        None,
        save=actions.attach_document,
        done=_("The document is attached."),
        to=lambda document: address(case, "documents"),
        template="cases/document_form.html",
        crumbs=way(case),
        warning=told,
        back_url=address(case, "documents"),
    )
    if BY_SCRIPT in request.headers and found.status_code == 302:
        return HttpResponse(status=204, headers={GO_ON: found.url})
    return found


def _document_of(request, case_number, document, *, part=""):
    """A document of a case that she may open, and that she may open itself."""
    case = read_case(request, case_number, part) if part else own_case(request, case_number)
    found = get_object_or_404(case.documents.for_list(), pk=document)
    found.case = case
    require(rules.can_open_document, request.user, found)
    return case, found


@require_GET
@case_page
def document(request, case_number, document):
    """What is kept about one document, the ways to open it, and for the team who did."""
    case, found = _document_of(request, case_number, document, part="document")
    name_writers(request.user, case, [found], "author")
    shown = {
        "case": case,
        "document": found,
        "crumbs": way(case),
        "picture": found.file and is_picture(found.file.media_type),
        "openings": _openings(found) if rules.can_see_readers(request.user, case) else None,
    }
    return render(request, "cases/document.html", shown)


def _openings(document):
    """Who opened it, how often and when last, the latest first."""
    each = list(Event.objects.about(document.pk).filter(verb="document.opened").by_actor())
    people = get_user_model().objects.in_bulk([one["actor"] for one in each])
    return [one | {"who": people[one["actor"]].full_name} for one in each if one["actor"] in people]


def _opened(request, case_number, document, how):
    """Its bytes, once it is kept that they were asked for."""
    _case, found = _document_of(request, case_number, document)
    if found.file is None or (how == SHOWN and not is_picture(found.file.media_type)):
        raise Http404
    file = actions.open_document(found, by=request.user, how=how)
    return answer(file, found.name_as(file.media_type), shown=how == SHOWN)


@require_GET
@case_page
def document_file(request, case_number, document):
    """The file itself, to be saved."""
    return _opened(request, case_number, document, SAVED)


@require_GET
@case_page
def document_image(request, case_number, document):
    """A picture, as the page that shows it asks for it."""
    return _opened(request, case_number, document, SHOWN)


@require_GET
@case_page
def document_view(request, case_number, document):
    """A page that shows a picture and nothing else; the picture itself keeps that it was opened."""
    case, found = _document_of(request, case_number, document, part="document")
    if found.file is None or not is_picture(found.file.media_type):
        raise Http404
    back = (_("Document %(number)s") % {"number": found.running}, _here(found))
    shown = {"case": case, "document": found, "crumbs": [*way(case), back]}
    return render(request, "cases/document_view.html", shown)


def _here(document, name="document"):
    return reverse(f"cases:{name}", args=[document.case.number, document.pk])


@require_http_methods(["GET", "POST"])
@case_page
def document_change(request, case_number, document):
    """Correct what it is called, what it is and of which day; keep it to fewer."""
    case, found = _document_of(request, case_number, document, part="document")
    require(rules.can_change_document, request.user, found)
    return change(
        request,
        found,
        lambda data, row: ChangeDocumentForm(data, instance=row),
        actions.change_document,
        done=_("The document is changed."),
        to=lambda changed: _still_open(request.user, case, changed),
        title=_("Change the document"),
        crumbs=way(case),
        back_url=_here(found),
    )


def _still_open(user, case, document):
    """Its page, or the list where it was kept to others than whoever changed it."""
    document.case = case
    return _here(document) if rules.can_open_document(user, document) else address(case, "documents")


@require_http_methods(["GET", "POST"])
@case_page
def document_withdraw(request, case_number, document):
    """Take a document out of what stands; one of somebody else is destroyed."""
    case, found = _document_of(request, case_number, document, part="document")
    require(rules.can_change_document, request.user, found)
    held = LegalHold.objects.standing().filter(case=case).exists()
    return confirm(
        request,
        WithdrawDocumentForm(posted(request)),
        actions.withdraw_document,
        found,
        done=_("The document is withdrawn."),
        to=address(case, "documents"),
        title=_("Withdraw the document?"),
        text=f"{found.get_kind_display()} · {found.running}",
        consequences=[
            _("It stays in the list as withdrawn, with your reason, and can still be opened."),
            _("If it is of somebody else, its file and its words are destroyed once no hold stands.")
            if held
            else _("If it is of somebody else, its file and its words are destroyed and never come back."),
        ],
        label=pgettext("a document", "Withdraw"),
        danger=True,
        crumbs=way(case),
        back_url=_here(found),
    )
