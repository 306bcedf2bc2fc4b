"""Lists for programs are narrowed by the number of a case: another's number finds as much as none."""

import pytest
from django.utils import timezone

from cases import actions
from tests.factories.cases import OPENED
from tests.factories.shelters import admitted, left, shelter_of
from tests.shelters.conftest import program_of

pytestmark = pytest.mark.django_db
LISTS = ["services", "notes", "tasks", "grounds", "stays", "placements"]


def lived(shelter):
    """A case in which something of every list stands."""
    case = left(admitted(shelter)).case
    actions.record_service(case, by=case.worker, on=OPENED, type="food")
    actions.write_note(case, by=case.worker, on=OPENED, text="Called.")
    actions.plan_task(case, by=case.worker, words="Call", due_on=timezone.localdate())
    actions.record_ground(case, by=case.worker, kind="duty_to_report", since=OPENED)
    return case


@pytest.mark.parametrize("listed", LISTS)
def test_a_list_is_narrowed_to_a_case_of_hers(listed):
    hers, another = lived(shelter_of()), lived(shelter_of())
    program = program_of(hers.worker)

    def found(number):
        answer = program.get(f"/api/v1/{listed}/?case={number}")
        assert answer.status_code == 200, answer.content
        return {row["case"] for row in answer.json()["results"]}

    assert found(hers.number) == found(hers.number.lower()) == {hers.number}
    assert found(another.number) == found("26-9999-X") == found("nobody") == set()
