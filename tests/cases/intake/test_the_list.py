"""The intake is a list of short pages, each with how far it has come."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
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


def asked(desk, url):
    """How often a page asks the database, once the session has been written."""
    desk.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(url).status_code == 200
    return len(queries)


def test_the_list_asks_the_database_as_often_with_one_draft_as_with_three(desk, case):
    desk.post(page(case, "drafts/needs"), {"wishes": "x"})
    with_one = asked(desk, f"/cases/{case.number}/intake/")

    for name in ("identification", "identification:basics"):
        desk.post(page(case, f"drafts/{name}"), {"found_place": "x", "sex": "F"})

    assert asked(desk, f"/cases/{case.number}/intake/") == with_one


def test_the_ledger_asks_the_database_as_often_with_one_ground_as_with_three(desk, case, worker):
    agreed(case, worker)
    with_one = asked(desk, page(case, "ground"))

    for _ in range(2):
        agreed(case, worker)

    assert (len(desk.get(page(case, "ground")).context["grounds"]), asked(desk, page(case, "ground"))) == (
        3,
        with_one,
    )
