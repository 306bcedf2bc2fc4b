"""She came as a child and is an adult now: a mistake is mended everywhere, a birthday nothing before it."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from cases import actions
from cases.grounds import lets_keep
from cases.models import Draft, Service, Task
from cases.task_words import words_of
from tests.cases.intake.conftest import TODAY, agreed, page, said
from tests.factories.cases import opened_case

pytestmark = pytest.mark.django_db
THEN = datetime.date(2026, 3, 3)


def grown(case, why, **facts):
    return actions.edit_basics(
        case.person, by=case.worker, case=case, majority="adult", why_adult=why, **facts
    )


@pytest.fixture
def helped(child, worker):
    """A child who was given a meal in March, with her guardian's consent of that day."""
    agreed(child, worker, giver="parent", assent="given", since=THEN)
    actions.record_service(child, by=worker, on=THEN, type="food")
    return child


@pytest.mark.parametrize(("why", "then", "holds"), [("turned_18", True, True), ("wrong", False, False)])
def test_only_what_was_wrong_is_written_anew(helped, why, then, holds):
    grown(helped, why)

    assert (Service.objects.get().child, lets_keep(helped)) == (then, holds)


def test_what_is_written_later_of_a_day_before_counts_a_child_and_of_today_an_adult(helped):
    grown(helped, "turned_18")

    days = (THEN + datetime.timedelta(days=1), TODAY())
    rows = [actions.record_service(helped, by=helped.worker, on=day, type="food") for day in days]

    assert [row.child for row in rows] == [True, False]


def test_a_birthday_that_was_said_by_mistake_is_taken_back(helped):
    grown(helped, "turned_18")
    actions.edit_basics(helped.person, by=helped.worker, case=helped, majority="minor")

    helped.person.refresh_from_db()
    assert (helped.person.is_child_on(), helped.person.adult_since) == (True, None)


def test_the_same_is_asked_of_who_is_helped_without_her_name(worker):
    case = opened_case(worker, majority="minor", unnamed=True)
    actions.record_service(case, by=worker, on=THEN, type="food")

    with pytest.raises(ValidationError) as refused:
        grown(case, "")
    grown(case, "turned_18")

    assert (refused.value.error_dict.keys(), Service.objects.get().child) == ({"why_adult"}, True)


def test_the_page_asks_it_and_asks_nothing_of_who_is_an_adult_or_has_a_birth_date(desk, helped, case):
    shown = desk.get(page(helped, "basics")).context["form"].fields
    silent = desk.post(page(helped, "basics"), {"sex": "F", "majority": "adult", "version": 1})
    asked = {"sex": "F", "majority": "adult", "why_adult": "turned_18", "version": 1}
    answered = desk.post(page(helped, "basics"), asked)

    assert "why_adult" in shown
    assert (silent.status_code, list(said(silent))) == (422, ["why_adult"])
    assert (answered.status_code, Service.objects.get().child) == (302, True)
    assert "why_adult" not in desk.get(page(case, "basics")).context["form"].fields


def test_a_doubted_consent_is_not_trusted_because_nobody_knows_her_age_any_more(case, worker):
    ground = agreed(case, worker)
    actions.edit_basics(case.person, by=worker, case=case, majority="minor")
    actions.edit_basics(case.person, by=worker, case=case, majority="unknown")

    ground.refresh_from_db()
    assert (ground.doubted_on, lets_keep(case)) == (TODAY(), False)


def test_no_two_tasks_of_a_consent_in_doubt_read_alike(desk, case, worker):
    agreed(case, worker)
    actions.edit_basics(case.person, by=worker, case=case, majority="minor")

    found = [str(words_of(task)) for task in Task.objects.open().filter(kind="consent_of_a_child")]

    assert len(found) == len(set(found)) == 2
    assert [words.startswith("For the supervisors, see that it is done: ") for words in sorted(found)] == [
        True,
        False,
    ]


def test_where_the_last_consent_falls_into_doubt_drafts_go_and_somebody_decides(case, worker):
    agreed(case, worker)
    actions.keep_draft(by=worker, section="person", typed=[["given_names", ["Ana"]]], case=case)

    actions.edit_basics(case.person, by=worker, case=case, majority="minor")

    assert Draft.objects.count() == 0
    assert "data_without_ground" in set(Task.objects.open().values_list("kind", flat=True))


def test_a_consent_in_doubt_can_be_ended_on_the_page_and_stays_ended(desk, case, worker):
    ground = agreed(case, worker)
    actions.edit_basics(case.person, by=worker, case=case, majority="minor")
    end = f"/cases/{case.number}/grounds/{ground.pk}/end/"

    assert end in desk.get(page(case, "ground")).content.decode()
    desk.post(end, {"ended_on": str(TODAY())})
    grown(case, "wrong")

    assert lets_keep(case) is False


def test_who_writes_of_her_old_row_while_her_name_leaves_is_told_so(case, worker):
    seen = case.person
    actions.keep_unnamed(opened_again := type(case).objects.get(pk=case.pk), by=worker)

    stale = actions.edit_basics(seen, by=worker, case=case, sex="I")

    assert (stale.pk, stale.sex, stale.unnamed) == (opened_again.person_id, "I", True)
