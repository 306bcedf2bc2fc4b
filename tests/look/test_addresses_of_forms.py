"""An address that only takes a form, opened by hand or by a reload, says so and shows a way on."""

import pytest
from django.urls import reverse

from tests.factories.cases import opened_case
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
SAYS = "This address only takes what a form sends, and shows nothing by itself."


def test_the_way_on_is_the_page_that_it_belongs_to():
    case = opened_case()
    desk = browser_of(case.worker)

    answer = desk.get(reverse("cases:case-reveal", args=[case.number]))

    page = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert SAYS in page
    assert 'href="../"' in page
    assert case.code_name not in page


def test_where_nothing_stands_directly_above_it_leads_further_up():
    case = opened_case()
    desk = browser_of(case.worker)

    page = desk.get(reverse("cases:intake-draft", args=[case.number, "needs"])).content.decode()

    assert SAYS in page
    assert 'href="../../"' in page


def test_another_row_and_none_are_answered_alike():
    case, foreign = opened_case(), opened_case()
    desk = browser_of(case.worker)

    pages = [
        desk.get(reverse("cases:case-reveal", args=[number])).content.decode()
        for number in (case.number, foreign.number, "26-9999-U")
    ]

    assert {page.count(SAYS) for page in pages} == {1}
    assert len({page.count("<a ") for page in pages}) == 1
    assert desk.post(reverse("cases:case-reveal", args=[foreign.number])).status_code == 404


def test_what_is_sent_to_a_page_that_takes_nothing_is_shown_again():
    worker = opened_case().worker

    answer = browser_of(worker).post(reverse("cases:cases"), {"text": "She wrote this at night"})

    assert answer.status_code == 405
    assert "takes nothing that is sent to it" in answer.content.decode()
    assert "She wrote this at night" in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_what_no_page_can_send_is_refused_without_a_page(method):
    case = opened_case()

    answer = getattr(browser_of(case.worker), method)(reverse("cases:cases"))

    assert (answer.status_code, answer["Allow"], answer.content) == (405, "GET", b"")


def test_a_program_is_answered_as_programs_are():
    case = opened_case()

    answer = program_of(case.worker).get(f"/api/v1/cases/{case.number}/close/")

    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
