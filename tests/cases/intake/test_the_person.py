"""Who she is, kept once a ground lets it be: shown on request, changed by one after the other."""

import datetime
import re

import pytest

from audit.models import Event
from cases import actions
from cases.forms.intake import ExploitationForm
from cases.forms.person import DocumentForm
from cases.grounds import lets_keep
from cases.models import Person, Task, Telephone
from tests.cases.intake.conftest import (
    HER,
    NAME,
    NO_ROWS,
    TODAY,
    agreed,
    described,
    page,
    said,
)
from tests.factories.cases import opened_case
from vault.fields import SealedDate, SealedField

pytestmark = pytest.mark.django_db


def test_the_page_keeps_who_she_is_and_the_rows_beside_it(desk, case, worker):
    agreed(case, worker)
    rows = NO_ROWS | {
        "telephones-TOTAL_FORMS": 2,
        "telephones-0-number": "5555 1234",
        "telephones-0-whose": "family",
        "telephones-0-safe_to_call": "no",
        "telephones-1-whose": "own",
        "telephones-1-safe_to_call": "unknown",
    }

    answer = desk.post(page(case, "person"), HER | rows | {"version": case.person.version})

    person = Person.objects.get()
    assert answer.status_code == 302
    assert (person.full_name, person.birth_date, person.birth_precision) == (
        "Ana Lucía Pérez Xol",
        datetime.date(2001, 3, 1),
        "month",
    )
    assert (person.birth_year, person.majority) == (2001, "adult")
    assert [(row.number, row.whose, row.safe_to_call) for row in Telephone.objects.all()] == [
        ("5555 1234", "family", "no")
    ]


def test_a_page_on_which_no_document_is_written_is_saved(desk, case, worker):
    agreed(case, worker)
    empty = {"documents-TOTAL_FORMS": 1, "documents-0-kind": "national_id", "documents-0-country": ""}

    answer = desk.post(page(case, "person"), HER | NO_ROWS | empty | {"version": case.person.version})

    assert (answer.status_code, Person.objects.get().given_names) == (302, NAME)


def test_what_is_wrong_in_a_row_stands_above_the_page(desk, case, worker):
    agreed(case, worker)
    wrong = {"documents-TOTAL_FORMS": 1, "documents-0-kind": "passport", "documents-0-number": ""}

    answer = desk.post(page(case, "person"), HER | NO_ROWS | wrong | {"version": case.person.version})

    summary = re.search(r'class="error-summary".*?</ul>', answer.content.decode(), re.S)[0]
    assert re.findall(r'href="(#\S+?)">([^<]+)', summary) == [
        ("#id_documents-0-number", "Number — This is still missing.")
    ]
    assert "<title>Error:" in answer.content.decode()


def test_an_age_that_she_says_becomes_an_estimated_year(desk, case, worker):
    agreed(case, worker)

    desk.post(page(case, "person"), NO_ROWS | {"stated_age": "15", "age_is_right": "on", "version": 1})

    person = Person.objects.get()
    assert (person.birth_precision, person.age_estimated, person.majority) == ("year", True, "minor")
    assert person.age_on(TODAY()) == 15


def test_an_age_that_makes_a_child_of_an_adult_is_asked_about_before_it_is_kept(desk, case, worker):
    agreed(case, worker)
    typed = NO_ROWS | {"given_names": "Marta", "stated_age": "5", "version": 1}

    answer = desk.post(page(case, "person"), typed)

    assert list(said(answer)) == ["age_is_right"]
    assert 'name="age_is_right"' in answer.text
    assert (Person.objects.get().birth_year, answer.context["form"]["given_names"].value()) == (None, "Marta")
    assert desk.post(page(case, "person"), typed | {"stated_age": "25"}).status_code == 302


