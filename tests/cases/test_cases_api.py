"""Programs read a case as far as their user may, decide about it, and enter services."""

import json

import pytest

from accounts.tokens import issue
from audit.models import Event
from cases import actions
from cases.models import Case, CaseExploitation, Exploitation, Level, Needs, Service
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, supervisor

pytestmark = pytest.mark.django_db
SERVICES = "/api/v1/services/"


@pytest.fixture
def case():
    case = opened_case(code_name="Ceiba")
    case.person.given_names = "Zoraida"
    case.person.save(update_fields=["given_names"])
    Needs.objects.create(case=case, on=OPENED, needs=["food"])
    return case


@pytest.fixture
def asks(client):
    """Ask the API as this user."""

    def ask(user, method, path, body=None, version=None, key=None):
        headers = {"Authorization": f"Bearer {issue(user)[0]}"}
        headers |= {"If-Match": f'"{version}"'} if version else {}
        headers |= {"Idempotency-Key": key} if key else {}
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return client.generic(method, path, headers=headers, **data)

    return ask


def address(case, verb=""):
    return f"/api/v1/cases/{case.number}/{verb}"


@pytest.mark.parametrize(
    ("level", "needs", "role"),
    [
        (Level.REFERENCE, None, None),
        (Level.ASSISTANCE, ["food"], None),
        (Level.FULL, ["food"], "direct_victim"),
    ],
)
def test_what_lies_beyond_her_level_is_null(asks, case, level, needs, role):
    helper = caseworker()
    let_in(helper, case, level)

    told = asks(helper, "GET", address(case)).json()

    assert (told["level"], told["needs"], told["role"]) == (level, needs, role)
    assert (told["number"], told["code_name"], told["status"]) == (case.number, "Ceiba", "intake")


def test_reading_one_case_is_one_line_in_the_trail_and_tells_no_name(asks, case):
    answer = asks(case.worker, "GET", address(case))

    assert "Zoraida" not in answer.content.decode()
    assert Event.objects.filter(verb="case.read", subjects=[case.pk]).count() == 1


def test_her_name_is_answered_on_request_and_kept_in_the_trail(asks, case):
    answer = asks(case.worker, "POST", address(case, "reveal/"), {})

    assert answer.json() == {"name": "Zoraida"}
    assert Event.objects.filter(verb="case.name_revealed", subjects=[case.pk]).count() == 1


def test_a_case_goes_its_way_from_identified_to_closed_and_back(asks, case):
    event = Exploitation.objects.create(acts=["recruitment"], purposes=["sexual"], country="GT")
    CaseExploitation.objects.create(case=case, exploitation=event, was_child=True)
    boss = supervisor(case.office)
    day = OPENED.isoformat()
    steps = [
        ("identify/", {"on": day, "trafficking_status": "presumed", "status_decider": "ngo"}, "identified"),
        ("activate/", {"on": day}, "active"),
        (
            "close/",
            {
                "on": day,
                "closure_reason": "moved",
                "reintegration_outcome": "unknown",
                "final_risk": "low",
                "told_how_to_return": True,
                "closing_summary": "Moved.",
            },
            "closed",
        ),
        ("reopen/", {"on": day, "reason": "Came back."}, "active"),
    ]
    for verb, body, status in steps:
        version = Case.objects.get(pk=case.pk).version
        answer = asks(boss, "POST", address(case, verb), body, version)
        assert (answer.status_code, answer.json()["status"]) == (200, status), verb


def test_outside_the_scope(asks, case):
    body = {"on": OPENED.isoformat(), "population": "at_risk", "status_decider": "ngo", "reason": "x"}

    answer = asks(supervisor(case.office), "POST", address(case, "outside-scope/"), body, 1)

    assert answer.json()["population"] == "at_risk"


def test_a_verb_that_is_not_hers_is_refused_before_anything_is_read(asks, case):
    assert asks(case.worker, "POST", address(case, "identify/"), {"nonsense": 1}).status_code == 403


