"""A bed holds one person and a person sleeps in one bed, whoever writes and however many at once."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation

from audit.doors import Refused
from cases.models import Case, Person
from reintegration.models import Placement
from shelters import actions
from shelters.models import BedAssignment, Stay
from shelters.occupancy import Occupancy, occupancy_of
from tests.factories.shelters import admitted, beds_of, case_for, left, shelter_of, shelter_staff
from tests.work.crowd import together

pytestmark = pytest.mark.django_db
NIGHT, LATER = date(2026, 3, 2), date(2026, 3, 10)
TAKEN = "Somebody else sleeps in this bed at that time. Choose another."


def nights(stay):
    return [(str(one.bed), one.since, one.until) for one in stay.beds.order_by("since", "created_at")]


def refused(stay, by, **facts):
    with pytest.raises(ValidationError) as refusal:
        actions.move_bed(stay, by=by, **facts)
    return {field: errors[0] for field, errors in refusal.value.message_dict.items()}


def test_a_move_ends_one_bed_and_begins_the_next_the_same_night(shelter, staff):
    first, second, _third = beds_of(shelter)
    stay = admitted(shelter, bed=first)

    actions.move_bed(stay, by=staff, bed=second, since=LATER)

    assert nights(stay) == [("A-1", NIGHT, LATER), ("A-2", LATER, None)]
    assert [admitted(shelter, on=LATER, bed=first).beds.get().bed] == [first]


def test_a_bed_is_given_later(shelter, staff):
    stay = admitted(shelter)

    actions.move_bed(stay, by=staff, bed=beds_of(shelter)[0], since=LATER)

    assert nights(stay) == [("A-1", LATER, None)]


def test_whoever_sleeps_elsewhere_leaves_her_bed_to_others(shelter, staff):
    stay = admitted(shelter, bed=beds_of(shelter)[0])

    actions.move_bed(stay, by=staff, bed=None, since=LATER)

    assert nights(stay) == [("A-1", NIGHT, LATER)]


def test_moved_and_moved_again_the_same_day_the_last_bed_counts(shelter, staff):
    first, second, third = beds_of(shelter)
    stay = admitted(shelter, bed=first)

    for bed in (second, third):
        actions.move_bed(stay, by=staff, bed=bed, since=LATER)

    assert sorted(nights(stay), key=str) == [
        ("A-1", NIGHT, LATER), ("A-2", LATER, LATER), ("A-3", LATER, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"since": date(2026, 3, 1)}, "since"),
        ({"since": date(2999, 1, 1)}, "since"),
    ],
)
def test_a_move_before_she_came_or_on_a_day_to_come_is_refused(shelter, staff, facts, field):
    stay = admitted(shelter)

    assert list(refused(stay, staff, bed=beds_of(shelter)[0], **facts)) == [field]


def test_a_bed_that_is_taken_in_use_no_more_or_elsewhere_is_refused(shelter, staff, head):
    first, second, _third = beds_of(shelter)
    admitted(shelter, bed=first)
    actions.change_bed(second, by=head, since=second.since, until=date(2026, 3, 5))
    stay, other = admitted(shelter), shelter_of(shelter.office.organisation)

    assert refused(stay, staff, bed=first, since=LATER) == {"bed": TAKEN}
    assert refused(stay, staff, bed=second, since=NIGHT) == {"bed": "This bed is not in use at that time."}
    assert refused(stay, staff, bed=beds_of(other)[0], since=LATER) == {
        "bed": "This bed stands in another shelter."
    }


def test_beds_are_given_by_those_who_work_there(shelter, case):
    stay = admitted(shelter, case=case)

    for stranger in (case.worker, shelter_staff(shelter_of(shelter.office.organisation))):
        with pytest.raises(Refused):
            actions.move_bed(stay, by=stranger, bed=beds_of(shelter)[0], since=LATER)


def test_a_bed_somebody_sleeps_in_is_not_taken_away(shelter, head):
    bed = beds_of(shelter)[0]
    stay = admitted(shelter, bed=bed)

    with pytest.raises(ValidationError):
        actions.change_bed(bed, by=head, since=bed.since, until=LATER)
    left(stay, on=LATER)
    actions.change_bed(bed, by=head, since=bed.since, until=LATER)

    assert [str(one) for one in beds_of(shelter)[0].__class__.objects.standing(LATER).in_order()] == [
        "A-2", "A-3",
    ]  # fmt: skip


def test_a_stay_corrected_to_last_longer_ends_in_a_bed_on_the_day_on_which_the_bed_goes(shelter, head):
    bed, goes, left_on = beds_of(shelter)[0], date(2026, 3, 12), date(2026, 3, 20)
    stay = left(admitted(shelter, bed=bed), on=LATER)
    actions.change_bed(bed, by=head, since=bed.since, until=goes)
    stay.refresh_from_db()

    actions.change_stay(
        stay, by=head, admitted_on=NIGHT, expected_exit_on=stay.expected_exit_on, left_on=left_on
    )

    assert nights(stay) == [("A-1", NIGHT, goes)]
    assert occupancy_of([shelter], goes)[shelter.pk] == Occupancy(beds=2, taken=0, residents=1)


def test_a_stay_corrected_to_begin_before_its_bed_stood_sleeps_in_it_from_its_first_night(shelter, head):
    bed, stands = beds_of(shelter)[0], date(2026, 3, 1)
    actions.change_bed(bed, by=head, since=stands)
    stay = admitted(shelter, bed=bed)

    actions.change_stay(stay, by=head, admitted_on=date(2026, 2, 20), expected_exit_on=stay.expected_exit_on)

    assert nights(stay) == [("A-1", stands, None)]
    assert occupancy_of([shelter], date(2026, 2, 21))[shelter.pk] == Occupancy(2, 0, 1)


def test_on_the_page_the_bed_that_was_taken_meanwhile_is_said_beside_its_box(desk, shelter):
    stay, bed = admitted(shelter), beds_of(shelter)[0]
    admitted(shelter, bed=bed)

    answer = desk.post(
        reverse("shelters:stay-move", args=[stay.pk]), {"since": "02/03/2026", "bed": bed.pk, "once": "a"}
    )

    assert (answer.status_code, answer.context["form"].errors) == (422, {"bed": [TAKEN]})


def test_the_page_proposes_the_lowest_free_bed(desk, shelter):
    stay = admitted(shelter, bed=beds_of(shelter)[0])

    form = desk.get(reverse("shelters:stay-move", args=[stay.pk])).context["form"]

    assert form.initial["bed"] == beds_of(shelter)[1]
    assert [str(bed) for bed in form.fields["bed"].queryset] == ["A-2", "A-3"]


# What the data base keeps, whoever writes


def row(stay, bed, since, until=None):
    BedAssignment.objects.bulk_create(
        [BedAssignment(bed=bed, stay=stay, person_id=stay.person_id, since=since, until=until)]
    )


def test_no_statement_puts_two_people_into_one_bed(shelter):
    bed = beds_of(shelter)[0]
    admitted(shelter, bed=bed)

    with pytest.raises(IntegrityError, match="one_person_in_a_bed"), transaction.atomic():
        row(admitted(shelter), bed, LATER)


def test_no_statement_puts_one_person_into_two_beds(shelter):
    first, second, _third = beds_of(shelter)
    stay = admitted(shelter, bed=first)

    with pytest.raises(IntegrityError, match="one_bed_for_a_person"), transaction.atomic():
        row(stay, second, LATER)


def test_no_statement_lets_one_person_live_in_two_shelters(shelter, case):
    stay = admitted(shelter, case=case)
    twin = Stay.objects.get(pk=stay.pk)
    twin.pk, twin.admitted_on, twin.expected_exit_on = None, LATER, date(2026, 9, 1)
    twin.pk = stay.pk.__class__(int=stay.pk.int ^ 1)

    with pytest.raises(IntegrityError, match="one_stay_of_a_person_at_a_time"), transaction.atomic():
        Stay.objects.bulk_create([twin])


def test_no_statement_gives_a_stay_or_a_bed_to_somebody_else_than_the_case(shelter, case):
    stay = admitted(shelter, case=case, bed=beds_of(shelter)[0])
    other = case_for(shelter).person_id

    for model, name in ((Stay, "shelters_stay"), (BedAssignment, "shelters_bedassignment")):
        with pytest.raises(IntegrityError, match=f"{name}_follows_the_person"), transaction.atomic():
            model.objects.filter(pk__in=[stay.pk, stay.beds.get().pk]).update(person=other)


def test_where_a_case_turns_out_to_be_of_somebody_else_stay_bed_and_placement_go_along(shelter, case):
    stay = admitted(shelter, case=case, bed=beds_of(shelter)[0])
    left(stay, on=LATER)
    known = case_for(shelter).person_id

    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET person_id = %s WHERE id = %s", [known, case.pk])

    found = [model.objects.get().person_id for model in (Stay, BedAssignment, Placement)]
    assert (found, Case.objects.get(pk=case.pk).person_id) == ([known] * 3, known)
    assert Person.objects.filter(pk=case.person_id).exists()


def in_english(call):
    """The call as a thread of its own makes it: its language is nobody else's."""
    return translation.override("en")(call)


