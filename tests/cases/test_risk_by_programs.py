"""Programs assess the risk and pass on a danger to relatives, as the pages do."""

import pytest
from django.utils import timezone

from accounts.tokens import issue
from audit.models import Event
from cases import actions
from cases.models import RiskAssessment, RiskNotice
from tests.api.conftest import Caller
from tests.factories.cases import OPENED, caseworker, let_in, opened_case
from tests.factories.risk import PLAN, assess

pytestmark = pytest.mark.django_db
RISKS, NOTICES = "/api/v1/risks/", "/api/v1/risk-notices/"
TODAY = timezone.localdate()


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def program(case):
    return of(case.worker)


def of(user):
    return Caller(issue(user)[0])


def seen(version):
    return {"If-Match": f'"{version}"'}


def a_risk(case, **facts):
    return {"case": case.number, "on": TODAY.isoformat(), "level": "medium"} | facts


def a_notice(case, **facts):
    told = {"receiver": "Consulate", "country": "HN", "what": "Her mother is threatened."}
    return {"case": case.number, "on": TODAY.isoformat()} | told | facts


def test_a_risk_is_assessed_once_for_its_key_and_read_by_its_own_address(program, case):
    body = a_risk(case, domains=["data:low", "family_threat:medium"], basis="She told it.", safety_plan=PLAN)

    first, again = (program.post(RISKS, body, headers={"Idempotency-Key": "r1"}) for _ in range(2))

    assert (first.status_code, again.status_code, RiskAssessment.objects.count()) == (201, 201, 1), (
        first.content
    )
    told = program.get(f"{RISKS}{first.json()['id']}/").json()
    assert (told["level"], told["domains"], told["basis"], told["safety_plan"]) == (
        "medium", ["data:low", "family_threat:medium"], "She told it.", PLAN,
    )  # fmt: skip
    assert program.get(f"/api/v1/cases/{case.number}/").json()["risk"]["level"] == "medium"
    assert ["risks"] in [event.detail for event in Event.objects.filter(verb="case.read")]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"domains": ["data:high"]}, "lower_reason"),
        ({"domains": ["data:low", "data:high"], "level": "high"}, "domains"),
        ({"domains": ["moon:low"]}, "domains"),
        ({"domains": "data:low"}, "domains"),
        ({"level": "huge"}, "level"),
        ({"on": "2099-01-01"}, "on"),
        ({"case": "26-9999-X"}, "case"),
        ({"review_on": "2026-01-01"}, "review_on"),
    ],
)
def test_what_cannot_stand_is_said_beside_its_field(program, case, sent, field):
    answer = program.post(RISKS, a_risk(case) | sent)

    assert (answer.status_code, field in answer.json()["errors"]) == (422, True), answer.content
    assert not RiskAssessment.objects.exists()


def test_the_last_one_is_corrected_and_withdrawn_by_the_version_that_was_seen(program, case):
    risk = assess(case, "low", domains=["data:low"])
    here = f"{RISKS}{risk.pk}/"

    answers = [
        program.patch(here, {"level": "medium"}),
        program.patch(here, {"level": "medium"}, headers=seen(9)),
        program.patch(here, {"level": "medium"}, headers=seen(1)),
        program.post(f"{here}withdraw/", {"withdrawn_reason": "Of another"}, headers=seen(2)),
    ]

    assert [answer.status_code for answer in answers] == [428, 412, 200, 200]
    assert (answers[2].json()["level"], answers[2].json()["domains"]) == ("medium", ["data:low"])
    assert answers[3].json()["withdrawn_reason"] == "Of another"


def test_whoever_looks_after_her_is_told_the_level_and_the_plan_and_not_why(case):
    helper = caseworker(case.office)
    let_in(helper, case)
    risk = assess(case, "medium", domains=["self_harm:low"], basis="The river", safety_plan=PLAN)
    program, here = of(helper), f"{RISKS}{risk.pk}/"

    for told in (program.get(here).json(), program.get(RISKS).json()["results"][0]):
        assert (told["level"], told["safety_plan"], told["domains"], told["basis"]) == (
            "medium",
            PLAN,
            None,
            None,
        )
    assert program.get(f"/api/v1/cases/{case.number}/").json()["risk"]["review_on"] == str(risk.review_on)
    assert program.patch(here, {"level": "low"}, headers=seen(1)).status_code == 403
    assert program.post(f"{here}withdraw/", {"withdrawn_reason": "x"}, headers=seen(1)).status_code == 403
    assert program.post(RISKS, a_risk(case)).status_code == 422
    assert of(caseworker()).get(here).status_code == 404
    assert of(caseworker()).get(RISKS).json()["results"] == []


def test_a_danger_is_passed_on_answered_and_withdrawn(program, case):
    ground = actions.record_ground(case, by=case.worker, kind="duty_to_report", since=OPENED)

    refused = program.post(NOTICES, a_notice(case))
    made = program.post(NOTICES, a_notice(case, ground=str(ground.pk)), headers={"Idempotency-Key": "n1"})
    again = program.post(NOTICES, a_notice(case, ground=str(ground.pk)), headers={"Idempotency-Key": "n1"})
    here = f"{NOTICES}{made.json()['id']}/"
    said = {"answered_on": TODAY.isoformat(), "answer": "They moved her."}
    answers = [
        program.post(f"{here}answer/", said),
        program.post(f"{here}answer/", said, headers=seen(1)),
        program.post(f"{here}withdraw/", {"withdrawn_reason": "Of another"}, headers=seen(2)),
    ]

    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["ground"])
    assert (made.status_code, again.json()["id"], RiskNotice.objects.count()) == (201, made.json()["id"], 1)
    assert [answer.status_code for answer in answers] == [428, 200, 200]
    told = program.get(here).json()
    assert (told["receiver"], told["answer"], told["ground"]) == (
        "Consulate",
        "They moved her.",
        str(ground.pk),
    )


def test_what_was_passed_on_is_for_the_team_that_reads_the_case_in_full(case):
    ground = actions.record_ground(case, by=case.worker, kind="duty_to_report", since=OPENED)
    helper = caseworker(case.office)
    let_in(helper, case)
    made = of(case.worker).post(NOTICES, a_notice(case, ground=str(ground.pk))).json()

    for program in (of(helper), of(caseworker())):
        assert program.get(f"{NOTICES}{made['id']}/").status_code == 404
        assert program.get(NOTICES).json()["results"] == []


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("url", "asked"), [(RISKS, 13), (NOTICES, 12)])
def test_lists_ask_as_often_for_many_as_for_one(case, program, number, url, asked, django_assert_num_queries):
    for _time in range(number):
        one = opened_case(case.worker)
        ground = actions.record_ground(one, by=one.worker, kind="duty_to_report", since=OPENED)
        assess(one, basis="x")
        told = {"receiver": "x", "country": "HN", "what": "x", "on": TODAY, "ground": ground}
        actions.pass_risk_on(one, by=one.worker, **told)

    with django_assert_num_queries(asked):
        program.get(url)
