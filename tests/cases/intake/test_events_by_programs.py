"""What happened as events, as programs write it."""

import pytest

from accounts.tokens import issue
from cases import actions
from tests.api.conftest import Caller
from tests.cases.intake.conftest import agreed
from tests.factories.cases import opened_case

pytestmark = pytest.mark.django_db


def program_of(user):
    return Caller(issue(user)[0])


@pytest.fixture
def case(worker):
    case = opened_case(worker, code_name="Ceiba")
    agreed(case, worker)
    return case


@pytest.fixture
def sister(worker):
    case = opened_case(worker, code_name="Jade")
    agreed(case, worker)
    return case


@pytest.fixture
def event(case, worker):
    return actions.record_exploitation(case, by=worker, acts=["recruitment"])


def test_a_program_joins_changes_and_takes_out(worker, case, sister, event):
    program, at = program_of(worker), f"/api/v1/exploitations/{event.pk}/"
    joined = program.post(f"{at}join/", {"case": case.number, "other": sister.number})
    tag = {"If-Match": joined["ETag"]}
    body = {"case": sister.number, "own_account": "Only Jade"}
    changed = program.patch(at, body, headers=tag)
    wrong = program.patch(at, {"case": "26-0001-X"}, headers={"If-Match": changed["ETag"]})
    reason = {"case": sister.number, "withdrawn_reason": "Another bus"}
    out = program.post(f"{at}take-out/", reason, headers={"If-Match": changed["ETag"]})

    assert [one.status_code for one in (joined, changed, wrong, out)] == [201, 200, 422, 200]
    told = {part["case"]: part["own_account"] for part in changed.json()["parts"]}
    assert told == {case.number: None, sister.number: "Only Jade"}
    assert out.json()["cases"] == [case.number]


def test_a_program_says_after_which_one_it_came(worker, case, event):
    program = program_of(worker)
    body = {"acts": ["harbouring"], "follows": str(event.pk)}

    made = program.post(f"/api/v1/cases/{case.number}/exploitation/", body)

    assert made.status_code == 201, made.json()
    assert made.json()["parts"][0]["follows"] == str(event.pk)
