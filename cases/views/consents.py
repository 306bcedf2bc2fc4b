"""Texts of consents by language, with their recordings; nothing of any person stands there."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.doors import for_roles
from audit.doors import require
from cases import actions, rules
from cases.forms import ConsentTextForm, RecordingForm
from cases.models import ConsentText
from work.asking import confirm, make, posted
from work.files import answer
from work.forms import Form
from work.pages import Column, cursor

FORM = "cases/consent_text_form.html"
COLUMNS = [
    Column(gettext_lazy("Text of a consent")),
    Column(gettext_lazy("In force since")),
    Column(gettext_lazy("Recording")),
]
readers = for_roles(*rules.READERS_OF_TEXTS)


def way(*further):
    """The way to a page under the texts."""
    return [(_("Texts of consents"), reverse("cases:consent-texts")), *further]


def _text(request, consent_text):
    return get_object_or_404(ConsentText.objects.visible_to(request.user).for_list(), pk=consent_text)


def _here(text):
    return reverse("cases:consent-text", args=[text.pk])


@require_GET
@readers
def consent_texts(request):
    """All texts, those of each language together, the latest first."""
    texts = ConsentText.objects.visible_to(request.user)
    offered = set(texts.offered(timezone.localdate()).values_list("pk", flat=True))
    order = ("language", "-in_force_since", "-created_at", "id")
    page = cursor(texts.for_list(), request, order=order, columns=COLUMNS)
    for text in page.rows:
        text.is_offered = text.pk in offered
    keeps = rules.can_keep_consent_texts(request.user)
    return render(request, "cases/consent_texts.html", {"page": page, "keeps": keeps})


@require_http_methods(["GET", "POST"])
@readers
def consent_text_create(request):
    """Write a text, or the next version of one (`?of=`), which begins with its words."""
    require(rules.can_keep_consent_texts, request.user)
    before = _begun(request)
    form = ConsentTextForm(posted(request), request.FILES or None, initial=before)
    return make(
        request,
        form,
        actions.add_consent_text,
        done=_("The text is kept. It is offered from its day on."),
        to=_here,
        template=FORM,
        title=_("New version of a text") if before else _("New text of a consent"),
        crumbs=way(),
        back_url=reverse("cases:consent-texts"),
    )


def _begun(request):
    """What stands in the page of a next version."""
    try:
        found = ConsentText.objects.visible_to(request.user).filter(pk=request.GET.get("of") or None).first()
    except (ValueError, TypeError, ValidationError):
        found = None
    return {name: getattr(found, name) for name in ("purposes", "language", "text")} if found else {}


@require_GET
@readers
def consent_text(request, consent_text):
    """One text as it is read aloud, with its recording."""
    text = _text(request, consent_text)
    used = text.grounds.exists()
    shown = {
        "text": text,
        "used": used,
        "keeps": rules.can_keep_consent_texts(request.user),
        "takes_recording": not (used or text.recording or text.retired_at),
        "crumbs": way(),
    }
    return render(request, "cases/consent_text.html", shown)


@require_GET
@readers
def consent_text_recording(request, consent_text):
    """The recording, as the page plays it."""
    text = _text(request, consent_text)
    if text.recording is None:
        raise Http404
    return answer(actions.open_recording(text, by=request.user), text.file_name, shown=True)


@require_http_methods(["GET", "POST"])
@readers
def consent_text_record(request, consent_text):
    """Add the recording of a text that nobody was asked by yet."""
    text = _text(request, consent_text)
    require(rules.can_keep_consent_texts, request.user, text)
    return confirm(
        request,
        RecordingForm(posted(request), request.FILES or None),
        actions.record_consent_text,
        text,
        done=_("The recording is kept."),
        to=_here(text),
        template=FORM,
        title=_("Add the recording"),
        intro=str(text),
        crumbs=way((str(text), _here(text))),
        back_url=_here(text),
    )


@require_http_methods(["GET", "POST"])
@readers
def consent_text_retire(request, consent_text):
    """Offer a text no more."""
    text = _text(request, consent_text)
    require(rules.can_keep_consent_texts, request.user, text)
    return confirm(
        request,
        Form(posted(request)),
        actions.retire_consent_text,
        text,
        done=_("The text is not offered any more."),
        to=_here(text),
        title=_("Offer this text no more?"),
        text=str(text),
        consequences=[
            _("Consents that name it go on naming it, and it can still be read here."),
            _("Where an earlier version is not retired, that one is offered again."),
        ],
        label=_("Offer it no more"),
        crumbs=way((str(text), _here(text))),
        back_url=_here(text),
    )
