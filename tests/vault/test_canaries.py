"""One canary in every sealed field of every model; after a day of work none stands anywhere outside."""

import datetime
import io
import json
import logging
import unicodedata
import uuid

import pytest
from django.apps import apps
from django.conf import settings

from accounts.models import UnsentText
from cases.models import (
    Draft,
    Exploitation,
    Ground,
    IdentityDocument,
    Needs,
    Note,
    Person,
    Service,
    Task,
    Telephone,
)
from reintegration.models import Placement
from tests.accounts.visitors import signed_in
from tests.factories.cases import opened_case, supervisor
from tests.factories.shelters import shelter_of
from tests.vault.test_dump import dumped, found
from vault import keys
from vault.fields import SealedBytes, SealedDate, SealedField, SealedJSON
from work.actions import write
from work.files import keep_file
from work.models import Revision, SealedFile

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)
MOMENT = datetime.datetime(2026, 3, 5, tzinfo=datetime.UTC)


def sealed_fields(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def sealed_models():
    """Every model of the house with something sealed in it."""
    ours = [model for model in apps.get_models() if not model.__module__.startswith("tests.")]
    return [model for model in ours if sealed_fields(model)]


class Nest:
    """One row of every sealed model, all about one person, each sealed field holding its own canary."""

    def __init__(self):
        self.canaries, self.rows = [], {}
        self.shelter = shelter_of()
        self.office = self.shelter.office
        self.person = supervisor(self.office)
        self.case = opened_case(self.person, office=self.office)
        for row in self.made():
            self.fill(row)

    def made(self):
        case, person = self.case, self.case.person
        shelter = self.shelter
        yield from (person, case, shelter)
        stay = case.stays.model(
            case=case, person=person, shelter=shelter, component=case.component, admitted_on=DAY,
            admission_reason="voluntary", expected_exit_on=DAY, withdrawn_at=MOMENT,
        )  # fmt: skip
        where = {"case": case, "person": person, "component": case.component}
        yield from (
            Telephone(person=person),
            IdentityDocument(person=person, kind="passport"),
            Service(case=case, on=DAY, type="food", component=case.component, withdrawn_at=MOMENT),
            Needs(case=case, on=DAY),
            Draft(case=case, user=self.person, section="person", typed_at=MOMENT),
            Exploitation(),
            Ground(case=case, kind="vital_interest", since=DAY, expires_at=MOMENT),
            Note(case=case, on=DAY, author=self.person),
            Task(case=case, office=self.office, kind="by_hand", due_on=DAY),
            stay,
            Placement(kind="nuclear_family", since=DAY, **where),
            UnsentText(user=self.person),
        )

    def fill(self, row):
        for field in sealed_fields(type(row)):
            setattr(row, field.name, self.canary(field))
        if isinstance(row, Telephone | IdentityDocument):
            row.number = f"+502 {uuid.uuid4().int % 10**8:08}"
            self.canaries += [row.number, row.number[5:]]
        if isinstance(row, Person):
            row.birth_precision, row.birth_year = "day", row.birth_date.year
        row.save(force_insert=row._state.adding)
        self.rows[type(row)] = row

    def canary(self, field):
        """A value like no other for this field."""
        text = f"Ñandú {field.name[:8]} Xóchitl{uuid.uuid4().hex[:10]}"
        if isinstance(field, SealedDate):
            day = datetime.date(1931, 1, 1) + datetime.timedelta(days=len(self.canaries))
            self.canaries += [str(day), day.strftime("%d/%m/%Y")]
            return day
        self.canaries.append(text)
        if isinstance(field, SealedJSON):
            return [["name", [text]]]
        return text.encode() if isinstance(field, SealedBytes) else text


@pytest.fixture
def nest():
    with keys.held_keys():
        nest = Nest()
        subject = keys.Subject.of(nest.case)
        text = nest.canary(sealed_fields(SealedFile)[0])
        stream = io.BytesIO(f"%PDF-1.4 {text}".encode())
        keep_file(stream, name=text, subject=subject, by=nest.person, media_type="application/pdf")
        write(nest.case.person, by=nest.person, verb="person.changed", changes={"given_names": "María"})
        shelter = nest.rows[apps.get_model("shelters.Shelter")]
        write(shelter, by=nest.person, verb="shelter.address_written", changes={"address": "Otra"})
        return nest


def writings(text):
    """Ways in which a text is written without being sealed, beside those that the search itself tries."""
    bare = "".join(s for s in unicodedata.normalize("NFKD", text) if not unicodedata.combining(s))
    return {text, bare, bare.lower(), json.dumps(text)[1:-1], json.dumps(text.lower())[1:-1]}


def caught(nest, haystack):
    return [text for text in nest.canaries if found(writings(text), haystack)]


def test_every_sealed_model_has_its_canaries(nest):
    filled = {*nest.rows, SealedFile, Revision}

    assert {model._meta.label for model in sealed_models()} == {model._meta.label for model in filled}
    assert SealedFile.objects.exists()
    assert Revision.objects.filter(secrets__isnull=False).exists()


def visit(nest):
    """A day at the desk: she opens every page of the case, shows the name, and makes mistakes."""
    browser, number = signed_in(nest.person), nest.case.number
    pages = ["", "intake/", "intake/person/", "intake/exploitation/", "intake/needs/", "services/", "notes/"]
    answers = [browser.get(f"/cases/{number}/{page}") for page in pages]
    answers += [
        browser.post(f"/cases/{number}/reveal/"),
        browser.post(f"/cases/{number}/intake/person/", {"given_names": nest.canaries[0]}),
        browser.post(f"/cases/{number}/notes/new/", {"text": nest.canaries[1]}),
        browser.get("/cases/"),
        browser.get("/shelters/"),
    ]
    return answers


def test_after_a_day_of_work_a_thief_of_database_files_or_logs_finds_none(nest, caplog):
    with caplog.at_level(logging.DEBUG):
        answers = visit(nest)
    logged = "\n".join(record.getMessage() for record in caplog.records).encode()
    files = b"".join(path.read_bytes() for path in settings.AMPARO_DATA.rglob("*") if path.is_file())

    assert {answer.status_code for answer in answers} <= {200, 302, 422}
    assert caught(nest, dumped()) == []
    assert caught(nest, logged) == []
    assert caught(nest, files) == []


def test_pages_that_are_only_opened_hold_no_name_and_no_number(nest):
    person = nest.rows[apps.get_model("cases.Person")]
    names = [person.family_names, person.other_names, nest.rows[Telephone].number]

    opened = b"".join(
        answer.content
        for answer in visit(nest)
        if answer.wsgi_request.method == "GET" and "/intake/" not in answer.wsgi_request.path
    )

    assert found(names, opened) == []


@pytest.mark.parametrize("written", [str.lower, str.upper, lambda text: json.dumps(text)[1:-1]])
def test_the_search_would_find_a_canary_that_was_not_sealed(nest, written):
    assert caught(nest, f"x {written(nest.canaries[0])} y".encode()) == nest.canaries[:1]
