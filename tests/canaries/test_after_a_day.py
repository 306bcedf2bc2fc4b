"""After a day of work a thief of the database, its files, its logs, its sessions and mails finds nobody."""

import base64
import datetime
import io
import json
import logging
import re
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.test import override_settings

from tests.canaries import day as pages
from tests.canaries import figures, mistakes, opening, places, programs
from tests.canaries.day import Day
from tests.canaries.words import Canaries, caught, found
from tests.conftest import own_database
from vault.fields import SealedField
from vault.keys import held_keys

# Sealed, and written by no page and no verb of the API; each with the reason.
WRITTEN_BY_NOBODY = {
    "work.SealedFile.name": "the number of the case and of its document, whatever it was called before",
    "work.SealedFile.key": "a key of the house's own, at random",
    "cases.RiskAssessment.domains": "codes of two lists, no words",
    "cases.Needs.pregnant": "one of three answers of a list, no words",
    "cases.Needs.pregnant_said_on": "the day of that answer, which the programme writes itself",
}
# What a page that is only opened may never hold: who she is and where she can be found.
OF_HER = ("cases.Person.", "cases.Telephone.", "cases.IdentityDocument.", "shelters.Shelter.",
          "cases.Relative.name", "cases.Relative.telephones", "cases.Relative.place",
          "cases.Suspect.", "cases.SuspectInEvent.", "cases.SuspectToPerson.",
          "reintegration.Placement.whereabouts")  # fmt: skip


# A list of what comes for oneself, empty for nearly everybody; and the page where it is handed in.
OF_EVERYBODY = ("box:complaint-create", "api-complaint-list")


@pytest.fixture(scope="module")
def evening(django_db_setup, django_db_blocker):
    """The day is over: what was said, what is sealed where, and all that a thief could carry away."""
    stream = io.StringIO()
    unhurried = override_settings(API_LIMITS=dict.fromkeys(settings.API_LIMITS, 10**9))
    with own_database(django_db_blocker) as database, talkative_log(stream), unhurried:
        day = Day()
        case = pages.works_by_pages(day)
        programs.works_through_the_api(day)
        told = figures.are_told(day)
        opened = opening.opens_everything(day, case)
        refused = mistakes.sends_nonsense(day)
        mistakes.sends_nonsense_to_the_api(day)
        mistakes.goes_astray(day)
        mistakes.meets_a_broken_server(day, case)
        effects = mistakes.works_behind_the_page()
        yield SimpleNamespace(
            day=day,
            case=case,
            told=told,
            opened=opened,
            refused=refused,
            effects=effects,
            sealed=sealed_values(),
            stolen=places.everything(database) | {"log": stream.getvalue().encode()},
        )


class talkative_log:  # noqa: N801 used like a function
    """What the installation would write into its log, at its most talkative."""

    def __init__(self, stream):
        self.handler, self.root = places.Log(stream), logging.getLogger()

    def __enter__(self):
        self.level = self.root.level
        self.root.addHandler(self.handler)
        self.root.setLevel(logging.DEBUG)

    def __exit__(self, *failed):
        self.root.removeHandler(self.handler)
        self.root.setLevel(self.level)


def sealed_fields():
    """Every sealed field of every model of the house: {"app.Model.field": field}."""
    models = [model for model in apps.get_models() if not model.__module__.startswith("tests.")]
    fields = [field for model in models for field in model._meta.concrete_fields]
    return {f"{one.model._meta.label}.{one.name}": one for one in fields if isinstance(one, SealedField)}


def sealed_values():
    """{"app.Model.field": everything that is sealed in it, opened, as one text}."""
    opened = {}
    with held_keys():
        for label, field in sealed_fields().items():
            values = [getattr(row, field.name) for row in field.model._base_manager.all()]
            opened[label] = "\n".join(map(as_text, filter(None, values)))
    return opened


def as_text(value):
    """As the canaries were typed."""
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, bytes):
        return value.hex()
    return value if isinstance(value, str) else DjangoJSONEncoder(ensure_ascii=False).encode(value)


def test_every_sealed_field_was_written_by_a_page_or_a_verb_or_says_why_not(evening):
    canaries = {text for texts in evening.day.canaries.of.values() for text in texts}
    written = {label for label, text in evening.sealed.items() if any(one in text for one in canaries)}

    assert sorted(set(evening.sealed) - written) == sorted(WRITTEN_BY_NOBODY)


def test_each_of_them_holds_what_was_typed_for_it(evening):
    typed = {label: texts for label, texts in evening.day.canaries.of.items() if label in evening.sealed}
    missing = [
        label for label, texts in typed.items() if not any(text in evening.sealed[label] for text in texts)
    ]

    assert missing == []


