"""A year that cannot be meant is refused beside its box, by the pages, the API and the actions alike."""

from contextlib import nullcontext
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from cases import actions
from cases.forms import ExploitationForm, GroundForm, NewServiceForm, NoteForm
from cases.keeping import refuse_before_birth
from cases.models import Note, Person, Service, Task
from tests.cases.intake.conftest import agreed
from tests.factories.cases import caseworker, let_in, opened_case, working_office
from tests.shelters.conftest import browser_of, program_of
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
    about = {"case": case} if needs_case else {}
    about |= {"user": case.worker} if form is NewServiceForm else {}
    filled = form({name: "29/11/1926"}, **about)

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


@pytest.fixture
def born(case):
    """Her birth date as somebody typed it, which may be wrong."""
    agreed(case, case.worker)
    facts = {"birth_date": date(2001, 3, 27), "birth_precision": "day"}
    actions.describe_person(case.person, by=case.worker, case=case, **facts)
    return case


BEFORE = date(2001, 3, 26)
WRITE = {
    "a service": lambda case: actions.record_service(case, by=case.worker, on=BEFORE, type="food"),
    "a note": lambda case: actions.write_note(case, by=case.worker, on=BEFORE, text="x"),
    "her needs": lambda case: actions.record_needs(case, by=case.worker, on=BEFORE, needs=["food"]),
}


def asked_which(case):
    """Who is asked which of the two days is wrong."""
    return [task.assignee for task in Task.objects.open().filter(case=case, kind="birth_or_day_is_wrong")]


@pytest.mark.parametrize("what", WRITE)
def test_what_happened_is_kept_where_by_her_birth_date_she_was_not_born_and_somebody_asked(born, what):
    written = WRITE[what](born)

    assert (written.on, asked_which(born)) == (BEFORE, [born.worker])


def test_it_is_asked_once_and_not_of_days_of_her_life(born):
    actions.record_service(born, by=born.worker, on=date(2001, 3, 27), type="food")
    assert asked_which(born) == []

    for write in WRITE.values():
        write(born)

    assert asked_which(born) == [born.worker]


def test_no_age_is_kept_of_a_day_before_her_birth_until_the_birth_date_is_mended(born):
    service = WRITE["a service"](born)
    assert service.age_from is None

    right = {"birth_date": date(1996, 3, 27), "birth_precision": "day"}
    actions.describe_person(born.person, by=born.worker, case=born, **right)

    service.refresh_from_db()
    assert (service.age_from, service.child) == (0, True)


def test_the_page_and_a_program_keep_it_too(born):
    typed = {"on": "26/03/2001", "type": "food"}

    page = browser_of(born.worker).post(f"/cases/{born.number}/services/new/", typed)
    body = {"case": born.number, "on": "2001-03-26", "type": "food"}
    answer = program_of(born.worker).post("/api/v1/services/", body)

    assert (page.status_code, answer.status_code, Service.objects.count()) == (302, 201, 2)


def test_who_looks_after_her_is_told_of_it(born):
    WRITE["a service"](born)
    helper = caseworker(born.office)
    let_in(helper, born)

    assert Task.objects.visible_to(helper).filter(kind="birth_or_day_is_wrong").count() == 1


def test_what_is_decided_or_corrected_is_refused_on_a_day_before_her_birth(born):
    service = actions.record_service(born, by=born.worker, on=date(2001, 3, 28), type="food")
    tries = {
        "on": lambda: actions.change_service(service, by=born.worker, on=BEFORE),
        "since": lambda: actions.record_ground(born, by=born.worker, kind="duty_to_report", since=BEFORE),
        "began_part": lambda: actions.record_exploitation(
            born, by=born.worker, began=date(2000, 1, 1), began_precision="year", acts=["recruitment"]
        ),
    }
    for field, write in tries.items():
        with pytest.raises(ValidationError) as refused:
            write()
        assert refused.value.error_dict[field][0].code == "before_birth"


def test_a_service_of_such_a_day_is_corrected_in_all_else(born):
    service = WRITE["a service"](born)

    assert actions.change_service(service, by=born.worker, on=BEFORE, type="clothing").type == "clothing"


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
