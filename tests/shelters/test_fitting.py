"""A shelter that takes no pregnant women or no children warns of who comes so; it never stops her."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from cases.actions import finish_task, record_needs
from cases.models import CaseRole, Task
from shelters import actions
from shelters.fit import misfits
from tests.factories.cases import opened_case
from tests.factories.shelters import NIGHT, admitted, left
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
PREGNANT = "The shelter does not take pregnant women."
WITH_CHILDREN = "The shelter takes no children with their mother, and she comes with children."


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("takes", "answer", "told"),
    [(False, "yes", [PREGNANT]), (False, "no", []), (False, "unknown", []), (True, "yes", [])],
)
def test_a_shelter_that_takes_no_pregnant_women_warns_of_who_says_she_is(
    shelter, head, case, takes, answer, told
):
    actions.change_shelter(shelter, by=head, takes_pregnant=takes)
    record_needs(case, by=case.worker, on=NIGHT, pregnant=answer)

    assert misfits(shelter, case, NIGHT) == told


def test_a_pregnancy_that_was_said_ten_months_ago_is_over(shelter, head, case):
    actions.change_shelter(shelter, by=head, takes_pregnant=False)
    record_needs(case, by=case.worker, on=NIGHT, pregnant="yes")

    assert misfits(shelter, case, NIGHT + timedelta(days=294)) == [PREGNANT]
    assert misfits(shelter, case, NIGHT + timedelta(days=295)) == []


def test_an_answer_that_is_repeated_keeps_the_day_on_which_it_was_said(case):
    later = NIGHT + timedelta(days=40)
    record_needs(case, by=case.worker, on=NIGHT, pregnant="yes")
    record_needs(case, by=case.worker, on=later, pregnant="yes", needs=["food"])
    record_needs(case, by=case.worker, on=later + timedelta(days=1), pregnant="no")

    said = [asked.pregnant_said_on for asked in case.needs.all()]
    assert said == [later + timedelta(days=1), NIGHT, NIGHT]


def test_a_pregnant_woman_is_admitted_all_the_same_for_a_reason(shelter, head, case):
    actions.change_shelter(shelter, by=head, takes_pregnant=False)
    record_needs(case, by=case.worker, on=NIGHT, pregnant="yes")

    with pytest.raises(ValidationError) as refused:
        admitted(shelter, by=case.worker, case=case)
    stay = admitted(shelter, by=case.worker, case=case, not_fitting="No other shelter tonight")

    assert list(refused.value.error_dict) == ["not_fitting"]
    assert stay.not_fitting == "No other shelter tonight"
    assert Task.objects.filter(kind="shelter_misfit").count() == 1


def test_staff_who_do_not_know_her_case_are_not_told_that_she_is_pregnant(shelter, head, case):
    actions.change_shelter(shelter, by=head, takes_pregnant=False)
    record_needs(case, by=case.worker, on=NIGHT, pregnant="yes")

    stay = admitted(shelter, case=case)

    assert stay.not_fitting is None
    assert Task.objects.filter(kind="shelter_misfit").count() == 1


@pytest.mark.parametrize(("takes", "told"), [(True, []), (False, [WITH_CHILDREN])])
def test_who_comes_with_children_is_told_of_a_shelter_that_takes_none(shelter, head, case, takes, told):
    actions.change_shelter(shelter, by=head, takes_children=takes)
    facts = {"role": CaseRole.ACCOMPANYING_CHILD, "mother_case": case, "sex": "M", "majority": "minor"}
    opened_case(case.worker, **facts)

    assert misfits(shelter, case, NIGHT) == told


def test_once_she_is_in_those_on_shift_read_what_did_not_fit_until_it_is_looked_at(
    shelter, head, staff, case
):
    actions.change_shelter(shelter, by=head, takes_pregnant=False)
    record_needs(case, by=case.worker, on=NIGHT, pregnant="yes")
    desk, program = browser_of(staff), program_of(staff)
    body = {"shelter": str(shelter.pk), "case": case.number, "admitted_on": str(NIGHT)}

    made = program.post("/api/v1/stays/", body | {"admission_reason": "emergency"}).json()
    page = reverse("shelters:stay", args=[made["id"]])
    at_first = desk.get(page).content.decode()
    finish_task(Task.objects.get(kind="shelter_misfit"), by=head, outcome="A midwife comes on Mondays.")
    looked_at = desk.get(page).content.decode()

    assert made["misfits"] == [PREGNANT]
    assert PREGNANT in at_first
    assert PREGNANT not in looked_at
    assert program.get(f"/api/v1/stays/{made['id']}/").json()["misfits"] == []


def test_what_did_not_fit_is_hidden_from_who_looks_after_her_no_more(shelter, head, case):
    actions.change_shelter(shelter, by=head, takes_pregnant=False)
    record_needs(case, by=case.worker, on=NIGHT, pregnant="yes")
    stay = left(admitted(shelter, case=case), on=NIGHT + timedelta(days=1))
    Task.objects.update(done_at=None, done_by=None)

    assert program_of(head).get(f"/api/v1/stays/{stay.pk}/").json()["misfits"] == []
    assert PREGNANT not in browser_of(head).get(reverse("shelters:stay", args=[stay.pk])).content.decode()
