"""JSON at random, of what each operation takes and of what it does not, from those who may write."""

import datetime
import functools
import json
import os
import re
import uuid

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from accounts.models import Role
from accounts.tokens import issue
from cases.actions import record_needs
from config.docs import described
from tests.api.conftest import Caller
from tests.matrix.actors import LEAD
from tests.matrix.objects import OBJECTS

DAY, DAYS = datetime.date(2010, 10, 1), datetime.timedelta(days=1)
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "5"))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
ASKED = "supervisor_of_the_office_that_is_asked"
OPERATIONS = [
    (LEAD, "POST", "/api/v1/organisations/"),
    (LEAD, "PATCH", "/api/v1/organisations/{organisation}/"),
    (LEAD, "POST", "/api/v1/organisations/{organisation}/offices/"),
    (LEAD, "PATCH", "/api/v1/organisations/{organisation}/offices/{office}/"),
    (Role.PROGRAMME_MANAGER, "POST", "/api/v1/awards/"),
    (Role.PROGRAMME_MANAGER, "PATCH", "/api/v1/awards/{award_number}/"),
    (Role.PROGRAMME_MANAGER, "POST", "/api/v1/awards/{award_number}/change/"),
    (Role.PROGRAMME_MANAGER, "POST", "/api/v1/awards/{award_number}/fund/"),
    (Role.PROGRAMME_MANAGER, "POST", "/api/v1/awards/{award_number}/resume/"),
    (Role.PROGRAMME_MANAGER, "POST", "/api/v1/awards/{award_number}/suspend/"),
    (Role.PROGRAMME_MANAGER, "POST", "/api/v1/reports/"),
    (Role.PROGRAMME_MANAGER, "POST", "/api/v1/reports/{report}/approve/"),
    (Role.PROGRAMME_MANAGER, "POST", "/api/v1/reports/{report}/explain/{indicator_code}/"),
    (Role.PROGRAMME_MANAGER, "POST", "/api/v1/reports/schedules/"),
    (Role.PROGRAMME_MANAGER, "POST", "/api/v1/reports/schedules/{report_schedule}/end/"),
    (Role.PROGRAMME_MANAGER, "PATCH", "/api/v1/deviations/{deviation}/"),
    (Role.PROGRAMME_MANAGER, "POST", "/api/v1/supported-institutions/"),
    (Role.PROGRAMME_MANAGER, "PATCH", "/api/v1/supported-institutions/{supported_institution}/"),
    (Role.PROGRAMME_MANAGER, "POST", "/api/v1/supported-institutions/{supported_institution}/withdraw/"),
    (Role.PROGRAMME_MANAGER, "POST", "/api/v1/missing-sendings/"),
    (Role.CASEWORKER, "POST", "/api/v1/missing-lists/{missing_list}/done/"),
    (Role.CASEWORKER, "POST", "/api/v1/auth/token/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/cases/{case_number}/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/cases/{case_number}/needs/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/cases/{case_number}/person/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/{case_number}/exploitation/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/{case_number}/ground/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/{case_number}/needs/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/{case_number}/reveal/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/{case_number}/unnamed/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/exploitations/{exploitation}/"),
    (Role.CASEWORKER, "POST", "/api/v1/exploitations/{exploitation}/route/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/exploitations/{exploitation}/route/{route_stage}/"),
    (Role.CASEWORKER, "POST", "/api/v1/exploitations/{exploitation}/route/{route_stage}/move/"),
    (Role.CASEWORKER, "POST", "/api/v1/exploitations/{exploitation}/route/{route_stage}/remove/"),
    (Role.CASEWORKER, "POST", "/api/v1/exploitations/{exploitation}/suspects/"),
    (Role.CASEWORKER, "POST", "/api/v1/exploitations/{exploitation}/suspects/link/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/exploitations/{exploitation}/suspects/{suspect}/"),
    (Role.CASEWORKER, "POST", "/api/v1/exploitations/{exploitation}/suspects/{suspect}/take-out/"),
    (Role.CASEWORKER, "POST", "/api/v1/exploitations/{exploitation}/suspects/{suspect}/reveal/"),
    (Role.CASEWORKER, "POST", "/api/v1/services/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/services/{service}/"),
    (Role.CASEWORKER, "POST", "/api/v1/services/{service}/withdraw/"),
    (Role.SUPERVISOR, "POST", "/api/v1/cases/{case_number}/activate/"),
    (Role.SUPERVISOR, "POST", "/api/v1/cases/{case_number}/close/"),
    (Role.SUPERVISOR, "POST", "/api/v1/cases/{case_number}/identify/"),
    (Role.SUPERVISOR, "POST", "/api/v1/cases/{case_number}/outside-scope/"),
    (Role.SUPERVISOR, "POST", "/api/v1/cases/{case_number}/reopen/"),
    (Role.SUPERVISOR, "PATCH", "/api/v1/placements/{placement}/"),
    (Role.SUPERVISOR, "POST", "/api/v1/placements/{placement}/end/"),
    (Role.SUPERVISOR, "POST", "/api/v1/stays/"),
    (Role.SUPERVISOR, "PATCH", "/api/v1/stays/{stay}/"),
    (Role.SUPERVISOR, "POST", "/api/v1/stays/{stay}/exit/"),
    (Role.SUPERVISOR, "POST", "/api/v1/stays/{stay}/move-bed/"),
    (Role.SUPERVISOR, "POST", "/api/v1/stays/{stay}/take-back-exit/"),
    (Role.SUPERVISOR, "POST", "/api/v1/stays/{stay}/withdraw/"),
    (LEAD, "POST", "/api/v1/shelters/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/cases/{case_number}/basics/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/cases/{case_number}/identification/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/{case_number}/name-again/"),
    (Role.CASEWORKER, "POST", "/api/v1/grounds/{ground}/end/"),
    (Role.CASEWORKER, "POST", "/api/v1/notes/"),
    (Role.CASEWORKER, "POST", "/api/v1/notes/{note}/amend/"),
    (Role.CASEWORKER, "POST", "/api/v1/tasks/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/tasks/{task}/"),
    (Role.CASEWORKER, "POST", "/api/v1/tasks/{task}/done/"),
    (Role.SUPERVISOR, "POST", "/api/v1/likenesses/{likeness}/answer/"),
    (Role.SUPERVISOR, "POST", "/api/v1/likenesses/{likeness}/take-back/"),
    (Role.SUPERVISOR, "POST", "/api/v1/placements/{placement}/assign/"),
    (Role.SUPERVISOR, "PATCH", "/api/v1/shelters/{shelter}/"),
    (Role.SUPERVISOR, "POST", "/api/v1/shelters/{shelter}/rooms/"),
    (Role.SUPERVISOR, "PATCH", "/api/v1/rooms/{room}/"),
    (Role.SUPERVISOR, "POST", "/api/v1/rooms/{room}/beds/"),
    (Role.SUPERVISOR, "PATCH", "/api/v1/beds/{bed}/"),
    (Role.SUPERVISOR, "POST", "/api/v1/stays/enter/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/find/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/{case_number}/accesses/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/{case_number}/accesses/{access}/end/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/{case_number}/known/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/{case_number}/relatives/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/cases/{case_number}/relatives/{relative}/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/{case_number}/relatives/{relative}/reveal/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/{case_number}/relatives/{relative}/withdraw/"),
    (Role.CASEWORKER, "POST", "/api/v1/cases/{case_number}/suspend/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/documents/{document}/"),
    (Role.CASEWORKER, "POST", "/api/v1/documents/{document}/withdraw/"),
    (Role.CASEWORKER, "POST", "/api/v1/exploitations/{exploitation}/join/"),
    (Role.CASEWORKER, "POST", "/api/v1/exploitations/{exploitation}/take-out/"),
    (Role.CASEWORKER, "POST", "/api/v1/absences/"),
    (Role.CASEWORKER, "POST", "/api/v1/absences/{absence}/end/"),
    (Role.CASEWORKER, "POST", "/api/v1/conferences/"),
    (Role.CASEWORKER, "POST", "/api/v1/conferences/call/"),
    (Role.CASEWORKER, "POST", "/api/v1/conferences/{conference}/amend/"),
    (Role.CASEWORKER, "POST", "/api/v1/conferences/{conference}/decide/"),
    (Role.SUPERVISOR, "POST", "/api/v1/transfers/"),
    (ASKED, "POST", "/api/v1/transfers/{transfer}/accept/"),
    (ASKED, "POST", "/api/v1/transfers/{transfer}/decline/"),
    (Role.SUPERVISOR, "POST", "/api/v1/transfers/{transfer}/withdraw/"),
    (Role.CASEWORKER, "POST", "/api/v1/failed-contacts/"),
    (Role.CASEWORKER, "POST", "/api/v1/failed-contacts/{failed_contact}/withdraw/"),
    (Role.CASEWORKER, "POST", "/api/v1/group-intakes/"),
    (Role.CASEWORKER, "POST", "/api/v1/group-services/"),
    (Role.CASEWORKER, "POST", "/api/v1/plans/"),
    (Role.CASEWORKER, "POST", "/api/v1/plans/{plan}/agree/"),
    (Role.CASEWORKER, "POST", "/api/v1/plans/{plan}/close/"),
    (Role.CASEWORKER, "POST", "/api/v1/plans/{plan}/review/"),
    (Role.CASEWORKER, "POST", "/api/v1/goals/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/goals/{goal}/"),
    (Role.CASEWORKER, "POST", "/api/v1/goals/{goal}/end/"),
    (Role.CASEWORKER, "POST", "/api/v1/plan-steps/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/plan-steps/{plan_step}/"),
    (Role.CASEWORKER, "POST", "/api/v1/plan-steps/{plan_step}/done/"),
    (Role.CASEWORKER, "POST", "/api/v1/best-interests/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/best-interests/{best_interest}/"),
    (Role.CASEWORKER, "POST", "/api/v1/proceedings/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/proceedings/{proceeding}/"),
    (Role.CASEWORKER, "POST", "/api/v1/proceedings/{proceeding}/withdraw/"),
    (Role.CASEWORKER, "POST", "/api/v1/proceeding-stages/"),
    (Role.CASEWORKER, "POST", "/api/v1/proceeding-stages/{proceeding_stage}/withdraw/"),
    (Role.CASEWORKER, "POST", "/api/v1/proceeding-steps/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/proceeding-steps/{proceeding_step}/"),
    (Role.CASEWORKER, "POST", "/api/v1/proceeding-steps/{proceeding_step}/cancel/"),
    (Role.CASEWORKER, "POST", "/api/v1/proceeding-steps/{proceeding_step}/held/"),
    (Role.CASEWORKER, "POST", "/api/v1/proceeding-steps/{proceeding_step}/postpone/"),
    (Role.CASEWORKER, "POST", "/api/v1/proceeding-steps/{proceeding_step}/service/"),
    (Role.CASEWORKER, "POST", "/api/v1/complaints/"),
    (Role.CASEWORKER, "POST", "/api/v1/complaints/{complaint}/about/"),
    (Role.CASEWORKER, "POST", "/api/v1/complaints/{complaint}/answer/"),
    (Role.CASEWORKER, "POST", "/api/v1/complaints/{complaint}/close/"),
    (Role.CASEWORKER, "POST", "/api/v1/complaints/{complaint}/steps/"),
    (Role.CASEWORKER, "POST", "/api/v1/complaints/{complaint}/steps/{complaint_step}/amend/"),
    (Role.ADMINISTRATOR, "POST", "/api/v1/complaint-receivers/"),
    (Role.ADMINISTRATOR, "POST", "/api/v1/complaint-receivers/{receiver}/end/"),
    (Role.DATA_PROTECTION, "POST", "/api/v1/legal-holds/"),
    (Role.DATA_PROTECTION, "POST", "/api/v1/legal-holds/{hold}/lift/"),
    (Role.DATA_PROTECTION, "POST", "/api/v1/retention-clocks/{clock}/keep/"),
    (Role.DATA_PROTECTION, "POST", "/api/v1/retention-periods/"),
    (Role.CASEWORKER, "POST", "/api/v1/risks/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/risks/{risk}/"),
    (Role.CASEWORKER, "POST", "/api/v1/risks/{risk}/withdraw/"),
    (Role.CASEWORKER, "POST", "/api/v1/risk-notices/"),
    (Role.CASEWORKER, "POST", "/api/v1/risk-notices/{risk_notice}/answer/"),
    (Role.CASEWORKER, "POST", "/api/v1/risk-notices/{risk_notice}/withdraw/"),
    (Role.ADMINISTRATOR, "POST", "/api/v1/reflection-periods/"),
    (Role.CASEWORKER, "POST", "/api/v1/screenings/"),
    (Role.CASEWORKER, "PATCH", "/api/v1/screenings/{screening}/"),
    (Role.CASEWORKER, "POST", "/api/v1/screenings/{screening}/moment/"),
    (Role.SUPERVISOR, "POST", "/api/v1/screenings/{screening}/review/"),
    (Role.CASEWORKER, "POST", "/api/v1/screenings/{screening}/send/"),
    (Role.CASEWORKER, "POST", "/api/v1/screenings/{screening}/withdraw/"),
    (Role.SUPERVISOR, "POST", "/api/v1/consent-texts/"),
    (Role.SUPERVISOR, "POST", "/api/v1/consent-texts/{consent_text}/retire/"),
    (Role.SUPERVISOR, "POST", "/api/v1/likenesses/{likeness}/merge/"),
    (Role.SUPERVISOR, "POST", "/api/v1/likenesses/{likeness}/undo-merge/"),
]
NAMES_IN_ADDRESSES = {name for _role, _method, path in OPERATIONS for name in re.findall(r"{(\w+)}", path)}