def test_closing_without_saying_what_is_left_is_refused_by_field(asks, case):
    body = {"on": OPENED.isoformat(), "closure_reason": "moved"}

    answer = asks(supervisor(case.office), "POST", address(case, "close/"), body, 1)

    lacking = ["closing_summary", "final_risk", "reintegration_outcome", "told_how_to_return"]
    assert (answer.status_code, sorted(answer.json()["errors"])) == (422, lacking)


def test_a_change_over_an_older_version_is_refused(asks, case):
    actions.change_case(case, by=case.worker, code_name="Jade")

    answer = asks(case.worker, "PATCH", address(case), {"code_name": "Pino"}, 1)

    assert (answer.status_code, Case.objects.get().code_name) == (412, "Jade")


def test_a_service_is_entered_once_for_its_key(asks, case):
    body = {"case": case.number, "type": "food", "on": OPENED.isoformat()}

    first = asks(case.worker, "POST", SERVICES, body, key="k1")
    second = asks(case.worker, "POST", SERVICES, body, key="k1")

    assert (first.status_code, second.status_code, Service.objects.count()) == (201, 201, 1)
    assert first.json()["id"] == second.json()["id"]
    assert (first.json()["case"], first.json()["type"]) == (case.number, "food")


def test_a_service_for_a_case_that_is_not_hers_is_refused_as_unknown(asks, case):
    body = {"case": case.number, "type": "food", "on": OPENED.isoformat()}

    answer = asks(caseworker(), "POST", SERVICES, body)

    assert (answer.status_code, sorted(answer.json()["errors"])) == (422, ["case"])


def test_services_are_found_by_case_type_and_days(asks, case):
    other = opened_case(case.worker)
    for one, kind in ((case, "food"), (case, "dental"), (other, "food")):
        actions.record_service(one, by=case.worker, on=OPENED, type=kind)

    def found(query):
        return len(asks(case.worker, "GET", SERVICES + query).json()["results"])

    assert [
        found(query)
        for query in ("", f"?case={case.number}", "?type=food", "?since=2026-03-03", "?until=2026-03-02")
    ] == [3, 2, 2, 0, 3]
    assert len(asks(caseworker(), "GET", SERVICES).json()["results"]) == 0


def test_who_may_only_refer_to_a_case_sees_none_of_its_services(asks, case):
    actions.record_service(case, by=case.worker, on=OPENED, type="food")
    helper = caseworker()
    let_in(helper, case, Level.REFERENCE)

    assert asks(helper, "GET", SERVICES).json()["results"] == []


def test_reading_services_is_one_line_for_all_their_cases(asks, case):
    actions.record_service(case, by=case.worker, on=OPENED, type="food")

    asks(case.worker, "GET", SERVICES)

    assert [(e.subjects, e.detail) for e in Event.objects.filter(verb="case.read")] == [
        ([case.pk], ["services"])
    ]


def test_a_service_is_corrected_and_withdrawn(asks, case):
    service = actions.record_service(case, by=case.worker, on=OPENED, type="food")
    here = f"{SERVICES}{service.pk}/"

    changed = asks(case.worker, "PATCH", here, {"type": "clothing", "quantity": 2}, 1)
    withdrawn = asks(case.worker, "POST", here + "withdraw/", {"withdrawn_reason": "By mistake."}, 2)

    assert (changed.status_code, changed.json()["type"], changed.json()["quantity"]) == (200, "clothing", 2.0)
    assert (withdrawn.status_code, withdrawn.json()["withdrawn_reason"]) == (200, "By mistake.")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_services_asks_as_often_for_many_as_for_one(
    asks, case, number, django_assert_num_queries
):
    for _time in range(number):
        one = opened_case(case.worker)
        actions.record_service(one, by=case.worker, on=OPENED, type="food", detail="Milk")

    with django_assert_num_queries(17):
        told = asks(case.worker, "GET", SERVICES).json()["results"]

    assert [row["detail"] for row in told] == ["Milk"] * number
