"""A year that cannot be meant is refused beside its box, by the pages, the API and the actions alike."""

from contextlib import nullcontext
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from cases import actions
from cases.forms import ExploitationForm, GroundForm, NewServiceForm, NoteForm
from cases.keeping import refuse_before_birth
from cases.models import Note, Person, Service
from tests.cases.intake.conftest import agreed
from tests.factories.cases import caseworker, opened_case, working_office
from work.dates import Precision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def case():
    return opened_case(caseworker(working_office()))


@pytest.mark.parametrize(
    ("form", "name", "needs_case"),
    [(NoteForm, "on", False), (NewServiceForm, "on", True), (GroundForm, "since", True)],
)
def test_the_form_says_it_beside_the_box(case, form, name, needs_case):
    filled = form({name: "29/11/1926"}, **({"case": case} if needs_case else {}))

    assert filled.errors[name] == ["Check the year: nothing before 1990 is recorded here."]


@pytest.mark.parametrize(("began", "errors"), [("1949", ["too_early"]), ("1950", [])])
def test_what_was_done_to_her_may_lie_further_back(case, began, errors):
    filled = ExploitationForm({"began_part": began, "acts": ["recruitment"]})

    assert [error.code for error in filled.errors.as_data().get("began_part", [])] == errors


def test_the_actions_refuse_it_too(case):
    for write in (
        lambda: actions.record_service(case, by=case.worker, on=date(1989, 12, 31), type="food"),
        lambda: actions.write_note(case, by=case.worker, on=date(1900, 1, 1), text="x"),
    ):
        with pytest.raises(ValidationError) as refused:
            write()
        assert refused.value.error_dict["on"][0].code == "too_early"
    actions.record_service(case, by=case.worker, on=date(1990, 1, 1), type="food")

    assert (Service.objects.count(), Note.objects.count()) == (1, 0)


def test_nothing_happened_before_she_was_born(case):
    agreed(case, case.worker)
    born = {"birth_date": date(2001, 3, 27), "birth_precision": "day", "birth_year": 2001}
    actions.describe_person(case.person, by=case.worker, case=case, **born)

    tries = {
        "on": lambda: actions.record_service(case, by=case.worker, on=date(2001, 3, 26), type="food"),
        "on of a note": lambda: actions.write_note(case, by=case.worker, on=date(2001, 3, 26), text="x"),
        "began_part": lambda: actions.record_exploitation(
            case, by=case.worker, began=date(2000, 1, 1), began_precision="year", acts=["recruitment"]
        ),
    }
    for field, write in tries.items():
        with pytest.raises(ValidationError) as refused:
            write()
        assert refused.value.error_dict[field.split()[0]][0].code == "before_birth"
    actions.record_service(case, by=case.worker, on=date(2001, 3, 27), type="food")
    assert Service.objects.count() == 1


@pytest.mark.parametrize(
    ("born", "precision", "estimated", "day", "day_precision", "refused"),
    [
        (date(2001, 3, 27), "day", False, date(2001, 3, 26), "day", True),
        (date(2001, 3, 27), "day", False, date(2001, 3, 27), "day", False),
        (date(2001, 3, 27), "day", False, date(2001, 1, 1), "year", False),
        (date(2001, 3, 1), "month", False, date(2001, 1, 1), "day", False),
        (date(2001, 1, 1), "year", False, date(2000, 12, 31), "day", True),
        (date(2001, 1, 1), "year", True, date(2000, 12, 31), "day", False),
        (None, "unknown", False, date(1990, 1, 1), "day", False),
    ],
)
def test_how_far_her_birth_is_known_says_what_is_refused(
    born, precision, estimated, day, day_precision, refused
):
    her = Person(birth_date=born, birth_precision=precision, age_estimated=estimated)

    with pytest.raises(ValidationError) if refused else nullcontext() as error:
        refuse_before_birth(her, day, "on", Precision(day_precision))

    assert (error and list(error.value.error_dict)) == (["on"] if refused else None)
