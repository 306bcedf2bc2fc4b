"""Who takes a consent back stops at once what rested on it, sees what that was, and goes on being helped."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accounts.tokens import issue
from cases import actions, effects, resting
from cases.models import Draft, Ground, Task
from tests.api.conftest import Caller
from tests.factories.cases import OPENED, caseworker, opened_case
from tests.factories.shelters import admitted, left, shelter_of
from tests.files import picture
from tests.shelters.conftest import browser_of
from tests.work.crowd import together
from work.models import OutboxRow, Revision

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def case():
    return opened_case()


def consent(case, *purposes, since=OPENED, **facts):
    usual = {"kind": "consent", "giver": "self_adult", "purposes": list(purposes or ["data_processing"])}
    return actions.record_ground(case, by=case.worker, since=since, **usual | facts)


def end(ground, case, on=TODAY):
    return actions.end_ground(ground, by=case.worker, ended_on=on)


def waiting(case):
    return set(Task.objects.open().filter(case=case).values_list("kind", flat=True))


def test_the_page_names_what_rests_on_it_and_the_ledger_what_it_stopped(case):
    held = consent(case, "data_processing", "assistance", "treatment", "referral")
    actions.record_service(case, by=case.worker, on=TODAY, type="psychosocial_individual")
    told = {"receiver": "Consulate", "country": "HN", "what": "Her sister is asked for."}
    actions.pass_risk_on(case, by=case.worker, on=TODAY, ground=held, receiver_named=True, **told)
    actions.keep_draft(by=case.worker, section="person", typed=[["given_names", ["Ana"]]], case=case)
    desk, here = browser_of(case.worker), f"/cases/{case.number}/grounds/{held.pk}/end/"

    before = desk.get(here).content.decode()
    ended = desk.post(here, {"ended_on": str(TODAY)}, follow=True).content.decode()

    for sentence in (
        "The pages that say who the person is and what was done: nothing more is written there",
        "1 draft that somebody typed and did not save: it is deleted.",
        "The help: it goes on as far as the person wants it.",
        "(Consent to medical or psychological treatment): they go on only after",
        "1 notice passed on of a danger to the family: nothing more is told on this ground",
    ):
        assert (sentence in before, sentence in ended) == (True, True), sentence
    assert Ground.objects.get().stopped == ["keeping", "drafts:1", "help", "services:treatment", "notices:1"]
    assert not Draft.objects.exists()
    assert waiting(case) >= {
        "data_without_ground", "consent_to_assistance", "consent_to_service", "tell_receivers",
    }  # fmt: skip


def test_help_that_was_given_stays_and_more_can_be_given_the_same_day(case):
    held = consent(case, "data_processing", "assistance", "treatment")
    given = actions.record_service(case, by=case.worker, on=TODAY, type="psychosocial_individual")

    end(held, case)
    more = actions.record_service(case, by=case.worker, on=TODAY, type="psychosocial_individual")

    assert list(case.services.standing().order_by("created_at")) == [given, more]
    case.refresh_from_db()
    assert case.is_open


def test_what_another_line_covers_as_well_goes_on(case):
    held = consent(case, "data_processing", "assistance")
    consent(case, "data_processing", "assistance", since=TODAY)
    actions.keep_draft(by=case.worker, section="person", typed=[["given_names", ["Ana"]]], case=case)
    desk = browser_of(case.worker)

    before = desk.get(f"/cases/{case.number}/grounds/{held.pk}/end/").content.decode()
    end(held, case)

    assert "Nothing rests on it alone" in before
    assert Ground.objects.get(pk=held.pk).stopped == []
    assert (Draft.objects.count(), waiting(case) & {"data_without_ground", "consent_to_assistance"}) == (
        1,
        set(),
    )


def test_a_photograph_waits_for_a_decision_and_can_still_be_opened(case):
    held = consent(case, "data_processing", "image_voice")
    paper = {"kind": "photograph", "title": "Her face", "note_class": "care"}
    kept = actions.attach_document(case, by=case.worker, on=TODAY, file=io.BytesIO(picture()), **paper)

    end(held, case)

    assert "images:1" in Ground.objects.get().stopped
    assert "images_without_consent" in waiting(case)
    assert actions.open_document(kept, by=case.worker) is not None


@pytest.mark.parametrize(
    ("kind", "facts"),
    [("consent", {"purposes": ["shelter_entry"]}), ("court_order", {"authority": "Court 3, file 12"})],
)
def test_who_lives_in_a_shelter_by_it_keeps_her_bed_and_the_shelter_asks(case, kind, facts):
    giver = {"giver": "self_adult"} if kind == "consent" else {}
    held = actions.record_ground(case, by=case.worker, kind=kind, since=OPENED, **giver | facts)
    shelter = shelter_of(case.office.organisation)
    stay = admitted(shelter, case=case, on=TODAY)
    Task.objects.filter(kind="shelter_consent").delete()

    end(held, case)

    stay.refresh_from_db()
    asked = Task.objects.open().get(kind="shelter_consent")
    assert (stay.is_open, asked.office, asked.case) == (True, shelter.office, case)
    assert resting.sentence(Ground.objects.get(pk=held.pk).stopped[-1]).startswith(
        "The stay in a shelter: nobody"
    )


def test_who_is_followed_up_after_the_shelter_is_asked_before_the_next_contact(case):
    held = consent(case, "followup")
    stay = admitted(shelter_of(case.office.organisation), case=case, on=TODAY - DAY)
    left(stay, on=TODAY)

    end(held, case)

    assert Ground.objects.get().stopped == ["follow_up"]
    assert "followup_consent" in waiting(case)


def test_a_no_to_a_part_stops_that_part_alone(case):
    held = consent(case, "data_processing", "assistance")

    consent(case, "assistance", answer="refused", since=TODAY)

    held.refresh_from_db()
    assert (held.ended_on, held.stopped) == (TODAY, ["help"])
    assert not waiting(case) & {"data_without_ground", "consent_to_assistance"}


def test_nothing_rested_on_a_consent_in_doubt(case):
    held = consent(case, "data_processing", interpreter_name="Rosa", interpreter_accepted="no")
    held.refresh_from_db()

    assert (held.doubted_on, resting.resting_on(held)) == (TODAY, [])


def test_two_weeks_before_its_last_day_it_is_asked_for_anew_and_then_what_rested_on_it_stops(case):
    last = TODAY + 30 * DAY
    held = consent(case, "data_processing", "assistance", expires_on=last)
    rows = {row.effect: row for row in OutboxRow.objects.filter(subject=held.pk)}
    soon = rows["cases.ground_runs_out_soon"]
    assert timezone.localdate(soon.not_before) == TODAY + 16 * DAY
    assert "ground_runs_out" not in waiting(case)

    effects.two_weeks_before_the_end({"ground": str(held.pk)})

    asked = Task.objects.open().get(kind="ground_runs_out")
    assert (asked.due_on, asked.assignee) == (last, case.worker)
    Ground.objects.update(expires_on=TODAY - DAY, since=TODAY - 90 * DAY)
    for _time in (1, 2):
        actions.grounds.let_ground_run_out(Ground.objects.get())
    assert Ground.objects.get().stopped == ["keeping", "help"]
    assert Revision.objects.of(held).filter(verb="ground.stopped").count() == 1


def test_one_that_ends_within_two_weeks_asks_at_once_and_one_that_was_over_asks_nobody(case):
    consent(case, "assistance", expires_on=TODAY + 3 * DAY)
    asked = Task.objects.open().get(kind="ground_runs_out")
    other = opened_case()
    consent(other, "assistance", expires_on=TODAY - DAY)

    assert asked.due_on == TODAY + 3 * DAY
    assert "ground_runs_out" not in waiting(other)


def test_ending_it_ends_the_task_that_asked_for_it_anew(case):
    held = consent(case, "assistance", expires_on=TODAY + 3 * DAY)

    end(held, case)

    assert "ground_runs_out" not in waiting(case)


def test_a_program_reads_what_rests_on_it_and_what_stopped(case):
    held = consent(case, "data_processing", "assistance")
    program, here = Caller(issue(case.worker)[0]), f"/api/v1/grounds/{held.pk}/"

    before = program.get(here).json()
    after = program.post(f"{here}end/", {"ended_on": str(TODAY)}, headers={"If-Match": '"1"'})

    help_goes_on = "The help: it goes on as far as the person wants it."
    assert (after.status_code, before["stopped"], after.json()["resting"]) == (200, [], [])
    assert (before["resting"], after.json()["stopped"]) == (after.json()["stopped"], before["resting"])
    assert help_goes_on in before["resting"]
    assert Caller(issue(caseworker())[0]).get(here).status_code == 404


def test_two_who_end_it_at_once_stop_it_once(committed_db):
    case = opened_case()
    held, by = consent(case, "data_processing", "assistance"), case.worker

    def one():
        return actions.end_ground(Ground.objects.get(pk=held.pk), by=by, ended_on=TODAY)

    answers = together(one, one)

    assert sorted(getattr(answer, "code", "done") for answer in answers) == ["done", "ended"]
    assert Task.objects.filter(kind="consent_to_assistance").count() == 1