@pytest.mark.parametrize(
    "place", ["dump", "rows", "files of the server", "sessions", "cache", "files", "mails", "log"]
)
def test_a_thief_finds_nobody_in(place, evening):
    assert caught(evening.day.canaries, evening.stolen[place]) == []


def test_the_thief_had_something_to_look_at(evening):
    empty = [place for place, stolen in evening.stolen.items() if not stolen]

    assert set(empty) <= {"mails", "cache"}
    assert evening.refused > 15
    assert evening.effects


@pytest.mark.parametrize("place", ["pages", "answers", "files"])
def test_a_report_of_the_day_tells_of_nobody(place, evening):
    assert caught(evening.day.canaries, evening.told[place]) == []


def test_it_counted_her_all_the_same(evening):
    assert evening.case.number.encode() in evening.told["pages"]
    assert evening.case.number.encode() in evening.told["answers"]
    assert b"SVC-EVT" in evening.told["files"]


def test_every_page_and_every_verb_was_opened_with_the_rows_of_the_day(evening):
    hers = {name: how for name, how in evening.opened.items() if name.startswith(opening.HERS)}
    hers = {name: how for name, how in hers.items() if name not in opening.OF_DATA_PROTECTION}

    not_shown = {name: how for name, how in hers.items() if not how & {200, 405}}
    leads_on = {key: {302} for key in opening.LEADS_ON}
    for_others = {key: {403} for key in opening.OF_ADMINISTRATORS}
    for_others |= {key: {403, 404} for key in opening.OF_THE_OTHER_OFFICE}
    assert not_shown == leads_on | for_others
    assert [name for name, how in evening.opened.items() if max(how) >= 500] == []


def test_nobody_of_the_office_opens_a_complaint_about_it(evening):
    doors = [name for name in evening.opened if name.startswith(("box:complaint-", "api-complaint-"))]
    doors = [name for name in doors if name not in OF_EVERYBODY] + ["box:complaint"]
    typed = evening.day.canaries.of.items()
    said = [text for label, texts in typed if label.startswith("cases.Complaint") for text in texts]
    opened = [answer.content for desk in evening.day.desks for answer in desk.opened]

    assert {
        name: how for name, how in evening.opened.items() if name in doors and how - {404, 405, 403}
    } == {}
    assert said
    assert [text for text in said if text.encode() in b"\n".join(opened)] == []


def test_a_page_that_is_only_opened_holds_neither_name_nor_number_nor_place(evening):
    typed = evening.day.canaries.of.items()
    hers = [text for label, texts in typed if label.startswith(OF_HER) for text in texts]
    opened = [answer.content for desk in evening.day.desks for answer in desk.opened]

    assert len(opened) > 300
    assert [text for text in hers if text.encode() in b"\n".join(opened)] == []


def test_no_address_no_header_and_no_title_holds_anything_that_was_typed(evening):
    desks = [*evening.day.desks, evening.day.named]
    answers = [answer for desk in desks for answer in desk.answers]
    said = [f"{name}: {value}" for answer in answers for name, value in answer.headers.items()]
    for answer in answers:
        said += re.findall("<title>(.*?)</title>", answer.text, re.DOTALL)

    assert caught(evening.day.canaries, "\n".join(said).encode()) == []


DISGUISES = {
    "as it is": str.encode,
    "in small letters": lambda text: text.lower().encode(),
    "in capitals": lambda text: text.upper().encode(),
    "without accents": lambda text: text.encode("ascii", "ignore"),
    "in UTF-16": lambda text: text.encode("utf-16-le"),
    "in hexadecimal": lambda text: text.encode().hex().encode(),
    "in base64": lambda text: base64.b64encode(text.encode()),
    "in base64, after something": lambda text: base64.b64encode(b"xy" + text.encode()),
    "in JSON": lambda text: json.dumps(text).encode(),
    "in an address": lambda text: quote(text).encode(),
    "its first word alone": lambda text: text.split()[0].encode(),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_search_finds_a_canary_that_was_not_sealed(disguise):
    canaries = Canaries()
    stolen = b"1 " + DISGUISES[disguise](canaries.text("a field")) + b" 2"

    assert [mark for mark, _around in caught(canaries, stolen)] == [canaries.mark]


def test_a_number_is_found_as_it_was_typed_and_as_a_program_tidies_it():
    canaries = Canaries()
    canaries.telephone("a telephone")

    assert found(canaries.numbers, canaries.numbers[1].encode().hex().encode()) == [canaries.numbers[1]]
