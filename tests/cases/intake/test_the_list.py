"""The intake is a list of short pages, each with how far it has come."""

import pytest
from django.utils import timezone

from audit.models import Event
from tests.cases.intake.conftest import BACKEND, TODAY, agreed, page, states
from tests.factories.cases import supervisor, working_office

pytestmark = pytest.mark.django_db


def test_a_new_case_shows_what_is_done_what_is_not_and_what_waits(desk, case):
    assert states(desk, case) == {
        "identification": "done",
        "ground": "todo",
        "person": "waits",
        "exploitation": "waits",
        "needs": "todo",
    }


def test_it_shows_what_was_done_and_the_time_of_a_draft(desk, case, worker):
    agreed(case, worker)
    desk.post(page(case, "exploitation"), {"acts": ["recruitment"], "purposes": ["sexual"]})
    desk.post(page(case, "drafts/needs"), {"wishes": "To study"})

    assert states(desk, case) == {
        "identification": "done",
        "ground": "done",
        "person": "todo",
        "exploitation": "done",
        "needs": "draft",
    }
    assert (
        f"Draft saved {timezone.localtime():%H:}"
        in desk.get(f"/cases/{case.number}/intake/").content.decode()
    )


def test_saving_a_page_leads_to_the_next_that_is_not_done_or_back_to_the_list(desk, case):
    consent = {
        "answer": "given",
        "giver": "self_adult",
        "purposes": ["data_processing"],
        "since": str(TODAY()),
    }

    on = desk.post(page(case, "ground/consent"), consent)
    back = desk.post(page(case, "ground/consent"), consent | {"to-list": "1"})

    assert (on.url, back.url) == (page(case, "person"), f"/cases/{case.number}/intake/")


def test_each_page_that_is_opened_stands_in_the_trail(desk, case, worker):
    desk.get(page(case, "needs"))

    event = Event.objects.filter(verb="case.read").get()
    assert (event.subjects, event.actor, event.detail) == ([case.pk], worker.pk, ["intake_needs"])


def test_a_supervisor_of_the_office_fills_it_in_too_and_another_does_not_find_it(client, case):
    client.force_login(supervisor(case.office), backend=BACKEND)
    assert client.get(page(case, "ground")).status_code == 200

    client.force_login(supervisor(working_office(case.office.organisation)), backend=BACKEND)
    assert client.get(page(case, "ground")).status_code == 404


def test_the_list_asks_the_database_as_often_with_one_draft_as_with_three(
    desk, case, django_assert_max_num_queries
):
    for name in ("needs", "identification", "ground:consent"):
        desk.post(page(case, f"drafts/{name}"), {"found_place": "x", "wishes": "x", "authority": "x"})

    with django_assert_max_num_queries(32):
        assert desk.get(f"/cases/{case.number}/intake/").status_code == 200
