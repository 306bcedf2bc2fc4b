"""What was typed stays in the page when something outside the form refuses it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Membership
from cases import actions as cases
from cases.models import Case
from shelters import actions
from tests.factories.cases import ENDING, OPENED, opened_case, supervisor, working_office
from tests.factories.shelters import admitted, case_for, left, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of

pytestmark = pytest.mark.django_db
WORDS = "She wants to live with her aunt"
TODAY = timezone.localdate()
CLOSING = {
    "on": str(TODAY), "closure_reason": "goals_met", "reintegration_outcome": "reintegrated_family",
    "final_risk": "low", "told_how_to_return": "true", "closing_summary": WORDS,
}  # fmt: skip
LEAVING = {
    "left_on": str(TODAY),
    "exit_reason": "family",
    "exit_details": WORDS,
    "exit_decided_by": "person",
}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def closed(case):
    return cases.close_case(case, by=supervisor(case.office), on=TODAY, **ENDING)


def in_a_shelter():
    """She lives in a shelter: her case is not closed."""
    case = admitted(shelter_of()).case
    return supervisor(case.office), f"/cases/{case.number}/close/", CLOSING | {"version": case.version}


def own_case():
    """Who answers for the case does not close it."""
    case = opened_case(supervisor(working_office()))
    return case.worker, f"/cases/{case.number}/close/", CLOSING | {"version": case.version}


def closed_meanwhile():
    """A colleague closed it while she wrote."""
    case = case_for(shelter_of())
    seen = case.version
    closed(case)
    return supervisor(case.office), f"/cases/{case.number}/close/", CLOSING | {"version": seen}


def open_again_already():
    """A case that is open is not taken up again."""
    case = case_for(shelter_of())
    return supervisor(case.office), f"/cases/{case.number}/reopen/", {"on": str(TODAY), "reason": WORDS}


def done_already():
    """Somebody else did the task."""
    case = case_for(shelter_of())
    task = cases.plan_task(case, by=case.worker, words="Call", due_on=TODAY)
    cases.finish_task(task, by=case.worker, outcome="Called")
    return case.worker, reverse("tasks:task-done", args=[task.pk]), {"outcome": WORDS}


def amended_already():
    """Somebody else amended the note."""
    case = case_for(shelter_of())
    note = cases.write_note(case, by=case.worker, on=OPENED, text="Called.")
    cases.write_note(case, by=case.worker, on=OPENED, text="Called again.", amends=note, kind=note.kind)
    url = reverse("cases:note-amend", args=[case.number, note.pk])
    return case.worker, url, {"on": str(TODAY), "kind": note.kind, "text": WORDS, "once": uuid4()}


def left_already():
    """Her exit is written."""
    stay = admitted(shelter_of(), on=TODAY - timedelta(days=9))
    left(stay, on=TODAY)
    return shelter_staff(stay.shelter), reverse("shelters:stay-exit", args=[stay.pk]), LEAVING


def lives_here_already():
    """She is admitted a second time."""
    stay = admitted(shelter_of())
    typed = {"case": stay.case.number, "admitted_on": str(TODAY), "admission_reason": "emergency"}
    url = reverse("shelters:admit", args=[stay.shelter_id])
    return shelter_staff(stay.shelter), url, typed | {"not_fitting": WORDS, "once": uuid4()}


def withdrawn_already():
    """A stay that was withdrawn is withdrawn once more."""
    stay = admitted(shelter_of())
    actions.withdraw_stay(stay, by=supervisor(stay.shelter.office), reason="Another resident")
    return stay.case.worker, reverse("shelters:stay-withdraw", args=[stay.pk]), {"reason": WORDS}


def corrected_after_withdrawing():
    """A stay that was withdrawn is corrected."""
    stay = left(admitted(shelter_of(), on=TODAY - timedelta(days=9)), on=TODAY)
    actions.withdraw_stay(stay, by=supervisor(stay.shelter.office), reason="Another resident")
    stay.refresh_from_db()
    typed = LEAVING | {"admitted_on": str(TODAY), "admission_reason": "emergency", "version": stay.version}
    return stay.case.worker, reverse("shelters:stay-change", args=[stay.pk]), typed


def service_of(name, **typed):
    case = case_for(shelter_of())
    service = cases.record_service(case, by=case.worker, on=OPENED, type="food")
    cases.withdraw_service(service, by=case.worker, withdrawn_reason="Twice")
    service.refresh_from_db()
    url = reverse(f"cases:{name}", args=[case.number, service.pk])
    return case.worker, url, {"version": service.version, **typed}


def service_withdrawn_already():
    """A service that was withdrawn is withdrawn once more."""
    return service_of("service-withdraw", withdrawn_reason=WORDS)


def service_corrected_after_withdrawing():
    """A service that was withdrawn is corrected."""
    return service_of("service-change", type="food", detail=WORDS, on=str(OPENED), quantity="1")


REFUSED = [
    in_a_shelter, own_case, closed_meanwhile, open_again_already, done_already, left_already,
    lives_here_already, withdrawn_already, corrected_after_withdrawing, service_withdrawn_already,
    service_corrected_after_withdrawing,
]  # fmt: skip


@pytest.mark.parametrize("happens", REFUSED, ids=lambda happens: happens.__name__)
def test_what_was_typed_stays_in_its_page_with_the_reason(happens):
    user, url, typed = happens()

    answer = browser_of(user).post(url, typed)

    assert answer.status_code == 422, answer.content.decode()
    assert answer.context["form"].errors
    assert WORDS in answer.content.decode()


def test_who_may_no_longer_decide_finds_her_text_beside_the_refusal():
    case = case_for(shelter_of())
    boss = supervisor(case.office)
    closed(case)
    desk, url = browser_of(boss), f"/cases/{case.number}/reopen/"
    assert desk.get(url).status_code == 200
    Case.objects.filter(pk=case.pk).update(worker=boss)
    Membership.objects.filter(user=boss).update(role="caseworker")

    answer = desk.post(url, {"on": str(TODAY), "reason": f"{WORDS} <b>"})

    assert answer.status_code == 403
    assert f"{WORDS} &lt;b&gt;</blockquote>" in answer.content.decode()


def test_a_refused_page_repeats_no_secret_and_no_single_words():
    case = case_for(shelter_of())
    url = f"/cases/{case.number}/reopen/"

    for typed in ({"reason": WORDS, "password": "four words and more"}, {"reason": "Aunt"}):
        answer = browser_of(case.worker).post(url, typed)
        assert answer.status_code == 403
        assert "blockquote" not in answer.content.decode()


def test_what_was_typed_in_the_place_of_a_note_that_was_amended_goes_on_in_the_later_one():
    user, url, typed = amended_already()

    answer = browser_of(user).post(url, typed, follow=True)

    assert len(answer.redirect_chain) == 1
    assert answer.context["form"]["text"].value() == WORDS
