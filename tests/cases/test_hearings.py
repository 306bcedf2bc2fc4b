"""Dates of proceedings: what waits for them, who takes the person there, and what a shelter is told."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from accounts.roles import Role
from audit.models import Event
from cases import actions
from cases.models import DateState, Level, ProceedingStep, Service, Task
from tests.factories.cases import caseworker, let_in, member, opened_case, supervisor
from tests.factories.proceedings import SOON, proceeding_of, step_of, waiting
from tests.shelters.conftest import browser_of
from tests.work.crowd import together

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)
DATES = ("hearing", "accompany")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def proceeding(case):
    return proceeding_of(case)


@pytest.fixture
def colleague(case):
    return supervisor(case.office)


def written(day):
    return day.strftime("%d/%m/%Y")


def task(case, kind):
    return Task.objects.open().get(case=case, kind=kind)


def test_a_hearing_waits_on_its_day_and_three_days_before_for_who_accompanies(case, proceeding, colleague):
    step_of(proceeding, accompanied_by=colleague)

    assert waiting(case, *DATES) == {
        "hearing": (SOON, case.worker), "accompany": (SOON - 3 * DAY, colleague),
    }  # fmt: skip


def test_one_of_tomorrow_is_prepared_today(case, proceeding):
    step_of(proceeding, on=TODAY + DAY)

    assert waiting(case, *DATES) == {
        "hearing": (TODAY + DAY, case.worker), "accompany": (TODAY, case.worker),
    }  # fmt: skip


def test_where_the_person_does_not_go_nobody_has_to_accompany(case, proceeding):
    step_of(proceeding, kind="resolution", attends=False)

    assert waiting(case, *DATES) == {"hearing": (SOON, case.worker)}


def test_on_the_page_it_is_planned_and_each_wrong_thing_is_said_beside_its_field(case, proceeding):
    browser, at = browser_of(case.worker), f"/cases/{case.number}/proceedings/steps/new/"
    sent = {
        "proceeding": str(proceeding.pk), "kind": "hearing", "state": "planned", "on": written(SOON),
        "at": "09:30", "leaves_at": "08:00", "attends": "on", "place": "Torre de Tribunales",
        "accompanied_by": str(case.worker.pk), "for_shelter": "The car waits at the corner.",
    }  # fmt: skip
    for wrong, field in [
        ({"on": written(TODAY - DAY)}, "on"),
        ({"state": "held"}, "on"),
        ({"at": "half past"}, "at"),
        ({"outcome": "She was heard."}, "outcome"),
        ({"proceeding": str(proceeding_of(opened_case()).pk)}, "proceeding"),
    ]:
        refused = browser.post(at, sent | wrong)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
        assert "The car waits" in refused.content.decode()

    assert browser.post(at, sent).status_code == 302

    step = ProceedingStep.objects.get()
    assert (step.at, step.leaves_at, step.place) == (time(9, 30), time(8), "Torre de Tribunales")
    assert Event.objects.get(verb="proceeding.step_planned").detail == ["planned"]
    page = browser.get(f"/cases/{case.number}/proceedings/").content.decode()
    assert "Torre de Tribunales" in page
    assert "09:30" in page


def test_whoever_could_not_open_the_case_does_not_accompany(case, proceeding):
    with pytest.raises(ValidationError) as refused:
        step_of(proceeding, accompanied_by=caseworker())

    assert list(refused.value.message_dict) == ["accompanied_by"]


def test_that_it_took_place_ends_what_waited(case, proceeding):
    step = step_of(proceeding, on=TODAY)
    browser, url = browser_of(case.worker), f"/cases/{case.number}/proceedings/steps/{step.pk}/held/"

    done = browser.post(url, {"on": written(TODAY), "outcome": "She was heard.", "version": "1"})

    assert done.status_code == 302
    step.refresh_from_db()
    assert (step.state, step.outcome, waiting(case, *DATES)) == (DateState.HELD, "She was heard.", {})
    assert browser.post(url, {"on": written(TODAY), "version": "2"}).status_code == 422


def test_a_task_that_is_done_says_that_it_took_place(case, proceeding):
    step = step_of(proceeding, on=TODAY)

    actions.finish_task(task(case, "hearing"), by=case.worker, outcome="She was heard.")

    step.refresh_from_db()
    assert (step.state, step.outcome, waiting(case, *DATES)) == (DateState.HELD, "She was heard.", {})


def test_before_its_day_the_task_says_where_it_is_postponed(case, proceeding):
    step_of(proceeding)

    url = f"/tasks/{task(case, 'hearing').pk}/done/"
    refused = browser_of(case.worker).post(url, {"outcome": "It was moved."})

    assert refused.status_code == 422
    assert "postponed or cancelled" in refused.content.decode()


def test_the_preparing_is_done_by_itself_and_the_hearing_goes_on_waiting(case, proceeding):
    step_of(proceeding)

    actions.finish_task(task(case, "accompany"), by=case.worker, outcome="The taxi is ordered.")

    assert waiting(case, *DATES) == {"hearing": (SOON, case.worker)}


def test_postponed_to_a_day_the_tasks_move_and_both_stay_readable(case, proceeding, colleague):
    step = step_of(proceeding, accompanied_by=colleague, place="Court 3")
    browser, later = browser_of(case.worker), SOON + 14 * DAY
    held_by = {kind: task(case, kind).pk for kind in DATES}
    url = f"/cases/{case.number}/proceedings/steps/{step.pk}/postpone/"

    assert browser.post(url, {"state_words": "", "on": written(later), "version": "1"}).status_code == 422
    past = browser.post(url, {"state_words": "x", "on": written(TODAY - DAY), "version": "1"})
    assert (past.status_code, list(past.context["form"].errors)) == (422, ["on"])
    sent = {"state_words": "The judge was ill.", "on": written(later), "at": "10:00", "version": "1"}
    assert browser.post(url, sent).status_code == 302

    step.refresh_from_db()
    new = step.moved_to
    assert (step.state, step.on, new.state, new.on) == (DateState.POSTPONED, SOON, DateState.PLANNED, later)
    assert (new.at, new.place, new.accompanied_by) == (time(10), "Court 3", colleague)
    assert waiting(case) == {
        "hearing": (later, case.worker), "accompany": (later - 3 * DAY, colleague),
        "help_is_free": (TODAY + 7 * DAY, case.worker),
    }  # fmt: skip
    assert {kind: task(case, kind).pk for kind in DATES} == held_by
    assert "The judge was ill." in browser.get(f"/cases/{case.number}/proceedings/").content.decode()


def test_postponed_without_a_day_the_new_day_is_asked_for_until_it_is_known(case, proceeding):
    step = step_of(proceeding)

    actions.postpone_proceeding_step(step, by=case.worker, state_words="The court closed.")
    assert waiting(case, *DATES, "proceeding_new_day") == {
        "proceeding_new_day": (TODAY + 7 * DAY, case.worker)
    }

    step_of(proceeding, on=SOON + DAY)
    assert set(waiting(case, *DATES, "proceeding_new_day")) == set(DATES)


def test_cancelled_nothing_waits_and_the_reason_stays(case, proceeding):
    step = step_of(proceeding)
    url = f"/cases/{case.number}/proceedings/steps/{step.pk}/cancel/"
    browser = browser_of(case.worker)

    assert browser.post(url, {"state_words": "", "version": "1"}).status_code == 422
    assert browser.post(url, {"state_words": "She decided not to go.", "version": "1"}).status_code == 302

    assert waiting(case, *DATES) == {}
    page = browser.get(f"/cases/{case.number}/proceedings/").content.decode()
    assert "She decided not to go." in page
    assert browser.post(url, {"state_words": "Again", "version": "2"}).status_code == 422


def test_another_day_of_a_hearing_is_no_task_to_be_moved(case, proceeding, colleague):
    step = step_of(proceeding)
    with pytest.raises(ValidationError) as refused:
        actions.change_task(task(case, "hearing"), by=case.worker, due_on=SOON + DAY)
    assert list(refused.value.message_dict) == ["due_on"]

    actions.change_task(task(case, "accompany"), by=case.worker, due_on=SOON - DAY, assignee=colleague)

    step.refresh_from_db()
    assert step.accompanied_by == colleague


def test_a_change_moves_what_waits_and_two_at_once_are_shown_both(case, proceeding, colleague):
    step = step_of(proceeding)
    url = f"/cases/{case.number}/proceedings/steps/{step.pk}/"
    sent = {"kind": "hearing", "on": written(SOON + DAY), "at": "11:15", "attends": "on", "version": "1"}
    browser = browser_of(case.worker)

    assert browser.post(url, sent | {"accompanied_by": str(colleague.pk)}).status_code == 302
    assert waiting(case, *DATES) == {
        "hearing": (SOON + DAY, case.worker), "accompany": (SOON - 2 * DAY, colleague),
    }  # fmt: skip

    second = browser.post(url, sent | {"at": "12:00"})
    assert second.status_code == 409
    assert "11:15" in second.content.decode()
    assert "12:00" in second.content.decode()


def test_what_was_held_is_corrected_and_what_was_cancelled_is_not(case, proceeding):
    held = step_of(proceeding, state="held", on=TODAY)
    cancelled = actions.cancel_proceeding_step(step_of(proceeding), by=case.worker, state_words="x")

    changed = actions.change_proceeding_step(held, by=case.worker, outcome="She was heard for two hours.")

    assert changed.outcome == "She was heard for two hours."
    with pytest.raises(ValidationError):
        actions.change_proceeding_step(cancelled, by=case.worker, place="x")


# What a shelter is told


@pytest.fixture
def shelter_worker(case):
    worker = member(Role.SHELTER_STAFF, case.office, since="2010-01-01")
    let_in(worker, case, Level.ASSISTANCE)
    return worker


def test_the_shelter_knows_that_she_is_out_and_who_takes_her_and_not_for_what(
    case, proceeding, shelter_worker
):
    step_of(
        proceeding, kind="anticipated_testimony", at=time(9, 30), leaves_at=time(8), on=TODAY,
        place="Torre de Tribunales", accompanied_by=case.worker, companion="Lic. Ana Gil, with her card",
        for_shelter="Back by noon",
    )  # fmt: skip

    page = browser_of(shelter_worker).get(f"/cases/{case.number}/").content.decode()

    for told in ("out from 08:00", "09:30", case.worker.full_name, "Lic. Ana Gil", "Back by noon"):
        assert told in page
    for kept in ("testimony", "Torre de Tribunales", "proceeding", "Criminal"):
        assert kept.lower() not in page.lower()
    assert "testimony" in browser_of(case.worker).get(f"/cases/{case.number}/").content.decode()


def test_the_shelter_is_not_told_of_dates_for_which_she_does_not_go_or_that_are_over(
    case, proceeding, shelter_worker
):
    step_of(proceeding, kind="resolution", attends=False)
    step_of(proceeding, on=TODAY, state="held")
    actions.cancel_proceeding_step(step_of(proceeding), by=case.worker, state_words="x")

    page = browser_of(shelter_worker).get(f"/cases/{case.number}/").content.decode()

    assert "Where the person has to be" not in page


def test_of_its_tasks_the_shelter_has_the_going_there_and_no_word_of_the_matter(
    case, proceeding, shelter_worker
):
    step_of(proceeding, accompanied_by=shelter_worker)

    seen = Task.objects.visible_to(shelter_worker).filter(kind__in=[*DATES, "help_is_free"])

    assert [(one.kind, one.assignee) for one in seen] == [("accompany", shelter_worker)]
    actions.finish_task(seen.get(), by=shelter_worker, outcome="Ready.")


def test_the_page_of_a_case_asks_as_often_for_many_dates_as_for_one(
    case, proceeding, django_assert_max_num_queries
):
    browser, asked = browser_of(case.worker), []
    browser.get(f"/cases/{case.number}/")
    for number in (1, 3):
        for _time in range(number):
            step_of(proceeding, accompanied_by=case.worker)
        with django_assert_max_num_queries(100) as queries:
            browser.get(f"/cases/{case.number}/")
        asked.append(len(queries))

    assert asked[0] == asked[1]


# Given as a service


def test_by_one_press_the_accompaniment_is_a_service_and_no_second_one(case, proceeding):
    step = step_of(proceeding, state="held", on=TODAY)
    browser, at = browser_of(case.worker), f"/cases/{case.number}/proceedings/"
    assert "Record the accompaniment as a service" in browser.get(at).content.decode()
    url = f"{at}steps/{step.pk}/service/"

    assert browser.post(url, {"version": "1"}).status_code == 302
    assert browser.post(url, {"version": "2"}).status_code == 422

    service = Service.objects.get(case=case)
    assert (service.type, service.on, service.given_by) == ("court_accompaniment", TODAY, case.worker)
    page = browser.get(at).content.decode()
    assert "Recorded as a service" in page
    assert "Record the accompaniment" not in page


def test_a_service_that_was_withdrawn_is_recorded_anew(case, proceeding):
    step = step_of(proceeding, kind="anticipated_testimony", state="held", on=TODAY)
    actions.serve_proceeding_step(step, by=case.worker)
    step.refresh_from_db()
    assert step.service.type == "early_evidence"
    actions.withdraw_service(step.service, by=case.worker, withdrawn_reason="Two pressed.")

    actions.serve_proceeding_step(step, by=case.worker)

    assert Service.objects.standing().filter(case=case).count() == 1


def test_before_it_took_place_nothing_was_given(case, proceeding):
    with pytest.raises(ValidationError):
        actions.serve_proceeding_step(step_of(proceeding), by=case.worker)


def test_of_two_who_press_at_once_one_service_is_recorded(committed_db):
    case = opened_case()
    step = step_of(proceeding_of(case), state="held", on=TODAY)
    boss = supervisor(case.office)

    done = together(
        lambda: actions.serve_proceeding_step(step, by=case.worker),
        lambda: actions.serve_proceeding_step(step, by=boss),
    )

    assert Service.objects.count() == 1
    assert sorted(isinstance(one, ValidationError) for one in done) == [False, True]


def test_of_two_who_decide_at_once_one_is_told_what_the_other_said(committed_db):
    case = opened_case()
    step = step_of(proceeding_of(case), on=TODAY)
    boss = supervisor(case.office)

    together(
        lambda: actions.hold_proceeding_step(step, by=case.worker),
        lambda: actions.postpone_proceeding_step(step, by=boss, state_words="x", on=SOON),
    )

    states = sorted(ProceedingStep.objects.values_list("state", flat=True))
    assert states in (["held"], ["planned", "postponed"])
    assert set(waiting(case, *DATES)) == (set() if states == ["held"] else set(DATES))
