"""The case of many years, whose pages show whether they grow with what is kept in it."""

import io
from datetime import timedelta
from itertools import cycle

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from cases import actions
from cases.models import Case, Document, Note, Service

SERVICES, NOTES, DOCUMENTS = 300, 200, 40
TYPES = ("food", "clothing", "hygiene", "crisis_intervention", "legal_advice")
# Kinds of papers that everybody of the team opens.
KINDS = ("letter", "school")


def large_case(worker):
    """An open case of hers, filled up by the verbs of the pages until so much stands in it."""
    case = (
        Case.objects.open().filter(worker=worker, person__unnamed=False).order_by("opened_on", "pk").first()
    )
    days = cycle(range(min(200, (timezone.localdate() - case.opened_on).days + 1)))
    today = timezone.localdate()
    for number in range(Service.objects.filter(case=case).count(), SERVICES):
        given = {"type": TYPES[number % len(TYPES)], "detail": f"Entrega número {number}."}
        actions.record_service(case, by=worker, on=today - timedelta(days=next(days)), **given)
    for number in range(Note.objects.filter(case=case).count(), NOTES):
        text = f"Conversación número {number}. " * 12
        actions.write_note(case, by=worker, on=today - timedelta(days=next(days)), text=text)
    for number in range(Document.objects.filter(case=case).count(), DOCUMENTS):
        facts = {"kind": KINDS[number % len(KINDS)], "title": f"Documento {number}"}
        actions.attach_document(case, by=worker, file=_scanned(), on=today, **facts)
    return case


def _scanned():
    """A grey page as a scanner makes it."""
    kept = io.BytesIO()
    Image.new("L", (600, 800), 200).save(kept, "PNG")
    return SimpleUploadedFile("hoja.png", kept.getvalue())
