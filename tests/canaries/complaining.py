"""A complaint against somebody of the office: from a tablet, and as a colleague was told it."""

from django.test import Client
from django.urls import reverse

from cases.models import Complaint, ComplaintStep
from tests.canaries.desk import Desk
from tests.factories.complaints import box_of, receivers_for


def complains(day):
    """Somebody writes at the tablet, a colleague what she was told; whoever was named for it follows both."""
    [named, _other] = map(Desk, receivers_for(day.office))
    label = "cases.Complaint"
    said = day.texts(label, "words", "about_words", "her_name", "reach", "case_words")
    tablet = reverse("box:write", args=[box_of(day.office).key])
    sent = Client().post(tablet, said | {"kind": "violence", "in_danger": "true", "key": "k"})
    assert sent.status_code == 200
    told = day.texts(label, "words", "about_words", "her_name", "reach", "case_words")
    told |= {"office": str(day.office.pk), "how": "paper", "kind": "secrets"}
    day.worker.fill_in(reverse("box:complaint-create"), **told)
    for letter in Complaint.objects.order_by("created_at"):
        page = reverse("box:complaint", args=[letter.pk])
        named.get(page)
        written = day.texts("cases.ComplaintStep", "words")
        named.fill_in(f"{page}step/", kind="heard_her", **written)
        step = ComplaintStep.objects.get(complaint=letter)
        named.fill_in(f"{page}steps/{step.pk}/amend/", **day.texts("cases.ComplaintStep", "words"))
        named.fill_in(f"{page}answer/", **day.texts("cases.ComplaintStep", "words"))
    return named
