"""A complaint and other proceedings: where they stand, that help never depends on them, who reads them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from accounts.roles import Role
from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.keeping import first_day_of
from cases.models import Level, Proceeding, ProceedingStage
from tests.factories.cases import caseworker, let_in, member, opened_case, supervisor
from tests.factories.proceedings import SOON, proceeding_of, step_of, waiting
from tests.shelters.conftest import browser_of
from tests.work.crowd import together

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


def typed(**facts):
    day = (TODAY - DAY).strftime("%d/%m/%Y")
    return {"kind": "criminal", "stage": "complaint", "on": day, "country": "GT"} | facts


def stands_at(proceeding):
    return Proceeding.objects.get(pk=proceeding.pk).stages.standing().first().stage


def test_a_complaint_is_recorded_with_its_stage_and_read_on_its_page(case):
    browser, at = browser_of(case.worker), f"/cases/{case.number}/proceedings/"

    done = browser.post(
        f"{at}new/",
        typed(
            authority="GT-MP", authority_name="Fiscalía 7", file_number="MP001-2026-44", part=["witness"],
            words="Against the owner of the bar.", told_free_on=TODAY.strftime("%d/%m/%Y"),
        ),
    )  # fmt: skip

    assert (done.status_code, done["Location"]) == (302, at)
    page = browser.get(at).content.decode()
    for words in (
        "Criminal complaint",
        "Complaint made",
        "Fiscalía 7",
        "MP001-2026-44",
        "Witness",
        "the bar",
    ):
        assert words in page
    proceeding = Proceeding.objects.get()
    assert proceeding.stages.get().on == TODAY - DAY
    line = Event.objects.get(verb="proceeding.recorded")
    assert (line.actor, line.subjects, line.detail) == (
        case.worker.pk, [proceeding.pk, case.pk], ["criminal"],
    )  # fmt: skip


def test_pressed_twice_it_is_recorded_once(case):
    browser, key = browser_of(case.worker), "a" * 20

    for _time in range(2):
        browser.post(f"/cases/{case.number}/proceedings/new/", typed(once=key))

    assert (Proceeding.objects.count(), ProceedingStage.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"stage": "granted"}, "stage"),
        ({"kind": "family"}, "stage"),
        ({"on": (TODAY + DAY).strftime("%d/%m/%Y")}, "on"),
        ({"told_free_on": (TODAY + DAY).strftime("%d/%m/%Y")}, "told_free_on"),
        ({"country": ""}, "country"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_the_words_stay(case, wrong, field):
    browser, at = browser_of(case.worker), f"/cases/{case.number}/proceedings/new/"

    refused = browser.post(at, typed(words="Against the owner.") | wrong)

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
    assert "Against the owner." in browser.get(at).content.decode()
    assert not Proceeding.objects.exists()


def test_that_help_does_not_depend_on_it_is_told_and_until_then_waits_as_a_task(case):
    proceeding = proceeding_of(case)
    page = browser_of(case.worker).get(f"/cases/{case.number}/proceedings/new/").content.decode()
    assert "Help never depends on whether the person takes part" in page
    assert waiting(case, "help_is_free") == {"help_is_free": (TODAY + 7 * DAY, case.worker)}

    actions.change_proceeding(proceeding, by=case.worker, told_free_on=TODAY)

    assert waiting(case, "help_is_free") == {}


def test_the_latest_stage_is_where_it_stands_and_a_mistaken_one_is_withdrawn(case):
    proceeding = proceeding_of(case, on=TODAY - 3 * DAY)
    actions.record_stage(proceeding, by=case.worker, stage="charged", on=TODAY)
    actions.record_stage(proceeding, by=case.worker, stage="investigation", on=TODAY - DAY)
    assert stands_at(proceeding) == "charged"
    browser, at = browser_of(case.worker), f"/cases/{case.number}/proceedings/"
    mistaken = ProceedingStage.objects.get(criminal_stage="charged")
    url = f"{at}stages/{mistaken.pk}/withdraw/"

    assert browser.post(url, {"withdrawn_reason": "", "version": "1"}).status_code == 422
    assert browser.post(url, {"withdrawn_reason": "Of another file", "version": "1"}).status_code == 302

    assert stands_at(proceeding) == "investigation"
    assert "Of another file" in browser.get(at).content.decode()
    assert browser.post(url, {"withdrawn_reason": "Again", "version": "2"}).status_code == 422


def test_a_stage_is_added_on_its_page_and_only_one_of_its_kind(case):
    proceeding = proceeding_of(case, kind="family", stage="requested")
    browser, at = browser_of(case.worker), f"/cases/{case.number}/proceedings/"
    url, day = f"{at}{proceeding.pk}/stages/new/", TODAY.strftime("%d/%m/%Y")

    refused = browser.post(url, {"stage": "trial", "on": day})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["stage"])
    assert browser.post(url, {"stage": "granted", "on": day, "words": "Custody"}).status_code == 302

    page = browser.get(at).content.decode()
    assert "Granted" in page
    assert "Custody" in page


def test_two_who_change_it_at_once_and_the_second_sees_both(committed_db):
    case = opened_case()
    proceeding = proceeding_of(case)
    url = f"/cases/{case.number}/proceedings/{proceeding.pk}/"
    desks = [browser_of(case.worker), browser_of(supervisor(case.office))]
    sent = {"kind": "criminal", "country": "GT", "version": "1"}

    answers = together(
        *(
            lambda desk=desk, n=n: desk.post(url, sent | {"words": f"Words {n}"})
            for n, desk in enumerate(desks)
        )
    )

    assert sorted(one.status_code for one in answers) == [302, 409]
    assert Proceeding.objects.get().version == 2


def test_one_with_a_date_to_come_is_not_withdrawn_before_it_is_cancelled(case):
    proceeding = proceeding_of(case)
    step = step_of(proceeding)
    with pytest.raises(ValidationError) as refused:
        actions.withdraw_proceeding(proceeding, by=case.worker, withdrawn_reason="Of another")
    assert "still to come" in refused.value.messages[0]
    actions.cancel_proceeding_step(step, by=case.worker, state_words="Of another person")

    actions.withdraw_proceeding(proceeding, by=case.worker, withdrawn_reason="Of another")

    assert "Of another" in browser_of(case.worker).get(f"/cases/{case.number}/proceedings/").content.decode()
    assert waiting(case) == {}
    with pytest.raises(ValidationError):
        step_of(proceeding)


def test_a_criminal_proceeding_does_not_become_another_kind(case):
    with pytest.raises(ValidationError) as refused:
        actions.change_proceeding(proceeding_of(case), by=case.worker, kind="labour")

    assert list(refused.value.message_dict) == ["kind"]


def test_entered_later_it_asks_for_nothing_that_is_past(case):
    proceeding = proceeding_of(case, entered_from="paper")
    step_of(proceeding, on=case.opened_on, entered_from="paper")

    assert waiting(case) == {}


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.SHELTER_STAFF, Role.REINTEGRATION_WORKER])
def test_the_legal_file_is_for_the_team_that_reads_in_full(case, role):
    helper = member(role, case.office, since="2010-01-01")
    let_in(helper, case, Level.FULL if role == Role.SHELTER_STAFF else Level.ASSISTANCE)
    proceeding = proceeding_of(case, words="Against the owner.")
    step, stage = step_of(proceeding), proceeding.stages.get()
    browser, at = browser_of(helper), f"/cases/{case.number}/proceedings/"
    rests = [
        "", "new/", f"{proceeding.pk}/", f"{proceeding.pk}/withdraw/", f"{proceeding.pk}/stages/new/",
        f"stages/{stage.pk}/withdraw/", "steps/new/", f"steps/{step.pk}/",
        *(f"steps/{step.pk}/{verb}/" for verb in ("held", "postpone", "cancel", "service")),
    ]  # fmt: skip

    for rest in rests:
        assert browser.get(f"{at}{rest}").status_code == 403, rest
        assert browser_of(caseworker()).get(f"{at}{rest}").status_code == 404, rest
    assert "Proceedings" not in browser.get(f"/cases/{case.number}/").content.decode()
    with pytest.raises(Refused):
        proceeding_of(case, by=helper)


def test_one_of_another_case_is_not_found_under_ones_own(case):
    other = opened_case(case.worker)
    proceeding = proceeding_of(other)
    step, at = step_of(proceeding), f"/cases/{case.number}/proceedings/"

    for rest in (f"{proceeding.pk}/", f"steps/{step.pk}/", f"stages/{proceeding.stages.get().pk}/withdraw/"):
        assert browser_of(case.worker).get(f"{at}{rest}").status_code == 404


def test_what_is_said_with_the_lawyer_is_a_legal_note(case):
    proceeding_of(case)
    browser = browser_of(case.worker)
    assert (
        f"/cases/{case.number}/notes/new/?legal"
        in browser.get(f"/cases/{case.number}/proceedings/").content.decode()
    )

    form = browser.get(f"/cases/{case.number}/notes/new/?legal").context["form"]

    assert (form["note_class"].value(), form["kind"].value()) == ("legal", "legal")


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_many_as_for_one(case, number, django_assert_num_queries):
    for _time in range(number):
        proceeding = proceeding_of(case)
        actions.record_stage(proceeding, by=case.worker, stage="trial", on=TODAY)
        step_of(proceeding, accompanied_by=case.worker)
        step_of(proceeding, state="held", on=TODAY)
    browser = browser_of(case.worker)

    with django_assert_num_queries(19):
        browser.get(f"/cases/{case.number}/proceedings/")


def test_what_took_place_stands_in_what_happened_for_the_team_alone(case):
    proceeding = proceeding_of(case)
    step_of(proceeding, kind="anticipated_testimony", state="held", on=TODAY)
    step_of(proceeding, on=SOON)
    helper = caseworker(case.office)
    let_in(helper, case)

    told = [
        [event.title for event in browser_of(user).get(f"/cases/{case.number}/").context["events"]]
        for user in (case.worker, helper)
    ]

    assert ["Anticipated testimony" in titles for titles in told] == [True, False]
    assert "Hearing" not in told[0]


def test_its_first_day_is_a_day_of_hers(case):
    proceeding = proceeding_of(case, on=TODAY - 2 * DAY)
    case.person.refresh_from_db()

    assert proceeding.stages.get().on == TODAY - 2 * DAY
    assert first_day_of(case.person) == TODAY - 2 * DAY
