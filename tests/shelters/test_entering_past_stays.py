"""A stay that was over before it was written here: coming and leaving in one, in any order of dates."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from cases import actions as cases
from cases.models import Person, Task
from cases.rules import level_of
from reintegration.actions import begin_placement, end_placement
from reintegration.models import Placement
from shelters import actions
from shelters.models import Stay
from tests.factories.shelters import admitted, beds_of, case_for, coordinator, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
# Stays with a life at home after each, as the old paper files tell them.
FIRST, SECOND, THIRD = [
    (date(2026, 1, 5), date(2026, 2, 10)),
    (date(2026, 3, 1), date(2026, 4, 20)),
    (date(2026, 6, 1), date(2026, 8, 1)),
]
BACK = date(2026, 9, 1)


def entered(shelter, case, days, *, by=None, to="family", **facts):
    exits = {"left_on": days[1], "exit_reason": to, "exit_decided_by": "team", "entered_from": "paper"}
    return admitted(shelter, by=by, case=case, on=days[0], **exits | facts)


def homes(case):
    return list(
        Placement.objects.standing().filter(case=case).order_by("since").values_list("since", "until")
    )


def test_an_earlier_stay_is_entered_beside_a_later_one_and_its_placement_ends_when_she_came_back(
    shelter, staff, case
):
    now = admitted(shelter, by=staff, case=case, on=BACK)

    stay = entered(shelter, case, FIRST, by=staff, to="extended_family", exit_details="With her aunt")

    assert (stay.admitted_on, stay.left_on, stay.exit_reason, stay.exit_details, stay.entered_from) == (
        *FIRST, "extended_family", "With her aunt", "paper",
    )  # fmt: skip
    assert list(Placement.objects.values_list("kind", "since", "until", "entered_from")) == [
        ("extended_family", FIRST[1], BACK, "paper")
    ]
    assert list(Stay.objects.open()) == [now]
    events = Event.objects.filter(subjects=[stay.pk, case.pk])
    assert list(events.values_list("verb", flat=True)) == ["stay.entered"]


def test_what_is_over_opens_nothing_and_only_tells_whoever_answers_for_her(shelter, staff, case):
    entered(shelter, case, FIRST, by=staff)

    task = Task.objects.get()
    assert (level_of(staff, case), task.kind, task.assignee) == (None, "shelter_unannounced", case.worker)


@pytest.mark.parametrize("order", list(permutations([FIRST, SECOND, (BACK, None)])))
def test_in_whatever_order_stays_are_written_each_home_ends_when_the_next_stay_began(shelter, case, order):
    for came, gone in order:
        if gone:
            entered(shelter, case, (came, gone))
        else:
            admitted(shelter, case=case, on=came)

    assert homes(case) == [(FIRST[1], SECOND[0]), (SECOND[1], BACK)]


def test_placements_alone_end_where_the_next_begins_in_any_order(case):
    days = [date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)]
    kinds = dict(zip(days, ("nuclear_family", "extended_family", "independent_living"), strict=True))

    for day in (days[1], days[2], days[0]):
        begin_placement(case, by=case.worker, kind=kinds[day], since=day)

    assert homes(case) == [(days[0], days[1]), (days[1], days[2]), (days[2], None)]


def test_a_stay_of_another_case_of_hers_ends_the_placement_too(shelter, case):
    second = cases.open_case(
        by=case.worker, office=case.office, on=BACK, person=case.person, source="police", found_on=BACK,
        danger="no",
    )  # fmt: skip
    admitted(shelter, case=second, on=BACK)

    entered(shelter, case, FIRST)

    assert homes(case) == [(FIRST[1], BACK)]


def test_stays_that_would_overlap_are_refused_in_a_sentence(shelter, case):
    entered(shelter, case, SECOND)

    for days in [(FIRST[0], SECOND[0] + timedelta(days=1)), (SECOND[0], SECOND[1]), (FIRST[0], THIRD[1])]:
        with pytest.raises(ValidationError) as refused:
            entered(shelter, case, days)
        assert refused.value.message_dict == {"case": ["She already lives in a shelter at that time."]}
    entered(shelter, case, (FIRST[0], SECOND[0]))
    assert homes(case) == [(SECOND[0], SECOND[0]), (SECOND[1], None)]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ((FIRST[1], FIRST[0]), "She came on 10 February 2026: she left that day or later."),
        (
            (FIRST[0], timezone.localdate() + timedelta(days=1)),
            "This day has not come yet. Write the day on which it happened.",
        ),
    ],
)
def test_a_day_on_which_she_cannot_have_left_is_refused_beside_it(shelter, case, days, sentence):
    with pytest.raises(ValidationError) as refused:
        entered(shelter, case, days)

    assert refused.value.message_dict == {"left_on": [sentence]}


def test_her_bed_of_then_is_kept_and_was_free_after(shelter, case):
    bed = beds_of(shelter)[0]
    stay = entered(shelter, case, FIRST, bed=bed)

    assert (stay.beds.get().since, stay.beds.get().until) == FIRST
    assert admitted(shelter, on=FIRST[1], bed=bed).beds.get().since == FIRST[1]
    with pytest.raises(ValidationError) as refused:
        entered(shelter, case_for(shelter), FIRST, bed=bed)
    assert list(refused.value.message_dict) == ["bed"]


def test_each_end_has_the_age_of_its_own_day(shelter, case):
    person = Person.objects.get(pk=case.person_id)
    person.birth_date, person.birth_precision, person.birth_year = date(2008, 2, 1), "day", 2008
    person.save()

    stay = entered(shelter, case, FIRST)

    assert (stay.age_from, stay.child, stay.left_age_from, stay.left_child) == (15, True, 18, False)


# Days that were written wrongly


def test_a_stay_that_never_was_lets_the_placement_go_on_until_the_next(shelter, case):
    entered(shelter, case, FIRST)
    wrong, _later = entered(shelter, case, SECOND, to="hospital"), admitted(shelter, case=case, on=BACK)
    assert homes(case) == [(FIRST[1], SECOND[0])]

    actions.withdraw_stay(wrong, by=coordinator(shelter), reason="Another girl")

    assert homes(case) == [(FIRST[1], BACK)]


def test_a_corrected_day_of_coming_moves_the_end_of_the_placement(shelter, case):
    entered(shelter, case, FIRST)
    stay = admitted(shelter, case=case, on=BACK)

    for day in (date(2026, 9, 15), date(2026, 8, 15)):
        facts = {"admission_reason": "voluntary", "expected_exit_on": date(2027, 1, 1)}
        stay = actions.change_stay(stay, by=shelter_staff(shelter), admitted_on=day, **facts)
        assert homes(case) == [(FIRST[1], day)]


def test_what_somebody_ended_with_a_reason_stays_ended(shelter, case):
    entered(shelter, case, FIRST)
    end_placement(Placement.objects.get(), by=case.worker, until=SECOND[0], end_reason="She went north")
    wrong = admitted(shelter, case=case, on=SECOND[0])

    actions.withdraw_stay(wrong, by=shelter_staff(shelter), reason="Another girl")

    assert homes(case) == [(FIRST[1], SECOND[0])]


# The page and the API

TYPED = {
    "admitted_on": "05/01/2026", "admission_reason": "emergency", "left_on": "10/02/2026",
    "exit_reason": "family", "exit_decided_by": "person", "entered_from": "paper",
}  # fmt: skip


def test_the_page_of_an_admission_leads_to_it_and_it_keeps_what_cannot_be_saved(shelter, staff, case):
    desk, url = browser_of(case.worker), reverse("shelters:stay-enter", args=[shelter.pk])
    assert f'href="{url}"' in desk.get(reverse("shelters:admit", args=[shelter.pk])).content.decode()

    asked = desk.post(url, TYPED | {"case": case.number, "entered_from": "", "exit_details": "By bus"})
    done = desk.post(url, TYPED | {"case": case.number, "exit_details": "By bus"})

    assert (asked.status_code, list(asked.context["form"].errors)) == (422, ["entered_from"])
    assert "By bus" in asked.content.decode()
    stay = Stay.objects.get()
    assert (done.status_code, done.url) == (302, reverse("shelters:stay", args=[stay.pk]))
    assert ((stay.admitted_on, stay.left_on), stay.exit_details) == (FIRST, "By bus")


def test_a_bed_that_is_out_of_use_today_can_be_named_for_then(shelter, staff, head):
    bed = beds_of(shelter)[0]
    actions.change_bed(bed, by=head, since=bed.since, until=date(2026, 5, 1))

    page = browser_of(staff).get(reverse("shelters:stay-enter", args=[shelter.pk]))

    assert bed in page.context["form"].fields["bed"].queryset
    assert page.context["form"]["admitted_on"].value() is None


def test_a_program_enters_it_once(shelter, staff, case):
    body = TYPED | {
        "admitted_on": "2026-01-05", "left_on": "2026-02-10", "case": case.number, "shelter": str(shelter.pk),
    }  # fmt: skip

    first, again = [
        program_of(staff).post("/api/v1/stays/enter/", body, headers={"Idempotency-Key": "one"})
        for _time in range(2)
    ]

    assert (first.status_code, again.status_code) == (201, 201), first.content
    assert first.json() == again.json()
    assert (Stay.objects.get().left_on, first.json()["entered_from"]) == (FIRST[1], "paper")


def test_who_does_not_see_the_case_and_does_not_work_there_enters_nothing(shelter, case):
    elsewhere = shelter_of(shelter.office.organisation)
    answer = browser_of(shelter_staff(elsewhere)).post(
        reverse("shelters:stay-enter", args=[shelter.pk]), TYPED | {"case": case.number}
    )

    assert (answer.status_code, Stay.objects.count()) == (403, 0)


def test_a_stay_of_long_ago_is_entered_from_the_page_which_leads_on_to_the_shelter(shelter, staff, case):
    url = reverse("shelters:stay-enter", args=[shelter.pk])

    done = browser_of(staff).post(url, TYPED | {"case": case.number}, follow=True)

    assert (Stay.objects.get().left_on, Stay.objects.visible_to(staff).count()) == (FIRST[1], 0)
    assert (done.redirect_chain, done.status_code) == (
        [(reverse("shelters:shelter", args=[shelter.pk]), 302)], 200,
    )  # fmt: skip
    assert "The stay is entered." in done.content.decode()


def test_what_a_program_enters_of_long_ago_is_kept_and_answered_until_somebody_changes_it(
    shelter, staff, head, case
):
    body = TYPED | {
        "admitted_on": "2026-01-05", "left_on": "2026-02-10", "case": case.number, "shelter": str(shelter.pk),
    }  # fmt: skip

    def sent():
        return program_of(staff).post("/api/v1/stays/enter/", body, headers={"Idempotency-Key": "old"})

    first, again = sent(), sent()
    stay = Stay.objects.get()
    actions.withdraw_stay(stay, by=head, reason="Another girl")

    assert (first.status_code, first.json()["id"], again.json()) == (201, str(stay.pk), first.json())
    assert first["Location"].endswith(f"/api/v1/stays/{stay.pk}/")
    assert (sent().status_code, Stay.objects.count()) == (404, 1)
