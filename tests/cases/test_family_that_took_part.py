"""Somebody of her family took part, or may have: what that consents to, whom to call, where she goes."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from cases import actions
from cases.grounds import lets_keep
from cases.models import Ground, Point, Relative, Task
from reintegration.actions import begin_placement, change_placement
from tests.cases.intake.conftest import INVOLVED, page, said
from tests.factories.cases import OPENED, caseworker, opened_case
from tests.shelters.conftest import browser_of
from tests.work.crowd import Crossing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
CONSENT = {
    "answer": "given", "purposes": ["data_processing"], "giver": "parent", "assent": "given",
    "points_told": [str(point) for point in Point],
}  # fmt: skip


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def child():
    found = opened_case(majority="minor")
    actions.record_ground(found, by=found.worker, kind="duty_to_report", since=OPENED)
    return found


def somebody(case, **facts):
    return actions.add_relative(case, by=case.worker, **{"relation": "mother"} | facts)


def consented(case, relative, **facts):
    consent = CONSENT | {"kind": "consent", "since": OPENED, "relative": relative}
    return actions.record_ground(case, by=case.worker, **consent | facts)


def waiting():
    return sorted(set(Task.objects.open().values_list("kind", flat=True)))


@pytest.mark.parametrize("involved", ["yes", "suspected"])
def test_a_consent_is_in_doubt_once_it_is_found_that_its_giver_took_part(child, involved):
    mother = somebody(child)
    ground = consented(child, mother)
    actions.end_ground(
        Ground.objects.get(kind="duty_to_report"), by=child.worker, ended_on=timezone.localdate()
    )
    assert lets_keep(child)

    actions.change_relative(mother, by=child.worker, case=child, involved=involved)

    ground.refresh_from_db()
    assert (ground.doubted_on, lets_keep(child)) == (timezone.localdate(), False)
    assert waiting() == ["consent_of_involved", "data_without_ground"]
    asked = Task.objects.filter(kind="consent_of_involved")
    assert {task.assignee for task in asked} == {child.worker, None}
    ledger = browser_of(child.worker).get(page(child, "ground")).content.decode()
    assert "Mother took part in what was done, or may have" in ledger


def test_consents_of_all_her_cases_are_in_doubt(child):
    again = opened_case(caseworker(), person=child.person, majority="minor")
    mother = somebody(child)
    there = consented(again, mother)

    actions.change_relative(mother, by=child.worker, case=child, involved="yes")

    there.refresh_from_db()
    assert there.doubted_on == timezone.localdate()
    assert Task.objects.open().filter(case=again, kind="consent_of_involved", assignee=again.worker).exists()


@pytest.mark.parametrize(("giver", "asked"), [("parent", ["who_consented"]), ("state_guardian", [])])
def test_of_a_consent_of_which_nobody_says_who_of_the_family_gave_it_the_team_is_asked(child, giver, asked):
    consented(child, None, giver=giver)

    somebody(child, involved="suspected")

    assert waiting() == asked


@pytest.mark.parametrize("how", ["cleared", "withdrawn"])
def test_what_turns_out_otherwise_lets_the_consent_hold_again_and_asks_no_more(child, how):
    mother = somebody(child)
    ground = consented(child, mother)
    actions.change_relative(mother, by=child.worker, case=child, involved="suspected")

    if how == "cleared":
        actions.change_relative(mother, by=child.worker, case=child, involved="no")
    else:
        actions.withdraw_relative(mother, by=child.worker, case=child, withdrawn_reason="Of another case")

    ground.refresh_from_db()
    assert (ground.doubted_on, waiting()) == (None, [])


def test_a_mended_age_does_not_let_a_consent_hold_again_whose_giver_took_part(child):
    mother = somebody(child)
    ground = consented(child, mother)
    actions.change_relative(mother, by=child.worker, case=child, involved="yes")

    for majority, why in (("adult", "wrong"), ("minor", "")):
        actions.edit_basics(child.person, by=child.worker, case=child, majority=majority, why_adult=why)

    ground.refresh_from_db()
    assert ground.doubted_on is not None


def test_the_consent_of_a_relative_who_took_part_is_refused_without_a_tick(child):
    mother = somebody(child, involved="yes")
    desk = browser_of(child.worker)
    typed = CONSENT | {"since": "02/03/2026", "relative": str(mother.pk)}

    answer = desk.post(page(child, "ground/consent"), typed)

    assert (answer.status_code, said(answer)) == (422, {"relative": [INVOLVED]})
    with pytest.raises(ValidationError):
        consented(child, mother)


def test_the_consent_of_a_relative_who_is_suspected_is_kept_and_lets_nothing_be_done(child):
    mother = somebody(child, involved="suspected")

    browser_of(child.worker).post(
        page(child, "ground/consent"), CONSENT | {"since": "02/03/2026", "relative": str(mother.pk)}
    )

    ground = Ground.objects.get(kind="consent")
    assert (ground.relative, ground.doubted_on) == (mother, timezone.localdate())
    assert waiting() == ["consent_of_involved"]


@pytest.mark.parametrize(
    ("of", "giver"), [("other", "parent"), ("own", "state_guardian"), ("withdrawn", "parent")]
)
def test_only_somebody_of_her_family_who_may_answer_is_named(child, of, giver):
    other = opened_case(child.worker, majority="minor")
    actions.record_ground(other, by=child.worker, kind="duty_to_report", since=OPENED)
    relative = somebody(other if of == "other" else child)
    if of == "withdrawn":
        actions.withdraw_relative(relative, by=child.worker, case=child, withdrawn_reason="Mistake")

    with pytest.raises(ValidationError) as refused:
        consented(child, relative, giver=giver)

    assert list(refused.value.message_dict) == ["relative"]


def test_a_consent_may_name_nobody_of_the_family(child):
    assert consented(child, None).relative is None


def test_whoever_took_part_and_stands_as_safe_to_call_is_looked_at_again(child):
    safe = {"safe_to_contact": "yes", "said_by": "person", "said_on": OPENED}
    mother = somebody(child, **safe)
    assert waiting() == []

    actions.change_relative(mother, by=child.worker, case=child, involved="suspected")

    assert waiting() == ["involved_is_called"]
    actions.finish_task(Task.objects.open().get(), by=child.worker, outcome="She calls from the office.")
    actions.change_relative(mother, by=child.worker, case=child, country="GT")
    assert waiting() == []


@pytest.mark.parametrize(
    ("kind", "facts", "asked"),
    [
        ("nuclear_family", {"involved": "yes"}, ["unsafe_family"]),
        ("extended_family", {"suitable": "no"}, ["unsafe_family"]),
        ("nuclear_family", {"involved": "no", "suitable": "yes"}, []),
        ("independent_living", {"involved": "yes"}, []),
    ],
)
def test_who_goes_home_to_family_that_is_not_safe_is_looked_after_and_nothing_is_refused(
    child, kind, facts, asked
):
    somebody(child, **facts)

    placement = begin_placement(child, by=child.worker, kind=kind, since=timezone.localdate())

    assert (placement.kind, waiting()) == (kind, asked)


def test_the_same_where_it_is_written_later_that_she_lives_with_family(child):
    somebody(child, suitable="no")
    placement = begin_placement(child, by=child.worker, kind="independent_living", since=timezone.localdate())

    change_placement(placement, by=child.worker, kind="nuclear_family")

    assert waiting() == ["unsafe_family"]


def test_with_whom_she_cannot_live_is_asked_of_her_family_alone(child):
    other = opened_case(child.worker)
    actions.record_ground(other, by=child.worker, kind="duty_to_report", since=OPENED)
    unsafe = [somebody(child, involved="suspected"), somebody(child, relation="uncle", suitable="no")]
    somebody(child, relation="aunt")
    gone = somebody(child, relation="father", involved="yes")
    actions.withdraw_relative(gone, by=child.worker, case=child, withdrawn_reason="Mistake")
    somebody(other, involved="yes")

    assert list(Relative.objects.unsafe_destinations(child.person)) == unsafe


def test_beside_her_own_telephones_and_where_she_lives_stands_who_is_not_to_be_called(child):
    no = {"safe_to_contact": "no", "said_by": "person", "said_on": OPENED}
    somebody(child, relation="stepfather", **no)
    placement = begin_placement(child, by=child.worker, kind="nuclear_family", since=timezone.localdate())
    desk = browser_of(child.worker)

    pages = [page(child, "person"), f"/placements/{placement.pk}/"]

    assert ["Do not contact: Stepfather" in desk.get(one).content.decode() for one in pages] == [True, True]


@pytest.mark.parametrize("seed", range(12))
def test_who_marks_her_and_who_writes_her_consent_at_once_leave_no_consent_that_holds(committed_db, seed):
    case = opened_case(majority="minor")
    actions.record_ground(case, by=case.worker, kind="duty_to_report", since=OPENED)
    mother, again = somebody(case), opened_case(caseworker(), person=case.person, majority="minor")

    answers = Crossing(seed).together(
        lambda: actions.change_relative(mother, by=case.worker, case=case, involved="suspected"),
        lambda: consented(again, Relative.objects.get(pk=mother.pk)),
    )

    assert [one for one in answers if isinstance(one, Exception)] == []
    assert Ground.objects.get(kind="consent").doubted_on is not None


@pytest.mark.parametrize("seed", range(6))
def test_two_aunts_who_are_written_down_at_once_are_told_apart(committed_db, seed):
    case = opened_case()
    actions.record_ground(case, by=case.worker, kind="duty_to_report", since=OPENED)
    other = opened_case(caseworker(), person=case.person)
    actions.record_ground(other, by=other.worker, kind="duty_to_report", since=OPENED)

    answers = Crossing(seed).together(*(partial(somebody, one, relation="aunt") for one in (case, other)))

    assert sorted(one.number for one in answers) == [1, 2]
