"""Lists for programs are narrowed by the number of a case: another's number finds as much as none."""

import pytest
from django.utils import timezone

from cases import actions
from tests.factories.cases import OPENED, opened_case
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

    short = hers.number.replace("-000", "-").replace("-00", "-").replace("-0", "-")
    assert found(hers.number) == found(hers.number.lower()) == found(short) == {hers.number}
    assert found(another.number) == found("26-9999-U") == set()


def test_a_number_that_no_case_can_have_is_refused_in_a_sentence_whosever_it_would_be():
    hers, another = opened_case(), opened_case()
    program = program_of(hers.worker)

    def told(number):
        answer = program.get(f"/api/v1/services/?case={number}")
        return answer.status_code, answer.json().get("errors")

    unfit = "The letter at the end does not fit: look at the number again, its digits and its letter."
    for case in (hers, another):
        wrong = case.number[:-1] + ("A" if case.number[-1] != "A" else "B")
        assert told(wrong) == (422, {"case": [unfit]})
        assert told(case.number[:-2]) == (422, {"case": ["Write the letter at the end of the number too."]})
    assert told("nobody") == (422, {"case": ["Write the number of the case as in 26-0147-K."]})
