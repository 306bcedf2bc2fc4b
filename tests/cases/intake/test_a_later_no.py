"""A no is heard whenever it is said or written: it ends what was agreed to before about the same."""

import datetime

import pytest

from audit.models import Event
from cases import actions
from cases.grounds import in_force, lets_keep
from cases.models import Draft, Ground, Task
from tests.cases.intake.conftest import agreed, page
from tests.factories.cases import opened_case

pytestmark = pytest.mark.django_db
THEN, LATER = datetime.date(2026, 4, 1), datetime.date(2026, 5, 1)


def refused(case, by, **facts):
    return agreed(case, by, answer="refused", **{"since": LATER} | facts)


def covered(case):
    return sorted(purpose for ground in in_force(case) for purpose in ground.purposes)


def test_her_no_ends_her_earlier_yes_from_its_day_on_and_what_rested_on_it_waits_for_somebody(case, worker):
    yes = agreed(case, worker, since=THEN)
    actions.keep_draft(by=worker, section="person", typed=[["given_names", ["Ana"]]], case=case)

    refused(case, worker)

    yes.refresh_from_db()
    assert (yes.ended_on, lets_keep(case), lets_keep(case, THEN)) == (LATER, False, True)
    assert [task.kind for task in Task.objects.open()] == ["data_without_ground"]
    assert (Draft.objects.count(), Event.objects.filter(verb="ground.ended").count()) == (0, 1)


def test_a_no_to_a_part_leaves_the_rest_in_force(case, worker):
    agreed(case, worker, since=THEN, purposes=["data_processing", "assistance", "followup"])

    refused(case, worker, purposes=["assistance"])

    assert covered(case) == ["data_processing", "followup"]
    assert Task.objects.open().count() == 0


def test_a_no_that_names_nothing_is_a_no_to_everything(case, worker):
    agreed(case, worker, since=THEN, purposes=["data_processing", "assistance"])

    refused(case, worker, purposes=[])

    assert covered(case) == []


def test_a_childs_own_no_ends_what_her_guardian_had_agreed_to(child, worker):
    agreed(child, worker, giver="parent", assent="given", since=THEN)

    agreed(child, worker, giver="parent", assent="refused", since=LATER)

    assert lets_keep(child) is False
    kinds = sorted(Task.objects.open().values_list("kind", flat=True))
    assert kinds == ["child_said_no", "data_without_ground"]


def test_a_yes_that_is_entered_after_a_later_no_ends_with_it_and_a_new_yes_holds(case, worker):
    refused(case, worker)

    old = agreed(case, worker, since=THEN)
    assert (Ground.objects.get(pk=old.pk).ended_on, lets_keep(case)) == (LATER, False)
    agreed(case, worker, since=LATER)
    assert lets_keep(case) is True


def test_a_no_of_one_case_leaves_another_as_it_is_and_the_page_says_what_a_no_does(desk, case, worker):
    other = opened_case(worker)
    agreed(other, worker, since=THEN)

    refused(case, worker)

    assert lets_keep(other) is True
    said = "It ends what was agreed to before about the same, from its day on."
    assert said in desk.get(page(case, "ground")).content.decode()
