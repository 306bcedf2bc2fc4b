"""She chooses an award and a period that is over; what cannot be made is said beside the period."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes.periods import parse
from reports import actions
from reports.models import Report
from tests.factories.programmes import AwardFactory, DonorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
KIND = "usaid_tracking"


def ask(desk, award, label, kind=KIND):
    return desk.post(reverse("reports:report-ask"), {"period": f"{award.number} {label}", "template": kind})


def beside(page, field):
    """What the page says beside this field."""
    found = re.search(rf'id="id_{field}_error">(.*?)</p>', page.text, re.DOTALL)
    return found and re.sub(r"<.*?>", "", found[1]).strip()


def chosen(page, field):
    """The value that stands chosen in this field."""
    select = re.search(rf'<select name="{field}".*?</select>', page.text, re.DOTALL)[0]
    return re.search(r'<option value="([^"]*)" selected', select)[1]


def test_a_period_that_is_over_is_made(award, desk):
    answer = ask(desk, award, "FY2011-Q1")

    report = Report.objects.get()
    assert (answer.status_code, answer.url) == (302, report.get_absolute_url())
    assert (report.award, report.kind, report.period) == (award, KIND, "FY2011-Q1")


def test_the_page_as_it_is_sent_makes_one_report_however_often_it_is_sent(award, desk):
    page = desk.get(reverse("reports:report-ask")).text
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    typed = {"period": f"{award.number} FY2011-Q1", "template": KIND, "once": once}

    answers = [desk.post(reverse("reports:report-ask"), typed) for _sending in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer.url for answer in answers} == {Report.objects.get().get_absolute_url()}


def test_an_approved_report_is_refused_beside_its_period_which_stays_chosen(
    award, helped, made, desk, manager
):
    helped(date(2010, 11, 2))
    actions.approve_report(made("FY2011-Q2"), by=manager, confirmed=["targets"])

    page = ask(desk, award, "FY2011-Q2")

    assert page.status_code == 422
    assert "This report is approved" in beside(page, "period")
    assert chosen(page, "period") == f"{award.number} FY2011-Q2"


def test_without_a_period_it_is_asked_for_and_the_kind_stays_chosen(award, desk):
    page = desk.post(reverse("reports:report-ask"), {"period": "", "template": KIND})

    assert page.status_code == 422
    assert beside(page, "period")
    assert beside(page, "template") is None
    assert chosen(page, "template") == KIND
    assert not Report.objects.exists()


def test_a_kind_that_there_is_not_is_refused_beside_it_and_the_period_stays_chosen(award, desk):
    page = ask(desk, award, "FY2011-Q3", kind="something")

    assert page.status_code == 422
    assert beside(page, "template")
    assert chosen(page, "period") == f"{award.number} FY2011-Q3"
    assert not Report.objects.exists()


@pytest.mark.parametrize("label", ["FY2999-Q1", "FY2011", ""])
def test_what_is_no_quarter_of_the_award_that_is_over_cannot_be_chosen(award, desk, label):
    page = ask(desk, award, label)

    assert page.status_code == 422
    assert beside(page, "period")
    assert not Report.objects.exists()


def test_an_award_of_others_cannot_be_chosen(award, desk):
    page = ask(desk, AwardFactory(number="OTHERS-1"), "FY2011-Q1")

    assert page.status_code == 422
    assert beside(page, "period")
    assert not Report.objects.exists()


def test_without_an_award_she_is_led_to_entering_one(manager, desk):
    page = desk.get(reverse("reports:report-ask")).text

    assert "No award yet" in page
    assert reverse("programmes:award-create") in page
    assert "No award yet" in desk.get(reverse("reports:schedule-create")).text


def test_before_any_period_is_over_she_is_told_to_wait(manager, organisation, desk):
    today = timezone.localdate()
    donor = DonorFactory(organisation=organisation)
    AwardFactory(donor=donor, starts=today, signed_ends=today + timedelta(days=700))

    assert "No period is over yet" in desk.get(reverse("reports:report-ask")).text


@pytest.mark.parametrize("counted", [True, False])
def test_there_is_nothing_to_ask_of_a_report_that_cannot_be_approved(
    award, helped, made, desk, manager, counted
):
    if counted:
        report = actions.approve_report(made(), by=manager, confirmed=["targets"])
    else:
        period = parse("FY2011-Q1", award)
        report = actions.ask_for_report(award, by=manager, template=KIND, period=period)

    page = desk.get(reverse("reports:report-approve", args=[report.pk]), follow=True)

    said = "This report is approved already." if counted else "The figures are not counted yet"
    assert page.redirect_chain == [(report.get_absolute_url(), 302)]
    assert said in page.text
