"""Two people fill in a page of the intake that nobody had filled in before: neither erases the other."""

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Exploitation, Needs
from tests.cases.intake.conftest import BACKEND, agreed, page
from tests.factories.cases import supervisor

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(case, worker):
    """Her supervisor's browser."""
    boss, browser = supervisor(case.office), Client()
    browser.force_login(boss, backend=BACKEND)
    browser.cookies["language"] = "en"
    return browser


def test_what_only_the_first_wrote_stays_unless_the_second_takes_it_out(desk, other, case, worker):
    agreed(case, worker)
    first = {"acts": ["recruitment"], "purposes": ["sexual"], "account": "He promised her work"}
    assert desk.post(page(case, "exploitation"), first).status_code == 302

    late = other.post(page(case, "exploitation"), {"place": "Zona 4"})

    shown = {one.name: (one.theirs, one.keep) for one in late.context["of_one"]}
    assert late.status_code == 409
    assert late.context["changed_by"] == worker
    assert shown["account"] == ("He promised her work", "theirs")
    assert {name: keep for name, (_theirs, keep) in shown.items()} == {
        "acts": "theirs",
        "purposes": "theirs",
        "account": "theirs",
        "place": "yours",
    }
    keep = {f"keep_{name}": keep for name, (_theirs, keep) in shown.items()}
    sent = dict(late.context["typed"]) | keep | {"version": late.context["version"]}
    assert other.post(page(case, "exploitation"), sent).status_code == 302
    event = Exploitation.objects.get()
    assert (event.acts, event.purposes, event.account) == (
        ["recruitment"],
        ["sexual"],
        "He promised her work",
    )
    assert event.place == "Zona 4"


def test_what_both_wrote_is_chosen_by_nobody_beforehand(desk, other, case, worker):
    agreed(case, worker)
    asked = {"on": timezone.localdate().strftime("%d/%m/%Y"), "needs": ["food"]}
    desk.post(page(case, "needs"), asked | {"wishes": "To study", "health_alert": "Allergic to penicillin"})

    late = other.post(page(case, "needs"), asked | {"wishes": "To go home"})

    assert [(one.name, one.yours, one.theirs) for one in late.context["differences"]] == [
        ("wishes", "To go home", "To study")
    ]
    kept = [(one.name, one.keep) for one in late.context["of_one"]]
    assert ("health_alert", "theirs") in kept
    assert Needs.objects.get().wishes == "To study"
