"""Whoever approves a report has seen the figures that she approves, and what is lacking in them."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cases.actions import note_likeness
from reports import actions
from reports.models import ReportStatus
from tests.factories.cases import caseworker
from tests.factories.programmes import AwardIndicatorFactory, TargetFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
CHANGED = "This was changed after you opened the page."


def address_of(report):
    return reverse("reports:report-approve", args=[report.pk])


def ticked(page):
    """What the page sends when she has ticked everything that is lacking."""
    fields = [dict(re.findall(r'(\w+)="([^"]*)"', one)) for one in re.findall(r"<input[^>]*>", page.text)]
    sent = {"version": [], "confirmed": []}
    for field in fields:
        sent.get(field.get("name"), []).append(field["value"])
    return sent


def status_of(report):
    report.refresh_from_db()
    return report.status


def test_she_approves_the_figures_that_she_has_read(helped, made, desk):
    helped(date(2010, 11, 2))
    report = made()

    answer = desk.post(address_of(report), ticked(desk.get(address_of(report))))

    assert (answer.status_code, status_of(report)) == (302, ReportStatus.APPROVED)
    assert report.confirmed == ["targets"]


def test_a_page_opened_before_the_figures_were_counted_anew_approves_nothing(helped, made, desk):
    helped(date(2010, 11, 2))
    opened = ticked(desk.get(address_of(made())))
    helped(date(2010, 11, 3))
    report = made()

    pages = [desk.post(address_of(report), opened) for _twice in range(2)]

    assert [(page.status_code, CHANGED in page.text) for page in pages] == [(422, True)] * 2
    assert status_of(report) == ReportStatus.DRAFT


def test_from_a_report_opened_before_it_was_counted_anew_she_is_led_to_its_new_figures(helped, made, desk):
    helped(date(2010, 11, 2))
    page = desk.get(made().get_absolute_url())
    [link] = re.findall(r'href="([^"]+/approve/[^"]*)"', page.text)
    report = made()

    answer = desk.get(link, follow=True)

    assert answer.redirect_chain == [(report.get_absolute_url(), 302)]
    assert CHANGED in answer.text


def test_a_finding_that_changed_after_she_read_it_is_not_confirmed(helped, made, desk, office):
    one, two = helped(date(2010, 11, 2)), helped(date(2010, 11, 3))
    three = helped(date(2010, 11, 4))
    note_likeness(one.person, two.person, by=caseworker(office))
    opened = ticked(desk.get(address_of(made())))
    note_likeness(one.person, three.person, by=caseworker(office))
    report = made()

    page = desk.post(address_of(report), opened | {"version": report.version})

    assert page.status_code == 422
    assert "What is lacking changed after you read it. Read it again." in page.text
    assert status_of(report) == ReportStatus.DRAFT


def test_an_explanation_rewritten_after_she_read_it_is_not_approved_with_the_figures(
    award, helped, made, desk, manager
):
    helped(date(2010, 11, 2))
    TargetFactory(row=AwardIndicatorFactory(award=award, indicator="VIC-NEW"), period="FY2011-Q1", value=10)
    report = made()
    facts = {"cause": "access", "explanation": "The road was closed."}
    said = actions.explain_deviation(report, by=manager, code="VIC-NEW", **facts)
    opened = ticked(desk.get(address_of(report)))
    actions.change_explanation(said, by=manager, explanation="The bridge fell.")

    page = desk.post(address_of(report), opened)

    assert (page.status_code, CHANGED in page.text) == (422, True)
    assert status_of(report) == ReportStatus.DRAFT


def test_while_it_is_counted_anew_nobody_approves_it(helped, made, desk, manager):
    helped(date(2010, 11, 2))
    report = made()
    opened = ticked(desk.get(address_of(report)))
    actions.ask_for_report(report.award, by=manager, template=report.kind, period=report.stretch)

    page = desk.post(address_of(report), opened)

    assert page.status_code == 422
    assert "The figures are being counted anew." in page.text
    assert "/approve/" not in desk.get(report.get_absolute_url()).text
    with pytest.raises(ValidationError, match="being counted"):
        actions.approve_report(report, by=manager, confirmed=["targets"])
    assert status_of(report) == ReportStatus.DRAFT


def test_a_count_that_was_given_up_leaves_the_figures_that_stand_to_be_approved(
    helped, made, manager, given_up
):
    helped(date(2010, 11, 2))
    report = made()
    actions.ask_for_report(report.award, by=manager, template=report.kind, period=report.stretch)
    given_up(report)

    assert actions.approve_report(report, by=manager, confirmed=["targets"]).is_approved
