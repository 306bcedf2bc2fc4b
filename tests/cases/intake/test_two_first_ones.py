"""Two people fill in a page of the intake that nobody had filled in before: neither erases the other."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases import actions
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


BEFORE = {"needs": ["food"], "wishes": "To study", "health_alert": "Penicillin"}


@pytest.fixture
def asked_last_month(case, worker):
    """What stands in the page of whoever opens it today."""
    asked = timezone.localdate() - timedelta(days=30)
    return actions.record_needs(case, by=worker, on=asked, **BEFORE)


def two_versions(answer):
    """Whom the page asks about what: `({both wrote: (hers, theirs)}, {one wrote: whose is offered})`."""
    assert answer.status_code == 409
    both = {one.name: (one.yours, one.theirs) for one in answer.context["differences"]}
    return both, {one.name: one.keep for one in answer.context["of_one"]}


@pytest.mark.parametrize(
    ("first", "second", "both", "of_one"),
    [
        # The first adds to the alert, the second writes other wishes and leaves the alert of last month.
        (
            {"health_alert": "Penicillin, latex"},
            {"wishes": "To go home"},
            {},
            {"health_alert": "theirs", "wishes": "yours"},
        ),
        # The first writes other wishes, the second takes out an alert that holds no more.
        (
            {"wishes": "To go home"},
            {"health_alert": ""},
            {},
            {"wishes": "theirs", "health_alert": "yours"},
        ),
        # Both write of the alert: one more to it, one takes it out.
        (
            {"health_alert": "Penicillin, latex"},
            {"health_alert": ""},
            {"health_alert": ("", "Penicillin, latex")},
            {},
        ),
        # Of the kinds of help the first adds one, the second takes out the one of last month.
        (
            {"needs": ["food", "clothing"]},
            {"needs": [], "wishes": "To study now"},
            {"needs": ("", "Food, Clothing")},
            {"wishes": "yours"},
        ),
    ],
)
def test_what_stood_there_of_last_month_is_what_the_second_saw(
    desk, other, case, asked_last_month, first, second, both, of_one
):
    assert desk.post(page(case, "needs"), BEFORE | first).status_code == 302

    late = other.post(page(case, "needs"), BEFORE | second)

    assert two_versions(late) == (both, of_one)


def test_who_confirms_what_is_offered_drops_nothing_of_the_first(desk, other, case, asked_last_month):
    desk.post(page(case, "needs"), BEFORE | {"health_alert": "Penicillin, latex"})

    late = other.post(page(case, "needs"), BEFORE | {"wishes": "To go home"})
    keep = {f"keep_{one.name}": one.keep for one in late.context["of_one"]}
    sent = dict(late.context["typed"]) | keep | {"version": late.context["version"]}
    assert other.post(page(case, "needs"), sent).status_code == 302

    today = case.needs.get(on=timezone.localdate())
    assert (today.wishes, today.health_alert) == ("To go home", "Penicillin, latex")


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
