"""Two put the same person to an event at once, or one puts her to it while another takes somebody out."""

import pytest

from cases import actions
from cases.models import Case, Exploitation, GroupIntake
from tests.cases.intake.conftest import agreed
from tests.factories.cases import caseworker, opened_case, working_office
from tests.work.crowd import together


@pytest.fixture
def cases(committed_db):
    worker = caseworker(working_office())
    found = [opened_case(worker, code_name=name) for name in ("Ceiba", "Jade")]
    for case in found:
        agreed(case, worker)
    return found


@pytest.fixture
def event(cases):
    return actions.record_exploitation(cases[0], by=cases[0].worker, acts=["recruitment"])


def test_of_four_who_put_her_to_it_at_once_and_crosswise_one_does(cases, event):
    def join(one, other):
        case, event_now = Case.objects.get(pk=one.pk), Exploitation.objects.get(pk=event.pk)
        return actions.join_exploitation(event_now, by=one.worker, case=case, other=other)

    ceiba, jade = cases
    answers = together(*[lambda: join(ceiba, jade)] * 3, lambda: join(jade, ceiba))

    kinds = sorted(type(answer).__name__ for answer in answers)
    assert kinds == ["Exploitation", *["ValidationError"] * 3]
    assert event.links.standing().count() == 2


def test_who_is_taken_out_while_she_puts_another_to_it_is_out_and_nobody_waits_in_a_circle(cases, event):
    ceiba, jade = cases

    together(
        lambda: actions.join_exploitation(event, by=ceiba.worker, case=ceiba, other=jade),
        lambda: actions.take_out_of_exploitation(
            event, by=ceiba.worker, case=ceiba, withdrawn_reason="Another bus"
        ),
    )

    assert not event.links.standing().filter(case=ceiba).exists()
    assert event.links.standing().count() in (0, 1)


def test_the_same_list_sent_twice_at_once_is_opened_once(cases):
    worker, office = cases[0].worker, cases[0].office
    woman = {"sex": "F", "majority": "adult"}
    found = {"source": "police", "found_on": cases[0].opened_on, "danger": "no"}

    def send():
        return actions.open_group(people=[woman] * 2, by=worker, office=office, once="a", **found)

    answers = together(send, send)

    assert answers[0] == answers[1] == GroupIntake.objects.get()
    assert Case.objects.count() == 4
