"""Two people write at once what was done to her, before anything stands there: it is one event, not two."""

import pytest
from django.db import transaction

from cases import actions
from cases.models import Case, Exploitation
from tests.cases.intake.conftest import agreed, page
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from tests.shelters.conftest import browser_of
from tests.work.crowd import Crossing, together
from work.errors import Stale

PLACES = ["Zona 4", "Zona 1", "Xela", "Cobán"]


@pytest.fixture
def case(committed_db):
    case = opened_case(caseworker(working_office()))
    agreed(case, case.worker)
    return case


def first_of(case, place):
    """Whoever saw nothing written yet writes where it was."""
    return lambda: actions.record_exploitation(
        Case.objects.get(pk=case.pk), by=case.worker, first=True, place=place
    )


def test_of_four_who_write_the_first_one_at_once_one_does_and_three_see_hers(case):
    answers = together(*[first_of(case, place) for place in PLACES])

    (written,) = Exploitation.objects.all()
    assert sorted(type(answer).__name__ for answer in answers) == ["Exploitation", *["Stale"] * 3]
    assert {(stale.row.pk, stale.row.place) for stale in answers if isinstance(stale, Stale)} == {
        (written.pk, written.place)
    }


def test_the_same_form_sent_twice_is_answered_by_what_it_wrote(case):
    send = {"by": case.worker, "first": True, "place": "Zona 4", "once": "a"}

    with transaction.atomic():
        one, again = (actions.record_exploitation(case, **send) for _time in range(2))

    assert one == again


@pytest.mark.parametrize("seed", range(4))
def test_on_the_page_what_both_wrote_is_chosen_and_nothing_of_either_is_lost(case, seed):
    sent = [
        (browser_of(case.worker), {"place": "Zona 4", "acts": ["recruitment"], "was_child": "no"}),
        (browser_of(supervisor(case.office)), {"place": "Zona 1", "country": "GT"}),
    ]
    calls = [
        lambda desk=desk, typed=typed: desk.post(page(case, "exploitation"), typed) for desk, typed in sent
    ]

    answers = Crossing(seed).together(*calls)

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    (late, (desk, typed)) = next(
        (answer, one) for answer, one in zip(answers, sent, strict=True) if answer.status_code == 409
    )
    assert [(one.name, one.yours) for one in late.context["differences"]] == [("place", typed["place"])]
    keep = {f"keep_{one.name}": one.keep or "yours" for one in asked_of(late)}
    chosen = dict(late.context["typed"]) | keep | {"version": late.context["version"]}
    assert desk.post(page(case, "exploitation"), chosen).status_code == 302
    event = Exploitation.objects.get()
    assert (event.place, event.acts, event.country) == (typed["place"], ["recruitment"], "GT")
    assert event.links.get().was_child is False


def asked_of(answer):
    return [*answer.context["differences"], *answer.context["of_one"]]
