"""What happened has happened: a day to come is refused beside its box, and by the action as well."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import actions
from cases.forms import (
    ActivateForm,
    CloseForm,
    EndGroundForm,
    FoundForm,
    GroundForm,
    IdentifyForm,
    NewServiceForm,
    NoteForm,
    OutsideScopeForm,
    ReopenForm,
    ServiceForm,
)
from cases.models import Case
from tests.factories.cases import caseworker, opened_case, supervisor, working_office

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def case():
    return opened_case(caseworker(working_office()))


def about(case, form):
    """What a form needs to know: of a service also who writes it, since a goal may not be hers to read."""
    return {"case": case} | ({"user": case.worker} if form in (ServiceForm, NewServiceForm) else {})


@pytest.mark.parametrize(
    ("form", "name", "needs_case"),
    [
        (FoundForm, "found_on", False),
        (GroundForm, "since", True),
        (EndGroundForm, "ended_on", False),
        (IdentifyForm, "on", False),
        (OutsideScopeForm, "on", False),
        (ActivateForm, "on", False),
        (ReopenForm, "on", False),
        (CloseForm, "on", False),
        (NoteForm, "on", False),
        (ServiceForm, "on", True),
        (NewServiceForm, "on", True),
    ],
)
def test_the_form_says_it_beside_the_box(case, form, name, needs_case):
    filled = form({name: str(TOMORROW)}, **(about(case, form) if needs_case else {}))

    assert [error.code for error in filled.errors.as_data()[name]] == ["future"]


def tries(case):
    """What can be written with a day, and the field that is refused."""
    worker, boss = case.worker, supervisor(case.office)
    decided = {"by": boss, "on": TOMORROW, "status_decider": "ngo"}
    consent = {"kind": "consent", "giver": "self_adult", "purposes": ["assistance"]}
    ground = actions.record_ground(case, by=worker, since=timezone.localdate(), **consent)
    return {
        "open_case": (lambda: opened_case(worker, found_on=TOMORROW), "found_on"),
        "open_case on": (lambda: opened_case(worker, on=TOMORROW), "on"),
        "change_case": (lambda: actions.change_case(case, by=worker, found_on=TOMORROW), "found_on"),
        "identify_case": (
            lambda: actions.identify_case(case, trafficking_status="presumed", **decided),
            "on",
        ),
        "find_outside_scope": (
            lambda: actions.find_outside_scope(case, population="at_risk", reason="x", **decided),
            "on",
        ),
        "activate_case": (lambda: actions.activate_case(case, by=worker, on=TOMORROW), "on"),
        "close_case": (
            lambda: actions.close_case(case, by=worker, on=TOMORROW, closure_reason="withdrew"),
            "on",
        ),
        "record_ground": (
            lambda: actions.record_ground(case, by=worker, since=TOMORROW, **consent),
            "since",
        ),
        "end_ground": (lambda: actions.end_ground(ground, by=worker, ended_on=TOMORROW), "ended_on"),
        "record_service": (lambda: actions.record_service(case, by=worker, on=TOMORROW, type="food"), "on"),
        "record_needs": (lambda: actions.record_needs(case, by=worker, on=TOMORROW, needs=["food"]), "on"),
        "write_note": (lambda: actions.write_note(case, by=worker, on=TOMORROW, text="x"), "on"),
        "describe_person": (
            lambda: actions.describe_person(case.person, by=worker, case=case, on=TOMORROW),
            "on",
        ),
        "record_exploitation": (
            lambda: actions.record_exploitation(case, by=worker, on=TOMORROW, acts=["recruitment"]),
            "on",
        ),
    }


def test_every_action_refuses_it_for_its_field(case):
    told = {}
    for verb, (write, _field) in (asked := tries(case)).items():
        with pytest.raises(ValidationError) as refused:
            write()
        told[verb] = list(refused.value.error_dict)

    assert told == {verb: [field] for verb, (_write, field) in asked.items()}
    assert Case.objects.get().found_on <= timezone.localdate()