# The same for every operation here: to write it anew took longer than to try one.
description = functools.cache(described)


@pytest.fixture
def house(world, settings):
    """The world, and what of its own stands in addresses, by the names that it has there."""
    settings.API_LIMITS = dict.fromkeys(settings.API_LIMITS, 10**9)
    programme = world.programmes["own"]
    made = {name: world.objects.get(name) or OBJECTS[name](world) for name in sorted(NAMES_IN_ADDRESSES)}
    world.at = {name: own for name, (own, _foreign) in made.items()}
    own = world.casework["own"]
    world.users[ASKED] = own.transfer.to_office.memberships.get(role=Role.SUPERVISOR).user
    record_needs(own.case, by=own.worker, on=own.case.opened_on, needs=["food"])
    world.ids = [
        row.pk
        for row in (
            programme.donor,
            programme.component,
            world.own,
            world.own_office,
            world.programmes["foreign"].donor,
        )
    ]
    return world


def fitting(schema, ids, parts):
    """Values of the kind that this part of the description asks for, a little beyond its bounds too."""
    if "$ref" in schema:
        return fitting(parts[schema["$ref"].rsplit("/", 1)[1]], ids, parts)
    if "oneOf" in schema:
        return st.one_of([fitting(one, ids, parts) for one in schema["oneOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    if kind == "object":
        return st.fixed_dictionaries(
            {name: fitting(one, ids, parts) for name, one in schema["properties"].items()}
        )
    return {
        "string": lambda: texts(schema, ids),
        "integer": lambda: st.integers(schema.get("minimum", 0) - 1, schema.get("maximum", 9) + 1),
        "number": lambda: st.integers(-1, 10**6) | st.decimals(-1, 10**9, places=2).map(float),
        "boolean": st.booleans,
        "array": lambda: st.lists(fitting(schema["items"], ids, parts), max_size=3),
        "null": st.none,
    }[kind]()


def texts(schema, ids):
    if schema.get("format") == "date":
        return (st.dates(DAY, DAY + 1000 * DAYS) | st.dates()).map(str)
    if schema.get("format") == "uuid":
        return st.sampled_from(ids).map(str) | st.uuids().map(str)
    longest = min(schema.get("maxLength", 50), 300)
    return st.text(max_size=longest + 1)


def body_of(operation, ids, parts):
    """Mostly objects of the right fields, some of them of the wrong kind; sometimes anything at all."""
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    fields = parts[reference.rsplit("/", 1)[1]]["properties"]
    right = {name: fitting(field, ids, parts) for name, field in fields.items()}
    mixed = {name: values | ANYTHING for name, values in right.items()}
    return (
        st.fixed_dictionaries(right)
        | st.fixed_dictionaries({}, optional=right)
        | st.fixed_dictionaries({}, optional=mixed)
        | ANYTHING
    )


@pytest.mark.django_db
def test_no_operation_that_takes_a_body_is_forgotten():
    paths = description()["paths"]

    there = {
        (method.upper(), path)
        for path in paths
        for method in paths[path]
        # A file comes in parts: those bodies are tried by tests/work and by the documents' own tests.
        if "application/json" in paths[path][method].get("requestBody", {}).get("content", {})
    }
    assert there == {(method, path) for _role, method, path in OPERATIONS}


@pytest.mark.parametrize(("role", "method", "path"), OPERATIONS)
def test_whatever_is_sent_is_taken_or_refused_by_its_fields(house, role, method, path):
    schema = description()
    caller = Caller(issue(house.users[role])[0])
    operation = schema["paths"][path][method.lower()]
    statuses = set()

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(body=body_of(operation, house.ids, schema["components"]["schemas"]))
    def send(body):
        with transaction.atomic():
            headers = {"If-Match": "*", "Idempotency-Key": str(uuid.uuid4())}
            answer = caller.ask(method, path.format(**house.at), json.dumps(body).encode(), headers=headers)
            transaction.set_rollback(True)
        statuses.add(answer.status_code)
        assert str(answer.status_code) in operation["responses"]
        kind = "application/json" if answer.status_code < 300 else "application/problem+json"
        assert answer["Content-Type"] == kind
        assert answer.status_code != 422 or answer.json()["errors"]

    send()
    assert statuses <= {200, 201, 400, 401, 422, 429}
