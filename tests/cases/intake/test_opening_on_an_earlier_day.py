"""A case that was opened on paper before is entered with the day on which it was opened."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Draft, Task
from tests.cases.intake.test_opening_a_case import NEW, TO_COME, TYPED, sentences, typed
from tests.factories.cases import caseworker, working_office
from tests.shelters.conftest import browser_of, in_english, program_of

__all__ = ["in_english"]
pytestmark = pytest.mark.django_db
DAY = "2026-03-05"
SAY_FROM = "Say from what the case is entered later: it was opened before today."


@pytest.fixture
def office():
    return working_office()


@pytest.fixture
def desk(office):
    return browser_of(caseworker(office))


def test_a_case_from_a_paper_file_is_opened_on_its_own_day(desk, office):
    desk.post(NEW, typed(office, on="05/03/2026", entered_from="paper"))

    case = Case.objects.get()
    assert (case.opened_on.isoformat(), case.entered_from, case.number[:3]) == (DAY, "paper", "26-")
    assert case.status_changes.get().on == case.opened_on


def test_a_program_says_the_day_too_and_without_it_the_case_is_opened_today(office):
    program, asked = program_of(caseworker(office)), TYPED | {"office": str(office.pk)}

    earlier = program.post("/api/v1/cases/", asked | {"on": DAY, "entered_from": "other_program"})
    today = program.post("/api/v1/cases/", asked)

    assert (earlier.status_code, earlier.json()["opened_on"]) == (201, DAY)
    assert (today.status_code, today.json()["opened_on"]) == (201, timezone.localdate().isoformat())
    assert {case.entered_from for case in Case.objects.all()} == {"other_program", ""}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"on": "05/03/2026"}, {"entered_from": [SAY_FROM]}),
        ({"entered_from": "paper"}, {"on": ["Write the day on which the case was opened."]}),
        ({"on": "31/12/2099"}, {"on": [TO_COME]}),
        (
            {"on": "05/03/2026", "entered_from": "paper", "found_on": "06/03/2026"},
            {"found_on": ["The first contact is later than the opening of the case. Check both days."]},
        ),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(desk, office, said, wrong):
    answer = desk.post(NEW, typed(office, **said))

    assert (answer.status_code, sentences(answer), Case.objects.count()) == (422, wrong, 0)


def test_nobody_says_that_a_case_comes_from_the_demonstration(desk, office):
    answer = desk.post(NEW, typed(office, on="05/03/2026", entered_from="demo"))

    assert list(sentences(answer)) == ["entered_from"]


def test_that_she_is_in_danger_now_calls_the_supervisors_from_whatever_it_is_entered(desk, office):
    desk.post(NEW, typed(office, on="05/03/2026", entered_from="paper", danger="yes"))

    assert [(task.kind, task.due_on) for task in Task.objects.all()] == [("danger", timezone.localdate())]


def test_a_page_or_a_draft_of_yesterday_opens_the_case_on_the_day_on_which_it_is_saved(
    desk, office, monkeypatch
):
    form = desk.get(NEW).context["form"]
    left = typed(office, **{name: form[name].value() or "" for name in ("on", "entered_from")})
    key = "9f0f1a53-9a5b-4a8e-8f55-0e9f4dbd3b39"
    desk.post(reverse("cases:case-create-draft"), left | {"draft": key})
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_given: tomorrow)

    resumed = desk.get(f"{NEW}?draft={Draft.objects.get().pk}").context["form"]
    again = left | {name: resumed[name].value() or "" for name in ("on", "entered_from")}
    answer = desk.post(NEW, again | {"draft": key})

    assert (answer.status_code, Case.objects.get().opened_on) == (302, tomorrow)