def test_of_eight_who_want_one_bed_one_has_it_and_seven_are_told(committed_db):
    shelter = shelter_of(beds=1)
    staff, [bed] = shelter_staff(shelter), beds_of(shelter)
    stays = [admitted(shelter) for _ in range(8)]

    def want(stay):
        return in_english(lambda: actions.move_bed(stay, by=staff, bed=bed, since=LATER))

    answers = together(*map(want, stays))

    told = [one.message_dict for one in answers if isinstance(one, ValidationError)]
    assert told == [{"bed": [TAKEN]}] * 7
    assert [one.stay for one in BedAssignment.objects.all()] == [
        one for one in answers if isinstance(one, Stay)
    ]


def test_of_eight_who_take_in_one_person_one_does_and_seven_are_told(committed_db):
    shelter = shelter_of(beds=8)
    staff, case = shelter_staff(shelter), case_for(shelter)

    def take_in(bed):
        return in_english(lambda: admitted(shelter, by=staff, case=case, bed=bed))

    answers = together(*map(take_in, beds_of(shelter)))

    told = [one.message_dict for one in answers if isinstance(one, ValidationError)]
    assert told == [{"case": ["She already lives in a shelter at that time."]}] * 7
    assert (Stay.objects.count(), BedAssignment.objects.count()) == (1, 1)