def test_an_age_written_wrongly_is_taken_out_and_what_she_agreed_to_holds_again(desk, case, worker):
    agreed(case, worker)
    typed = NO_ROWS | {"stated_age": "5", "age_is_right": "on", "version": 1}
    desk.post(page(case, "person"), typed)
    assert not lets_keep(case)
    assert Task.objects.open().filter(kind="consent_of_a_child").exists()
    version = Person.objects.get().version
    basics = {"sex": "F", "majority": "adult", "version": version}

    refused = desk.post(page(case, "basics"), basics)
    taken = desk.post(page(case, "basics"), basics | {"birth_was_wrong": "on"})

    person = Person.objects.get()
    assert (list(said(refused)), taken.status_code) == (["birth_was_wrong"], 302)
    assert (person.birth_date, person.majority, lets_keep(case)) == (None, "adult", True)
    asked = ["consent_of_a_child", "data_without_ground"]
    assert not Task.objects.open().filter(kind__in=asked).exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"disabilities": ["none", "seeing"]}, "disabilities"),
        ({"telephones-TOTAL_FORMS": 1, "telephones-0-number": "abc"}, "number"),
        ({"documents-TOTAL_FORMS": 1, "documents-0-number": "###"}, "number"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(desk, case, worker, typed, field):
    agreed(case, worker)

    answer = desk.post(page(case, "person"), NO_ROWS | {"version": 1} | typed)

    form = answer.context["form"]
    wrong = [form.errors, *(row.errors for row in form.wrong_rows)]
    assert (answer.status_code, [field in errors for errors in wrong].count(True)) == (422, 1)


def test_a_birth_date_and_an_age_are_not_both_taken(desk, case, worker):
    agreed(case, worker)

    answer = desk.post(page(case, "person"), NO_ROWS | {"stated_age": "15", "birth": "2011", "version": 1})

    assert said(answer) == {"stated_age": ["Write the birth date or the age, one of the two."]}


def test_what_is_kept_is_shown_only_on_request_and_that_is_kept_in_the_trail(desk, case, worker):
    agreed(case, worker)
    described(case, worker)

    closed, opened = desk.get(page(case, "person")), desk.post(page(case, "person"), {"open": "1"})

    assert (NAME in closed.content.decode(), NAME in opened.content.decode()) == (False, True)
    assert opened.status_code == 200
    assert Event.objects.filter(verb="case.name_revealed", subjects=[case.pk], actor=worker.pk).count() == 1


SEALED = [field for field in Person._meta.fields if isinstance(field, SealedField)]


@pytest.mark.parametrize("field", [field.name for field in SEALED])
def test_each_sealed_field_alone_is_shown_on_request_only(desk, case, worker, field):
    agreed(case, worker)
    person, day = case.person, {"birth_precision": "day", "birth_year": 2001}
    born = isinstance(Person._meta.get_field(field), SealedDate)
    values = {field: datetime.date(2001, 3, 1)} | day if born else {field: "Chisec"}
    for name, value in values.items():
        setattr(person, name, value)
    person.save()

    shown = desk.get(page(case, "person"))

    assert (shown.templates[0].name, "Chisec" in shown.content.decode()) == (
        "cases/person_closed.html",
        False,
    )


@pytest.mark.parametrize(
    "rows",
    [
        {"telephones": [{"number": "5555 1234"}]},
        {"documents": [{"kind": "passport", "number": "A1234567"}]},
    ],
)
def test_a_telephone_or_a_document_alone_is_shown_on_request_only(desk, case, worker, rows):
    agreed(case, worker)
    actions.describe_person(case.person, by=worker, case=case, **rows)

    assert desk.get(page(case, "person")).templates[0].name == "cases/person_closed.html"


def test_no_page_of_the_intake_names_her_in_its_title_or_address(desk, case, worker):
    agreed(case, worker)
    described(case, worker)

    opened = desk.post(page(case, "person"), {"open": "1"}).content.decode()

    assert f"<title>The person · Ceiba {case.number} · " in opened


def test_a_name_that_is_her_code_name_is_refused(desk, case, worker):
    agreed(case, worker)

    answer = desk.post(page(case, "person"), NO_ROWS | {"given_names": "María Ceíba", "version": 1})

    assert said(answer) == {
        "given_names": [f"This is also the code name of case {case.number}. Change the code name first."]
    }


def test_of_a_case_of_hers_that_she_may_not_open_no_number_is_told(desk, case, worker):
    agreed(case, worker)
    elsewhere = opened_case(code_name="Jacaranda", person=case.person)

    answer = desk.post(page(case, "person"), NO_ROWS | {"given_names": "Jacaranda", "version": 1})

    assert "is the code name of a case" in said(answer)["given_names"][0]
    assert elsewhere.number not in answer.content.decode()


def test_a_mended_birth_date_is_counted_in_the_right_band(case, worker):
    service = actions.record_service(case, by=worker, on=TODAY(), type="food")
    agreed(case, worker)

    described(case, worker, birth_date=TODAY().replace(year=TODAY().year - 14, day=1))

    service.refresh_from_db()
    assert (service.age_from, service.child) == (12, True)


def test_sex_and_child_or_adult_may_be_mended_without_a_ground(desk, case):
    desk.post(page(case, "basics"), {"sex": "I", "majority": "minor", "version": 1})

    person = Person.objects.get()
    assert (person.sex, person.majority) == ("I", "minor")


def test_a_row_is_changed_and_another_taken_out(desk, case, worker):
    agreed(case, worker)
    described(case, worker, telephones=[{"number": "5555 1234"}, {"number": "4444 1234"}])
    first, second = Telephone.objects.order_by("created_at")
    rows = NO_ROWS | {"telephones-TOTAL_FORMS": 2}
    for place, row in enumerate((first, second)):
        usual = {"id": row.pk, "version": 1, "number": row.number, "whose": row.whose, "safe_to_call": "no"}
        rows |= {f"telephones-{place}-{name}": value for name, value in usual.items()}

    desk.post(page(case, "person"), HER | rows | {"telephones-1-remove": "on", "version": 2})

    assert [(row.number, row.safe_to_call) for row in Telephone.objects.all()] == [("5555 1234", "no")]


def test_a_row_that_somebody_changed_meanwhile_is_not_overwritten(desk, case, worker):
    agreed(case, worker)
    described(case, worker, telephones=[{"number": "5555 1234"}])
    row = Telephone.objects.get()
    told = {"id": row.pk, "version": 1, "safe_to_call": "no"}
    described(case, worker, telephones=[told | {"number": row.number}])
    stale = {"id": row.pk, "version": 1, "number": row.number, "whose": "own", "safe_to_call": "yes"}
    rows = NO_ROWS | {"telephones-TOTAL_FORMS": 1} | {f"telephones-0-{n}": v for n, v in stale.items()}

    answer = desk.post(page(case, "person"), HER | rows | {"version": Person.objects.get().version})

    assert answer.status_code == 422
    assert Telephone.objects.get().safe_to_call == "no"
    assert answer.context["form"]["family_names"].value() == "Pérez Xol"


def test_of_two_who_change_her_data_the_second_sees_both_versions(desk, case, worker):
    agreed(case, worker)
    described(case, worker)
    seen = Person.objects.get().version
    described(case, worker, residence="Zacapa")

    answer = desk.post(page(case, "person"), HER | NO_ROWS | {"residence": "Jutiapa", "version": seen})

    assert answer.status_code == 409
    differing = {one.name: (one.yours, one.theirs) for one in answer.context["differences"]}
    assert differing == {"residence": ("Jutiapa", "Zacapa")}
    assert Person.objects.get().residence == "Zacapa"


def answers_in(page):
    """What a browser would send of the page's form, were nothing more touched: `{name: value}`."""
    form = page.content.decode().split("data-draft=")[1]
    typed = {}
    for tag in re.findall(r"<input [^>]*>", form):
        kind, name = re.search(r'type="(\w+)"', tag), re.search(r'name="([^"]+)"', tag)
        if name and (kind[1] not in ("checkbox", "radio") or " checked" in tag):
            typed[name[1]] = (re.search(r'value="([^"]*)"', tag) or ["", ""])[1]
    for name, inner in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        options = re.findall(r'<option value="([^"]*)"([^>]*)>', inner)
        typed[name] = next((value for value, rest in options if "selected" in rest), options[0][0])
    return typed


def test_a_row_that_was_added_begins_like_the_first_and_is_nothing_while_it_is_empty(desk, case, worker):
    agreed(case, worker)
    first = HER | NO_ROWS | {"telephones-TOTAL_FORMS": 1, "documents-TOTAL_FORMS": 1}
    first |= {"version": case.person.version, "telephones-0-number": "5555 1234"}
    first |= {"telephones-0-whose": "own", "telephones-0-safe_to_call": "no"}

    typed = {}
    for asked in ("telephones", "documents"):
        typed = answers_in(desk.post(page(case, "person"), (typed or first) | {"add-row": asked}))

    assert (typed["telephones-TOTAL_FORMS"], typed["documents-TOTAL_FORMS"]) == ("2", "2")
    assert (typed["telephones-1-whose"], typed["telephones-1-safe_to_call"]) == ("own", "unknown")
    assert (typed["documents-1-kind"], typed["documents-1-country"]) == ("national_id", "")
    answer = desk.post(page(case, "person"), typed)
    assert answer.status_code == 302
    assert [(row.number, row.safe_to_call) for row in Telephone.objects.all()] == [("5555 1234", "no")]


def test_what_was_only_typed_is_not_said_to_be_kept(desk, case, worker):
    agreed(case, worker)
    desk.post(f"/cases/{case.number}/intake/drafts/person/", {"given_names": NAME})

    shown = desk.get(page(case, "person")).content.decode()

    assert "Who she is was typed here and is not saved yet." in shown
    assert "Her data are kept" not in shown


def test_lists_of_countries_begin_with_those_nearby(desk, case, worker):
    agreed(case, worker)
    first = ["GT", "HN", "SV", "NI", "MX"]

    documents = DocumentForm().fields["country"]
    exploitation = ExploitationForm().fields["country"]

    assert [code for code, _label in list(documents.choices)[1:6]] == first
    assert [code for code, _label in list(exploitation.choices)[1:6]] == first
