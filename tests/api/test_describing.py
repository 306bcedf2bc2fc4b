"""The API is described from the forms that read it: to programs as OpenAPI, to people as a page."""

import json
import re

import pytest
from django.core.management import call_command
from django.test import Client
from rest_framework.mixins import CreateModelMixin, DestroyModelMixin, UpdateModelMixin
from rest_framework.serializers import ModelSerializer

from accounts.models import Role
from accounts.tokens import issue
from codebook.actions import add_code
from config.api import router
from tests.api.conftest import Caller
from tests.factories.accounts import administrator, member
from work.api import Resource, Row

pytestmark = pytest.mark.django_db

SCHEMA, DOCS = "/api/v1/schema/", "/api/v1/docs/"


class NothingThere:
    """In place of a verb that a resource does not have."""

    input = None


def every_subclass(kind):
    """Serializers of our own rooms, however deep they descend."""
    rooms = ("accounts.", "programmes.", "codebook.", "cases.", "reports.")
    found = [one for below in kind.__subclasses__() for one in [below, *every_subclass(below)]]
    return [one for one in found if one.__module__.startswith(rooms)]


@pytest.fixture
def trainer():
    return member(Role.TRAINER)


@pytest.fixture
def browser(trainer):
    client = Client()
    client.force_login(trainer, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def program(trainer):
    return Caller(issue(trainer)[0])


def test_the_description_is_valid_openapi_without_a_warning(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yaml"))


@pytest.mark.urls("tests.api.urls")
def test_so_is_that_of_every_kind_of_field(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yaml"))


def test_programs_and_browsers_of_people_who_may_come_in_read_it(browser, program):
    for answer in (browser.get(SCHEMA), program.get(SCHEMA)):
        assert answer.status_code == 200
        assert answer.json()["openapi"].startswith("3.1")
    assert browser.get(DOCS).status_code == 200


def test_nobody_else_does():
    assert Caller().get(SCHEMA).status_code == 401
    assert Client().get(DOCS).status_code == 302


def test_each_operation_names_its_refusals_and_its_key(program):
    schema = program.get(SCHEMA).json()

    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            statuses = set(operation["responses"])
            assert {"401", "403", "406", "422", "429"} <= statuses, (method, path)
            assert ("{" in path) is ("404" in statuses), (method, path)
            assert (method in {"post", "patch"}) is ({"400", "413", "415"} <= statuses), (method, path)
            assert (method == "patch") <= ({"412", "428"} <= statuses), (method, path)
            assert operation["summary"], (method, path)
            assert operation["security"] == [
                {} if path.endswith("token/") and method == "post" else {"bearer": []}
            ]


def test_every_verb_says_what_it_takes_and_nothing_is_written_through_a_serializer():
    for _prefix, resource, _name in router.registry:
        verbs = [verb.__name__ for verb in resource.get_extra_actions()] + ["create", "partial_update"]
        silent = [
            verb for verb in verbs if not hasattr(getattr(resource, verb, None) or NothingThere, "input")
        ]

        assert silent == []
        assert issubclass(resource, Resource)
        assert not issubclass(resource, CreateModelMixin | UpdateModelMixin | DestroyModelMixin)
    for serializer in every_subclass(ModelSerializer):
        assert issubclass(serializer, Row), serializer
        assert all(field.read_only for field in serializer().fields.values()), serializer


@pytest.mark.urls("tests.api.urls")
def test_what_is_required_typed_bounded_and_listed_is_told(program):
    fields = program.get(SCHEMA).json()["components"]["schemas"]["EveryKindInput"]

    assert fields["required"] == ["name", "colour"]
    assert fields["additionalProperties"] is False
    assert "paper" not in fields["properties"]
    assert {
        name: fields["properties"][name] for name in ("count", "colour", "stars", "on", "born", "lines")
    } == {
        "count": {"type": ["integer", "null"], "minimum": 0, "maximum": 2**31 - 1},
        "colour": {"type": "string", "enum": ["red", "blue"]},
        "stars": {"type": ["integer", "null"], "enum": [1, 2, None]},
        "on": {"type": ["string", "null"], "format": "date"},
        "born": {"oneOf": [{"$ref": "#/components/schemas/PartialDate"}, {"type": "null"}]},
        "lines": {
            "type": "array",
            "maxItems": 5,
            "items": {
                "type": "object",
                "properties": {
                    "label": {"type": "string", "minLength": 1, "maxLength": 20, "pattern": "^[^\\x00]*$"},
                    "quantity": {"type": ["integer", "null"], "minimum": 1, "maximum": 99},
                },
                "required": ["label"],
                "additionalProperties": False,
            },
        },
    }


@pytest.mark.urls("tests.api.urls")
def test_the_page_shows_every_operation_and_leads_nowhere_else(browser):
    schema, first = browser.get(SCHEMA).json(), browser.get(DOCS).content.decode()
    page = first + "".join(
        browser.get(path).content.decode() for path in re.findall(rf'href="({DOCS}[\w-]+/)"', first)
    )

    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            assert f"<code>{method.upper()} {path}</code>" in page
            assert f'id="{operation["operationId"]}"' in page
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert "style=" not in page


@pytest.mark.parametrize(("language", "words"), [("es", "Cómo funciona"), ("en", "How it works")])
def test_the_page_speaks_the_language_of_its_reader(browser, language, words):
    browser.cookies["language"] = language

    assert words in browser.get(DOCS).content.decode()


def test_a_code_that_was_added_to_a_list_is_described_at_once(program):
    schemas = json.dumps(program.get(SCHEMA).json())
    words = {"label_en": "Cooperative", "label_es": "Cooperativa", "reason": "Partner of ours"}
    add_code("partner_type", by=administrator(lead=True), code="cooperative", **words)

    again = json.dumps(program.get(SCHEMA).json())

    assert ('"cooperative"' in schemas, '"cooperative"' in again) == (False, True)
