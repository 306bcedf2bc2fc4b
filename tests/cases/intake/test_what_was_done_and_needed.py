"""What was done to her, and what she needs: as far as she wants to tell, and at once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from cases import actions, legal
from cases.models import CaseExploitation, Needs, Task
from tests.cases.intake.conftest import TODAY, agreed, described, page, said
from tests.factories.cases import opened_case

pytestmark = pytest.mark.django_db


def test_what_was_done_is_one_event_of_her_case(desk, case, worker):
    agreed(case, worker)
    described(case, worker)
    typed = {
        "acts": ["recruitment", "transportation"],
        "means": ["deception"],
        "purposes": ["sexual"],
        "department": "GT-19",
        "began_part": "2015",
        "account": "Offered work in a shop",
    }

    assert desk.post(page(case, "exploitation"), typed).status_code == 302

    link = case.exploitation_links.get()
    event = link.exploitation
    assert (event.acts, event.country, event.began_precision) == (
        ["recruitment", "transportation"],
        "GT",
        "year",
    )
    assert (link.was_child, event.account) == (None, "Offered work in a shop")
    assert legal.was_child(link.case, link) is True


def test_it_is_changed_on_the_same_page(desk, case, worker):
    agreed(case, worker)
    desk.post(page(case, "exploitation"), {"acts": ["recruitment"]})

    desk.post(
        page(case, "exploitation"),
        {"acts": ["harbouring"], "was_child": "yes", "version": 1, "part_version": 1},
    )

    link = case.exploitation_links.get()
    assert (link.exploitation.acts, link.was_child) == (["harbouring"], True)


def test_of_several_events_the_page_shows_each_over_which_the_laws_decide(desk, case, worker):
    agreed(case, worker)
    actions.record_exploitation(case, by=worker, acts=["harbouring"])
    actions.record_exploitation(
        case, by=worker, acts=["recruitment"], means=["fraud"], purposes=["sexual"], department="GT-19",
        began=date(2015, 1, 1), began_precision="year", was_child=True, account="A shop in town",
    )  # fmt: skip

    shown = desk.get(page(case, "exploitation"))

    [other] = shown.context["others"]
    assert [answer for _question, answer in other] == [
        "Recruitment", "Fraud", "Sexual exploitation", "Zacapa", "2015", "A shop in town", "Yes",
    ]  # fmt: skip
    assert shown.context["form"]["acts"].value() == ["harbouring"]
    assert "A shop in town" in shown.content.decode()


def test_of_one_event_nothing_stands_besides(desk, case, worker):
    agreed(case, worker)
    actions.record_exploitation(case, by=worker, acts=["harbouring"])

    assert "What is recorded besides" not in desk.get(page(case, "exploitation")).content.decode()


def test_a_department_of_another_country_and_an_end_before_the_beginning_are_said_at_once(desk, case, worker):
    agreed(case, worker)

    answer = desk.post(
        page(case, "exploitation"),
        {"country": "HN", "department": "GT-19", "began_part": "2015", "ended_part": "2014"},
    )

    assert sorted(said(answer)) == ["department", "ended_part"]


def test_needs_are_written_without_any_ground(desk, case):
    desk.post(page(case, "needs"), {"needs": ["food", "medical_general"], "health_alert": "Penicillin"})

    needs = Needs.objects.get()
    assert (needs.needs, needs.health_alert, needs.on) == (["food", "medical_general"], "Penicillin", TODAY())


def test_asked_on_another_day_the_answers_stand_beside_the_old_ones(desk, case, worker):
    actions.record_needs(case, by=worker, on=TODAY() - timedelta(days=3), needs=["food"])

    form = desk.get(page(case, "needs")).context["form"]
    desk.post(page(case, "needs"), {"needs": ["clothing"]})

    assert form["needs"].value() == ["food"]
    assert [row.needs for row in Needs.objects.all()] == [["clothing"], ["food"]]


def test_the_same_day_the_answers_are_changed_with_both_versions_shown_to_the_second(desk, case, worker):
    needs = actions.record_needs(case, by=worker, needs=["food"])
    actions.edit_needs(needs, by=worker, needs=["clothing"])

    answer = desk.post(page(case, "needs"), {"needs": ["hygiene"], "version": 1})

    assert (answer.status_code, Needs.objects.get().needs) == (409, ["clothing"])


def test_identification_is_mended_and_danger_calls_the_supervisors(desk, case):
    typed = {"danger": "yes", "source": "hospital", "found_on": "2026-03-02", "code_name": "Ceiba"}

    desk.post(page(case, "identification"), typed | {"source": "health", "version": 1})

    case.refresh_from_db()
    assert (case.source, case.danger, Task.objects.get().kind) == ("health", "yes", "danger")


def test_an_answer_to_whether_she_was_a_child_is_not_overwritten_unseen(desk, case, worker):
    agreed(case, worker)
    desk.post(page(case, "exploitation"), {"acts": ["recruitment"]})
    over_one = {"acts": ["recruitment"], "version": 1, "part_version": 1}
    desk.post(page(case, "exploitation"), over_one | {"was_child": "yes"})

    answer = desk.post(page(case, "exploitation"), over_one | {"was_child": "no"})

    assert said(answer) == {
        "was_child": ["Somebody answered this meanwhile. Save again to put your answer in its place."]
    }
    assert case.exploitation_links.get().was_child is True
    again = over_one | {"was_child": "no", "part_version": answer.context["form"]["part_version"].value()}
    assert desk.post(page(case, "exploitation"), again).status_code == 302
    assert case.exploitation_links.get().was_child is False


@pytest.mark.parametrize("day", ["began", "ended"])
def test_what_was_done_to_her_neither_began_nor_ended_on_a_day_to_come(case, worker, day):
    agreed(case, worker)
    event = actions.record_exploitation(case, by=worker, acts=["recruitment"])
    tomorrow = {day: TODAY() + timedelta(days=1), f"{day}_precision": "day"}

    for write in (
        lambda: actions.record_exploitation(case, by=worker, **tomorrow),
        lambda: actions.edit_exploitation(event, by=worker, case=case, **tomorrow),
    ):
        with pytest.raises(ValidationError) as refused:
            write()
        assert list(refused.value.message_dict) == [day]


def test_she_was_not_found_on_a_day_to_come(case, worker):
    with pytest.raises(ValidationError) as refused:
        actions.change_case(case, by=worker, found_on=TODAY() + timedelta(days=1))

    assert list(refused.value.message_dict) == ["found_on"]


def test_what_is_said_of_one_of_those_who_lived_through_it_is_said_of_nobody_else(desk, worker, case):
    """Two sisters were taken together: one was a child then, the other was not."""
    sister = opened_case(worker)
    agreed(case, worker)
    agreed(sister, worker)
    event = actions.record_exploitation(case, by=worker, acts=["recruitment"], was_child=True)
    CaseExploitation.objects.create(case=sister, exploitation=event)
    over_it = {"acts": ["recruitment"], "version": event.version, "part_version": 1}

    shown = desk.get(page(sister, "exploitation")).context["form"]["was_child"].value()
    saved = desk.post(page(sister, "exploitation"), over_it | {"was_child": "no"})
    actions.edit_exploitation(event, by=worker, case=sister, acts=["harbouring"])

    said = dict(event.links.values_list("case", "was_child"))
    assert (shown, saved.status_code) == ("", 302)
    assert said == {case.pk: True, sister.pk: False}


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({"sex": "F"}, True),
        ({"sex": "U", "majority": "minor"}, True),
        ({"sex": "M"}, False),
        ({"sex": "M", "majority": "minor"}, False),
    ],
)
def test_whether_she_is_pregnant_is_asked_of_no_boy_and_no_man(desk, worker, facts, asked):
    case = opened_case(worker, **facts)

    assert ('name="pregnant"' in desk.get(page(case, "needs")).content.decode()) is asked


def test_nor_of_a_small_child_and_what_is_sent_of_it_all_the_same_is_not_kept(desk, case, worker):
    agreed(case, worker)
    described(case, worker, birth_date=date(TODAY().year - 7, 1, 1), birth_precision="day")

    shown = desk.get(page(case, "needs")).content.decode()
    desk.post(page(case, "needs"), {"wishes": "To play", "pregnant": "yes"})

    assert 'name="pregnant"' not in shown
    assert case.needs.get().pregnant is None


def test_without_a_ground_the_boxes_of_needs_ask_for_no_names(desk, case, worker):
    before = desk.get(page(case, "needs")).content.decode()
    agreed(case, worker)

    assert "Without names" in before
    assert "Without names" not in desk.get(page(case, "needs")).content.decode()
