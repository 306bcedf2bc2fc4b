"""An assessment is corrected or withdrawn, and read by each as far as she looks after her."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from audit.doors import Refused
from cases import actions
from cases.models import RiskAssessment
from tests.factories.cases import caseworker, let_in, opened_case
from tests.factories.risk import PLAN, assess, waiting
from tests.shelters.conftest import browser_of
from work.actions import history

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


# Correcting and withdrawing


def test_the_last_assessment_is_corrected_and_what_it_said_stays_readable(case):
    risk = assess(case, "low", domains=["data:low"], basis="Nobody knows where she is.")

    changed = actions.change_risk(
        risk, by=case.worker, version=1, level="high", domains=["data:high"], safety_plan=PLAN
    )

    assert (changed.version, changed.review_on, changed.by_domain) == (2, TODAY + 7 * DAY, {"data": "high"})
    [(revision, before)] = history(changed)
    assert (revision.by, before["level"], before["domains"]) == (case.worker.pk, "low", ["data:low"])
    assert waiting(case) == {"risk_review": TODAY + 7 * DAY}


def test_corrected_to_imminent_it_calls_the_supervisors(case):
    risk = assess(case, "medium")
    assert "danger" not in waiting(case)

    actions.change_risk(risk, by=case.worker, level="imminent")

    assert waiting(case) == {"risk_review": TODAY + DAY, "safety_plan": TODAY, "danger": TODAY}


def test_an_earlier_assessment_is_withdrawn_and_not_corrected(case):
    first, _second = assess(case, "low"), assess(case, "medium")

    with pytest.raises(ValidationError) as refused:
        actions.change_risk(first, by=case.worker, level="high")

    assert refused.value.code == "not_the_last"
    actions.withdraw_risk(first, by=case.worker, withdrawn_reason="Of another person")
    assert waiting(case) == {"risk_review": TODAY + 14 * DAY}


def test_with_the_last_one_withdrawn_the_one_before_stands_and_is_looked_at_again(case):
    assess(case, "medium", on=TODAY - 20 * DAY)
    wrong = assess(case, "low")

    actions.withdraw_risk(wrong, by=case.worker, withdrawn_reason="Of another person")

    assert waiting(case) == {"risk_review": TODAY}
    with pytest.raises(ValidationError) as refused:
        actions.withdraw_risk(wrong, by=case.worker, withdrawn_reason="Again")
    assert refused.value.code == "withdrawn"


def test_somebody_in_assistance_whose_only_assessment_is_withdrawn_is_assessed_anew(case):
    actions.activate_case(case, by=case.worker, on=TODAY)
    wrong = assess(case, "high")
    actions.withdraw_risk(wrong, by=case.worker, withdrawn_reason="Of another person")

    assert set(waiting(case)) == {"risk_assessment"}


def test_two_who_correct_at_once_see_both_versions(case):
    risk, browser = assess(case, "low", basis="Quiet."), browser_of(case.worker)
    url = f"/cases/{case.number}/risks/{risk.pk}/"
    actions.change_risk(risk, by=case.worker, level="high", domains=["stigma:high"], safety_plan=PLAN)

    answer = browser.post(
        url, {"on": risk.on.strftime("%d/%m/%Y"), "level": "medium", "basis": "Quiet.", "version": "1"}
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert [words in page for words in ("Medium", "High", "Two people wrote at once")] == [True] * 3
    assert RiskAssessment.objects.get().level == "high"
    answer = browser.post(
        url,
        {
            "on": risk.on.strftime("%d/%m/%Y"), "level": "medium", "version": "2", "keep_level": "yours",
            "keep_domains": "theirs", "keep_safety_plan": "theirs", "keep_basis": "theirs",
            "lower_reason": "It is over.",
        },
    )  # fmt: skip
    stands = RiskAssessment.objects.get()
    assert (answer.status_code, stands.level, stands.safety_plan, stands.by_domain) == (
        302, "medium", PLAN, {"stigma": "high"},
    )  # fmt: skip


# Who reads it


def test_a_case_is_read_by_its_number_and_another_ones_assessment_is_not_found(case):
    other = opened_case(case.worker)
    risk = assess(other)
    browser = browser_of(case.worker)

    for rest in (f"{risk.pk}/", f"{risk.pk}/withdraw/"):
        assert browser.get(f"/cases/{case.number}/risks/{rest}").status_code == 404
    assert browser_of(caseworker()).get(f"/cases/{other.number}/risks/").status_code == 404


def test_whoever_looks_after_her_reads_the_level_the_plan_and_the_review_and_not_why(case):
    helper = caseworker(case.office)
    let_in(helper, case)
    facts = {"domains": ["self_harm:high"], "basis": "She spoke of the river.", "lower_reason": "Her sister"}
    assess(case, "medium", safety_plan=PLAN, **facts)
    other = assess(case, "high", safety_plan=PLAN, basis="Of another one")
    actions.withdraw_risk(other, by=case.worker, withdrawn_reason="Mistaken identity")
    secret = ("Self-harm", "the river", "Her sister", "Mistaken identity")

    shown = {who: browser_of(who).get(f"/cases/{case.number}/risks/").content.decode()
             for who in (helper, case.worker)}  # fmt: skip

    assert all(words in shown[helper] for words in ("Medium", "Sleeps at her aunt", "Next review"))
    assert [words in shown[helper] for words in secret] == [False] * 4
    assert [words in shown[case.worker] for words in secret] == [True] * 4
    for rest in ("new/", f"{other.pk}/", f"{other.pk}/withdraw/", "passed-on/"):
        assert browser_of(helper).get(f"/cases/{case.number}/risks/{rest}").status_code == 403
    with pytest.raises(Refused):
        assess(case, by=helper)


def test_who_only_refers_to_the_case_reads_nothing_of_it(case):
    helper = caseworker(case.office)
    let_in(helper, case, "reference")
    assess(case, "high", safety_plan=PLAN)

    assert browser_of(helper).get(f"/cases/{case.number}/risks/").status_code == 403
    assert "Sleeps at" not in browser_of(helper).get(f"/cases/{case.number}/").content.decode()


def test_the_page_of_the_case_says_how_great_the_risk_is_and_when_it_is_looked_at_again(case):
    assess(case, "imminent", on=TODAY - 9 * DAY, safety_plan=PLAN)

    page = browser_of(case.worker).get(f"/cases/{case.number}/").content.decode()

    assert all(words in page for words in ("Imminent danger", "Next review", "late", "Sleeps at her aunt"))


def test_the_history_is_drawn_with_its_words_and_its_table(case):
    for back, level in ((40, "imminent"), (20, "high"), (0, "low")):
        assess(case, level, on=TODAY - back * DAY, safety_plan=PLAN)

    answer = browser_of(case.worker).get(f"/cases/{case.number}/risks/")

    chart = answer.context["chart"]
    assert [[bar.text for bar in group.bars] for group in chart.groups] == [
        ["Imminent danger"], ["High"], ["Low"],
    ]  # fmt: skip
    widths = [float(group.bars[0].width) for group in chart.groups]
    assert [round(widths[0] / width, 1) for width in widths] == [1.0, 1.3, 4.0]
    assert "The figures as a table" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_many_assessments_as_for_one(case, number, django_assert_num_queries):
    for back in range(number):
        assess(case, on=TODAY - back * DAY, domains=["data:low"], basis="Quiet.")
    browser = browser_of(case.worker)

    with django_assert_num_queries(19):
        browser.get(f"/cases/{case.number}/risks/")


def test_what_is_typed_is_kept_as_a_draft_and_offered_again(case):
    browser, at = browser_of(case.worker), f"/cases/{case.number}/"
    typed = {"domains": ["data:low", "legal:high"], "basis": "She began to tell"}

    kept = browser.post(f"{at}intake/drafts/risk/", typed)

    assert (kept.status_code, kept["Location"]) == (302, f"{at}risks/")
    assert "Go on with it" in browser.get(f"{at}risks/").content.decode()
    page = browser.get(f"{at}risks/new/").content.decode()
    assert ["She began to tell" in page, 'value="legal:high" selected' in page] == [True, True]


def test_a_new_assessment_shows_the_plan_of_the_last_one_and_what_was_said_of_each_domain(case):
    assess(case, "high", domains=["stigma:high"], safety_plan=PLAN)

    page = browser_of(case.worker).get(f"/cases/{case.number}/risks/new/").content.decode()

    assert ["Sleeps at her aunt" in page, "last time: High" in page, " selected" in page] == [
        True,
        True,
        False,
    ]
