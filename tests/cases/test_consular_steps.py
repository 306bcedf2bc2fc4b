"""A consulate is contacted only on a ground that holds; what others did, or she herself, is always kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from cases import actions
from cases.models import DateState, ProceedingStep
from tests.factories.cases import OPENED, opened_case, supervisor
from tests.factories.proceedings import SOON, proceeding_of, step_of, waiting
from tests.shelters.conftest import browser_of
from tests.work.crowd import together

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)
US = {"kind": "consular_contact", "contact_by": "us"}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def proceeding(case):
    return proceeding_of(case, kind="consular", stage="requested", country="HN")


def ground(case, kind="duty_to_report", **facts):
    if kind == "consent":
        facts = {"answer": "given", "giver": "self_adult", "purposes": ["data_sharing"]} | facts
    return actions.record_ground(case, by=case.worker, kind=kind, since=facts.pop("since", OPENED), **facts)


@pytest.mark.parametrize("when", [{"on": SOON}, {"on": TODAY, "state": "held"}])
def test_we_contact_no_consulate_without_a_ground_and_the_sentence_says_what_to_get(proceeding, when):
    with pytest.raises(ValidationError) as refused:
        step_of(proceeding, **US, **when)

    assert refused.value.message_dict["ground"][0].startswith("Nothing lets this be passed on yet.")
    assert not ProceedingStep.objects.exists()


def test_a_ground_that_holds_lets_us_and_a_consent_only_where_it_names_the_consulate(case, proceeding):
    assert step_of(proceeding, **US, ground=ground(case)).state == DateState.PLANNED
    consent = ground(case, "consent")
    with pytest.raises(ValidationError) as refused:
        step_of(proceeding, **US, ground=consent)
    assert list(refused.value.message_dict) == ["receiver_named"]

    assert step_of(proceeding, **US, ground=consent, receiver_named=True).ground == consent


@pytest.mark.parametrize("who", ["herself", "consulate", "authority"])
@pytest.mark.parametrize("when", [{"on": SOON}, {"on": TODAY, "state": "held"}])
def test_what_others_did_or_she_herself_is_never_refused(case, proceeding, who, when):
    step = step_of(proceeding, kind="consular_interview", contact_by=who, **when)

    assert (step.contact_by, step.ground, step.without_ground) == (who, None, False)
    assert "told_consulate" not in waiting(case)


def test_what_we_did_without_a_ground_is_kept_when_it_is_said_and_the_supervisors_see_to_it_today(
    case, proceeding
):
    step = step_of(proceeding, **US, on=TODAY, state="held", without_ground=True)

    assert step.without_ground
    assert waiting(case, "told_consulate") == {"told_consulate": (TODAY, None)}
    with pytest.raises(ValidationError):
        step_of(proceeding, **US, on=SOON, without_ground=True)


def test_the_data_base_keeps_it_too(case, proceeding):
    step = step_of(proceeding, **US, ground=ground(case))

    with pytest.raises(IntegrityError), transaction.atomic():
        ProceedingStep.objects.filter(pk=step.pk).update(ground=None)


def test_where_her_consent_ends_what_was_planned_on_it_is_stopped(case, proceeding):
    consent = ground(case, "consent")
    step = step_of(proceeding, **US, ground=consent, receiver_named=True)
    own = step_of(proceeding, kind="consular_interview", contact_by="herself")

    actions.end_ground(consent, by=case.worker, ended_on=TODAY)

    step.refresh_from_db()
    own.refresh_from_db()
    assert (step.state, own.state) == (DateState.CANCELLED, DateState.PLANNED)
    assert "holds no more" in step.state_words
    assert set(waiting(case, "hearing")) == {"hearing"}


def test_the_page_says_beforehand_that_it_is_cancelled_and_the_ledger_afterwards(case, proceeding):
    consent = ground(case, "consent")
    step_of(proceeding, **US, ground=consent, receiver_named=True)
    browser, page = browser_of(case.worker), f"/cases/{case.number}/grounds/{consent.pk}/end/"
    words = "1 contact with a consulate that is planned: it is cancelled."

    assert words in browser.get(page).content.decode()
    assert words in browser.post(page, {"ended_on": TODAY.isoformat()}, follow=True).content.decode()


def test_a_later_no_stops_it_as_well(case, proceeding):
    consent = ground(case, "consent")
    step = step_of(proceeding, **US, ground=consent, receiver_named=True)

    ground(case, "consent", answer="refused", since=TODAY)

    step.refresh_from_db()
    assert step.state == DateState.CANCELLED


def test_that_it_took_place_is_kept_whatever_became_of_the_ground(case, proceeding):
    held = ground(case, "vital_interest", since=TODAY)
    step = step_of(proceeding, **US, ground=held, on=TODAY)
    type(held).objects.filter(pk=held.pk).update(expires_at=timezone.now() - DAY)

    kept = actions.hold_proceeding_step(step, by=case.worker, outcome="They know.")

    assert (kept.state, kept.without_ground) == (DateState.HELD, True)
    assert set(waiting(case, "told_consulate")) == {"told_consulate"}


def test_it_is_not_planned_for_another_day_on_a_ground_that_holds_no_more(case, proceeding):
    held = ground(case, "vital_interest", since=TODAY)
    step = step_of(proceeding, **US, ground=held)
    type(held).objects.filter(pk=held.pk).update(expires_at=timezone.now() - DAY)

    with pytest.raises(ValidationError):
        actions.postpone_proceeding_step(step, by=case.worker, state_words="Closed", on=SOON + DAY)

    moved = actions.postpone_proceeding_step(step, by=case.worker, state_words="Closed")
    assert moved.state == DateState.POSTPONED


def test_the_page_leads_to_the_ledger_and_asks_who_turns_to_the_consulate(case, proceeding):
    browser, at = browser_of(case.worker), f"/cases/{case.number}/"
    url = f"{at}proceedings/steps/new/"
    assert f'href="{at}intake/ground/"' in browser.get(url).content.decode()
    sent = {
        "proceeding": str(proceeding.pk), "kind": "consular_contact", "state": "planned",
        "on": SOON.strftime("%d/%m/%Y"),
    }  # fmt: skip

    nobody = browser.post(url, sent)
    assert (nobody.status_code, list(nobody.context["form"].errors)) == (422, ["contact_by"])
    refused = browser.post(url, sent | {"contact_by": "us"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["ground"])
    held = ground(case)
    assert browser.post(url, sent | {"contact_by": "us", "ground": str(held.pk)}).status_code == 302

    page = browser.get(f"{at}proceedings/").content.decode()
    assert "Duty to report" in page


def test_a_step_without_a_consulate_keeps_nothing_of_one(case, proceeding):
    step = step_of(proceeding, contact_by="us", ground=ground(case), receiver_named=True)

    assert (step.contact_by, step.ground, step.receiver_named) == ("", None, False)


def test_a_consent_that_ends_while_a_contact_is_planned_on_it_leaves_none_to_come(committed_db):
    case = opened_case()
    proceeding = proceeding_of(case, kind="consular", stage="requested")
    held, boss = ground(case, "consent"), supervisor(case.office)

    together(
        lambda: step_of(proceeding, **US, ground=held, receiver_named=True),
        lambda: actions.end_ground(held, by=boss, ended_on=TODAY),
    )

    assert not ProceedingStep.objects.filter(state=DateState.PLANNED).exists()
