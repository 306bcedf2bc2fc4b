"""A danger to her relatives is passed on to whoever can protect them: on a ground, and they are asked."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.models import RiskNotice, Task
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, supervisor
from tests.factories.risk import waiting
from tests.shelters.conftest import browser_of
from tests.work.crowd import together

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)
TOLD = {
    "receiver": "Fiscalía de la Mujer, San Pedro Sula", "country": "HN",
    "what": "Two men ask for her sister.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def case():
    return opened_case()


def ground(case, kind="duty_to_report", since=OPENED, **facts):
    if kind == "consent":
        facts = {"answer": "given", "giver": "self_adult", "purposes": ["referral"]} | facts
    facts |= {"authority": "Court 3, file 12"} if kind == "court_order" else {}
    return actions.record_ground(case, by=case.worker, kind=kind, since=since, **facts)


def pass_on(case, ground=None, **facts):
    facts = {"on": TODAY, "by": case.worker} | TOLD | facts
    return actions.pass_risk_on(case, ground=ground, **facts)


def asked_for(case):
    return waiting(case, "risk_answer").get("risk_answer")


def test_nobody_is_told_without_a_ground_and_the_sentence_says_what_to_get(case):
    with pytest.raises(ValidationError) as refused:
        pass_on(case)

    assert refused.value.message_dict["ground"][0].startswith(
        "Nothing lets this be passed on yet. Ask whether the person agrees that this receiver is told"
    )
    assert not RiskNotice.objects.exists()


@pytest.mark.parametrize("kind", ["duty_to_report", "court_order", "vital_interest"])
def test_the_law_a_court_and_a_danger_to_life_let_it_be_passed_on(case, kind):
    since = TODAY if kind == "vital_interest" else OPENED
    notice = pass_on(case, ground(case, kind, since=since))

    assert (notice.receiver, notice.country, notice.what) == tuple(TOLD.values())
    line = Event.objects.get(verb="risk.passed_on")
    assert (line.actor, line.subjects, line.detail) == (case.worker.pk, [notice.pk, case.pk], [])


@pytest.mark.parametrize("purpose", ["referral", "data_sharing"])
def test_a_consent_lets_it_be_passed_on_to_whom_it_names(case, purpose):
    consent = ground(case, "consent", purposes=[purpose])

    with pytest.raises(ValidationError) as refused:
        pass_on(case, consent)

    assert list(refused.value.message_dict) == ["receiver_named"]
    assert pass_on(case, consent, receiver_named=True).receiver_named


@pytest.mark.parametrize("wrong", ["of_something_else", "refused", "ended", "hours_over", "of_another"])
def test_a_ground_that_does_not_let_it_is_refused(case, wrong):
    if wrong == "of_something_else":
        held = ground(case, "consent", purposes=["interview"])
    elif wrong == "refused":
        held = ground(case, "consent", answer="refused")
    elif wrong == "hours_over":
        held = ground(case, "vital_interest", since=TODAY - 4 * DAY)
    elif wrong == "of_another":
        held = ground(opened_case(case.worker))
    else:
        held = actions.end_ground(ground(case), by=case.worker, ended_on=TODAY)

    with pytest.raises(ValidationError) as refused:
        pass_on(case, held, receiver_named=True)

    assert list(refused.value.message_dict) == ["ground"]
    assert "does not hold on that day" in refused.value.messages[0]


def test_a_ground_is_asked_for_on_the_day_on_which_it_was_passed_on(case):
    held = ground(case)
    actions.end_ground(held, by=case.worker, ended_on=TODAY)

    assert pass_on(case, held, on=TODAY - DAY).on == TODAY - DAY


def test_entered_later_it_is_kept_as_it_happened_and_asks_for_nothing(case):
    notice = pass_on(case, on=OPENED, entered_from="paper")

    assert (notice.ground, notice.entered_from, asked_for(case)) == (None, "paper", None)


def test_their_answer_is_asked_for_and_ends_that_task(case):
    notice = pass_on(case, ground(case))
    assert asked_for(case) == TODAY + 3 * DAY

    answered = actions.answer_risk_notice(
        notice, by=case.worker, version=1, answered_on=TODAY, answer="A patrol goes by each night."
    )

    assert (answered.answer, answered.version, asked_for(case)) == ("A patrol goes by each night.", 2, None)
    assert Event.objects.filter(verb="risk.answered", subjects=[notice.pk, case.pk]).count() == 1


def test_nobody_answers_before_being_told_nor_on_a_day_to_come(case):
    notice = pass_on(case, ground(case))

    for day in (TODAY - DAY, TODAY + DAY):
        with pytest.raises(ValidationError) as refused:
            actions.answer_risk_notice(notice, by=case.worker, answered_on=day, answer="x")
        assert list(refused.value.message_dict) == ["answered_on"]


def test_what_was_written_by_mistake_is_withdrawn_once_and_stays_readable(case):
    notice = pass_on(case, ground(case))
    browser = browser_of(case.worker)
    url = f"/cases/{case.number}/risks/passed-on/{notice.pk}/withdraw/"

    assert browser.post(url, {"withdrawn_reason": ""}).status_code == 422
    assert browser.post(url, {"withdrawn_reason": "Of another family"}).status_code == 302

    page = browser.get(f"/cases/{case.number}/risks/passed-on/").content.decode()
    assert all(words in page for words in ("Of another family", "Two men ask", "withdrawn"))
    assert asked_for(case) is None
    assert browser.post(url, {"withdrawn_reason": "Again"}).status_code == 422


def test_the_page_says_what_to_get_keeps_what_was_typed_and_shows_what_was_passed_on(case):
    browser, at = browser_of(case.worker), f"/cases/{case.number}/"
    typed = TOLD | {"on": TODAY.strftime("%d/%m/%Y")}
    assert f'href="{at}intake/ground/"' in browser.get(f"{at}risks/passed-on/new/").content.decode()

    refused = browser.post(f"{at}risks/passed-on/new/", typed)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["ground"])
    assert "Two men ask for her sister." in refused.content.decode()
    assert "Two men ask for her sister." in browser.get(f"{at}risks/passed-on/new/").content.decode()
    held = ground(case)
    done = browser.post(f"{at}risks/passed-on/new/", typed | {"ground": str(held.pk)})

    assert (done.status_code, done["Location"]) == (302, f"{at}risks/passed-on/")
    page = browser.get(f"{at}risks/passed-on/").content.decode()
    assert all(words in page for words in ("San Pedro Sula", "Honduras", "Duty to report", "no answer yet"))
    assert "San Pedro Sula" in browser.get(f"{at}risks/").content.decode()


def test_it_is_for_the_team_that_reads_the_case_in_full(case):
    helper = caseworker(case.office)
    let_in(helper, case)
    notice = pass_on(case, ground(case))
    browser, at = browser_of(helper), f"/cases/{case.number}/risks/"

    for rest in ("", "new/", f"{notice.pk}/", f"{notice.pk}/withdraw/"):
        assert browser.get(f"{at}passed-on/{rest}").status_code == 403
        assert browser_of(caseworker()).get(f"{at}passed-on/{rest}").status_code == 404
    for url in (at, f"/cases/{case.number}/"):
        assert "passed on" not in browser.get(url).content.decode().lower()
    assert not Task.objects.visible_to(helper).filter(kind="risk_answer").exists()
    with pytest.raises(Refused):
        pass_on(case, ground(case), by=helper)


def test_one_of_another_case_is_not_found_under_ones_own(case):
    other = opened_case(case.worker)
    notice = pass_on(other, ground(other))

    url = f"/cases/{case.number}/risks/passed-on/{notice.pk}/"
    assert browser_of(case.worker).get(url).status_code == 404


def test_it_stands_in_what_happened_with_its_answer(case):
    notice = pass_on(case, ground(case), on=TODAY - DAY)
    actions.answer_risk_notice(notice, by=case.worker, answered_on=TODAY, answer="x")

    events = browser_of(case.worker).get(f"/cases/{case.number}/").context["events"]

    told = [(event.title, event.on, event.text) for event in events if event.text == "Honduras"]
    assert told == [
        ("Answer to a danger that was passed on", TODAY, "Honduras"),
        ("Danger to the family passed on", TODAY - DAY, "Honduras"),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_many_as_for_one(case, number, django_assert_num_queries):
    held = ground(case)
    for _time in range(number):
        pass_on(case, held)
    browser = browser_of(case.worker)

    with django_assert_num_queries(17):
        browser.get(f"/cases/{case.number}/risks/passed-on/")


def test_a_ground_that_ends_while_something_is_passed_on_lets_it_or_does_not(committed_db):
    case = opened_case()
    held, boss = ground(case), supervisor(case.office)

    passed, ended = together(
        lambda: pass_on(case, held),
        lambda: actions.end_ground(held, by=boss, ended_on=TODAY),
    )

    assert ended.ended_on == TODAY
    assert RiskNotice.objects.count() == (0 if isinstance(passed, ValidationError) else 1)


def test_of_two_who_answer_at_once_the_second_sees_both(committed_db):
    case = opened_case()
    notice = pass_on(case, ground(case))
    url = f"/cases/{case.number}/risks/passed-on/{notice.pk}/"
    desks = [browser_of(case.worker), browser_of(supervisor(case.office))]
    typed = {"answered_on": TODAY.strftime("%d/%m/%Y"), "version": "1"}

    answers = together(
        *(
            lambda desk=desk, n=n: desk.post(url, typed | {"answer": f"Answer {n}"})
            for n, desk in enumerate(desks)
        )
    )

    assert sorted(one.status_code for one in answers) == [302, 409]
    assert RiskNotice.objects.get().version == 2


def test_of_two_who_assess_at_once_both_stand_and_one_review_waits(committed_db):
    case = opened_case()
    boss = supervisor(case.office)

    together(
        lambda: actions.assess_risk(case, by=case.worker, level="high"),
        lambda: actions.assess_risk(case, by=boss, level="imminent"),
    )

    last = case.risks.standing().first()
    assert case.risks.count() == 2
    assert waiting(case, "risk_review") == {"risk_review": last.review_on}
    assert Task.objects.open().filter(kind="risk_review").count() == 1
    assert Task.objects.filter(kind="danger").count() == 1
