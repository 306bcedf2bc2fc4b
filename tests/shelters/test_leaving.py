"""Somebody leaves a shelter: always recorded, her bed is free, and whoever follows her begins."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.doors import Refused
from cases import dependants
from cases.models import Task
from cases.rules import level_of
from reintegration.models import BEGUN_BY_EXIT, Placement
from shelters import actions
from shelters.models import Stay
from tests.factories.cases import caseworker, working_office
from tests.factories.shelters import admitted, beds_of, case_for, left, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of

pytestmark = pytest.mark.django_db
NIGHT, GONE = date(2026, 3, 2), date(2026, 8, 20)
EXITS = [
    ("family", "nuclear_family"),
    ("extended_family", "extended_family"),
    ("substitute_family", "substitute_family"),
    ("independent_living", "independent_living"),
    ("semi_independent", "independent_living"),
    ("return_country", "return_abroad"),
]


def placements_of(case):
    return [(one.kind, one.since, one.until) for one in Placement.objects.standing().filter(case=case)]


def test_her_bed_is_free_from_the_night_on_which_she_left(shelter, staff):
    bed = beds_of(shelter)[0]
    stay = admitted(shelter, bed=bed)

    stay = left(stay, by=staff, on=GONE, to="voluntary_exit", exit_decided_by="person", exit_details="By bus")

    assert (stay.left_on, stay.exit_reason, stay.exit_decided_by) == (GONE, "voluntary_exit", "person")
    assert (stay.exit_details, stay.nights) == ("By bus", 171)
    assert admitted(shelter, on=GONE, bed=bed).beds.get().since == GONE


def test_the_shelter_no_longer_opens_her_case(shelter, staff, case):
    stay = admitted(shelter, by=staff, case=case)

    left(stay, by=staff, on=timezone.localdate())

    assert level_of(staff, case) is None
    assert Stay.objects.visible_to(staff).get() == stay


@pytest.mark.parametrize(("destination", "kind"), EXITS)
def test_an_exit_to_a_home_begins_a_placement_the_same_day(shelter, case, destination, kind):
    left(admitted(shelter, case=case), on=GONE, to=destination)

    assert placements_of(case) == [(kind, GONE, None)]


def test_every_exit_that_begins_a_placement_is_tried():
    assert {code for code, _kind in EXITS} == set(BEGUN_BY_EXIT)


@pytest.mark.parametrize("destination", ["other_shelter", "hospital", "death", "left_without_notice"])
def test_other_exits_begin_nothing(shelter, case, destination):
    left(admitted(shelter, case=case), on=GONE, to=destination)

    assert placements_of(case) == []


def test_where_the_placement_cannot_begin_the_exit_is_not_recorded_either(shelter, case, monkeypatch):
    def fail(*args, **facts):
        raise ValidationError("nothing")

    stay = admitted(shelter, case=case)
    monkeypatch.setitem(dependants._added, "reintegration", {"after_exit": fail})

    with pytest.raises(ValidationError):
        left(stay, on=GONE)

    stay.refresh_from_db()
    assert (stay.left_on, stay.version) == (None, 1)


def test_each_end_of_a_stay_has_the_age_band_of_its_own_day(shelter, case):
    person = case.person
    person.birth_date, person.birth_precision, person.birth_year = date(2008, 8, 20), "day", 2008
    person.save()

    stay = left(admitted(shelter, case=case), on=GONE)

    assert (stay.age_from, stay.child, stay.left_age_from, stay.left_child) == (15, True, 18, False)
    placement = Placement.objects.get()
    assert (placement.age_from, placement.child) == (18, False)


def test_the_caseworker_may_record_an_exit_a_stranger_may_not(shelter, case):
    stay = admitted(shelter, case=case)

    with pytest.raises(Refused):
        left(stay, by=caseworker(working_office(shelter.office.organisation)))

    assert left(stay, by=case.worker, on=GONE).left_on == GONE


def test_an_exit_before_she_came_or_on_a_day_to_come_is_refused(shelter):
    stay = admitted(shelter)

    for day in (NIGHT - timedelta(days=1), timezone.localdate() + timedelta(days=1)):
        with pytest.raises(ValidationError):
            left(stay, on=day)


def test_she_leaves_once(shelter):
    today = timezone.localdate()
    stay = left(admitted(shelter), on=today)

    with pytest.raises(ValidationError, match="already written"):
        left(stay, on=today)


def test_what_the_shelter_still_had_to_ask_is_done_with(shelter, staff, case):
    stay = admitted(shelter, by=staff, case=case)

    left(stay, by=staff, on=GONE)

    # What the team of the case had to do goes on without the stay.
    of_the_team = ["risk_assessment", "shelter_unannounced"]
    assert sorted(Task.objects.open().values_list("kind", flat=True)) == of_the_team


def test_who_comes_back_ends_her_placement_that_day(shelter, case):
    left(admitted(shelter, case=case), on=date(2026, 5, 1))

    admitted(shelter, case=case, on=GONE, admission_reason="readmission")

    assert placements_of(case) == [("nuclear_family", date(2026, 5, 1), GONE)]


# A stay that was written wrongly


def corrected(stay, by, **facts):
    usual = {
        name: getattr(stay, name)
        for name in (
            "admitted_on", "admission_reason", "expected_exit_on", "left_on", "exit_reason",
            "exit_decided_by", "exit_details",
        )
    }  # fmt: skip
    return actions.change_stay(stay, by=by, **usual | facts)


def test_corrected_days_take_bed_age_and_placement_along(shelter, head, case):
    person = case.person
    person.birth_date, person.birth_precision, person.birth_year = date(2008, 8, 20), "day", 2008
    person.save()
    stay = left(admitted(shelter, case=case, bed=beds_of(shelter)[0]), on=GONE)

    stay = corrected(stay, head, admitted_on=date(2026, 3, 1), left_on=date(2026, 8, 19))

    bed = stay.beds.get()
    assert (bed.since, bed.until) == (date(2026, 3, 1), date(2026, 8, 19))
    assert (stay.left_age_from, stay.left_child) == (15, True)
    assert placements_of(case) == [("nuclear_family", date(2026, 8, 19), None)]
    assert Placement.objects.get().child is True


@pytest.mark.parametrize(
    ("beside", "days"),
    [
        ("admitted_on", {"admitted_on": NIGHT + timedelta(days=20)}),
        ("left_on", {"left_on": NIGHT + timedelta(days=70)}),
    ],
)
def test_days_on_which_she_lives_elsewhere_are_refused_beside_the_one_that_moved(
    shelter, head, case, beside, days
):
    _earlier, stay, _later = (
        left(admitted(shelter, case=case, on=NIGHT + timedelta(days=first)), on=NIGHT + timedelta(days=last))
        for first, last in [(0, 30), (30, 60), (60, 90)]
    )

    with pytest.raises(ValidationError) as refused:
        corrected(stay, head, **days)

    assert refused.value.message_dict == {beside: ["She already lives in a shelter at that time."]}


def test_another_destination_changes_or_withdraws_the_placement(shelter, head, case):
    stay = left(admitted(shelter, case=case), on=GONE)

    stay = corrected(stay, head, exit_reason="substitute_family")
    assert placements_of(case) == [("substitute_family", GONE, None)]
    stay = corrected(stay, head, exit_reason="hospital")
    assert placements_of(case) == []
    corrected(stay, head, exit_reason="independent_living")
    assert placements_of(case) == [("independent_living", GONE, None)]
    assert Placement.objects.exclude(withdrawn_at=None).count() == 1


def test_an_exit_of_the_wrong_person_is_taken_back(shelter, staff, case):
    stay = admitted(shelter, by=staff, case=case, bed=beds_of(shelter)[0])
    stay = left(stay, by=staff, on=timezone.localdate())

    stay = actions.take_back_exit(stay, by=staff)

    assert (stay.left_on, stay.exit_reason, stay.left_child) == (None, None, None)
    assert (stay.beds.get().until, placements_of(case)) == (None, [])
    assert level_of(staff, case) == "assistance"


def test_a_bed_that_another_has_by_now_stays_hers(shelter, head, case):
    bed = beds_of(shelter)[0]
    stay = left(admitted(shelter, case=case, bed=bed), on=GONE)
    other = admitted(shelter, on=GONE, bed=bed)

    stay = actions.take_back_exit(stay, by=head)

    assert (stay.beds.get().until, other.beds.get().until) == (GONE, None)
    assert list(Stay.objects.without_bed(timezone.localdate())) == [stay]


def test_a_stay_that_never_was_is_withdrawn_and_counts_nowhere(shelter, staff, case):
    left(admitted(shelter, case=case), on=date(2026, 5, 1))
    stay = admitted(shelter, by=staff, case=case, on=GONE, bed=beds_of(shelter)[0])

    actions.withdraw_stay(stay, by=staff, reason="It was another girl")

    stay.refresh_from_db()
    assert (stay.withdrawn_reason, stay.is_open) == ("It was another girl", False)
    assert list(Stay.objects.on(GONE)) == []
    assert placements_of(case) == [("nuclear_family", date(2026, 5, 1), None)]
    assert admitted(shelter, case=case_for(shelter), on=GONE, bed=beds_of(shelter)[0]).beds.count() == 1
    with pytest.raises(ValidationError, match="withdrawn"):
        left(stay, on=GONE)


def test_a_stay_is_not_ended_or_opened_again_by_its_correction(shelter, staff):
    stay = admitted(shelter)

    with pytest.raises(ValidationError, match="exit of the stay"):
        corrected(stay, staff, left_on=GONE)


def test_two_who_correct_one_stay_see_both_versions(desk, shelter, staff):
    stay = admitted(shelter)
    corrected(stay, staff, admission_reason="court_order")

    answer = desk.post(
        reverse("shelters:stay-change", args=[stay.pk]),
        {
            "admitted_on": "01/03/2026", "admission_reason": "emergency", "expected_exit_on": "02/09/2026",
            "version": "1",
        },
    )  # fmt: skip

    assert answer.status_code == 409
    assert [(one.yours, one.theirs) for one in answer.context["differences"]] == [
        ("Emergency", "Court order")
    ]
    stay.refresh_from_db()
    assert stay.admission_reason == "court_order"


def test_the_page_records_an_exit_and_keeps_what_was_typed_when_it_cannot(shelter, staff):
    stay, desk = admitted(shelter), browser_of(staff)
    url, typed = reverse("shelters:stay-exit", args=[stay.pk]), {
        "left_on": "20/08/2026", "exit_reason": "family", "exit_details": "With her aunt",
    }  # fmt: skip

    asked = desk.post(url, typed)
    done = desk.post(url, typed | {"exit_decided_by": "person"})

    assert (asked.status_code, list(asked.context["form"].errors)) == (422, ["exit_decided_by"])
    assert "With her aunt" in asked.content.decode()
    assert (done.status_code, Stay.objects.get().left_on) == (302, GONE)


def test_another_shelters_staff_does_not_know_the_stay(shelter):
    stay, elsewhere = admitted(shelter), shelter_of(shelter.office.organisation)

    answer = browser_of(shelter_staff(elsewhere)).get(reverse("shelters:stay", args=[stay.pk]))

    assert answer.status_code == 404
