"""Services are recorded in a few seconds, from the first minute; nothing stands between her and help."""

import datetime
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.roles import Role
from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.forms.assistance import often_first
from cases.models import Answer, Case, GroundKind, Level, Person, Service, Status, Task
from cases.task_words import words_of
from codebook import lists
from tests.factories.accounts import member
from tests.factories.cases import ENDING, OPENED, caseworker, let_in, opened_case, supervisor
from work.actions import history

pytestmark = pytest.mark.django_db
ON = OPENED + timedelta(days=1)


@pytest.fixture
def worker():
    return caseworker()


@pytest.fixture
def case(worker):
    return opened_case(worker)


@pytest.fixture
def here(client, worker):
    """Her browser, signed in."""
    client.force_login(worker)
    return client


def given(case, **facts):
    by = facts.pop("by", case.worker)
    return actions.record_service(case, by=by, **{"on": ON, "type": "food"} | facts)


def place(case, rest="new/"):
    return f"/cases/{case.number}/services/{rest}"


def test_a_service_belongs_to_the_component_of_the_case_and_carries_her_age_band(case):
    Person.objects.filter(pk=case.person_id).update(birth_year=2011)
    case.person.birth_date, case.person.birth_precision = datetime.date(2011, 1, 5), "day"
    case.person.birth_year = 2011
    case.person.save(update_fields=["birth_date", "birth_precision", "birth_year"])

    service = given(case)

    assert (service.component, service.age_from, service.child) == (case.component, 15, True)
    assert (
        Event.objects.filter(verb="service.recorded", subjects=[service.pk, case.pk], detail=["food"]).count()
        == 1
    )


@pytest.mark.parametrize("status", [Status.INTAKE, Status.ACTIVE, Status.OUTSIDE_SCOPE])
def test_it_is_recorded_in_every_open_status(case, status):
    boss = supervisor(case.office)
    if status == Status.ACTIVE:
        actions.activate_case(case, by=case.worker, on=ON)
    if status == Status.OUTSIDE_SCOPE:
        actions.find_outside_scope(case, by=boss, on=ON, population="at_risk", reason="x")

    assert given(case).recorded_late is False


def test_on_a_closed_case_help_is_recorded_late_and_what_came_after_asks_whether_it_is_taken_up_again(case):
    boss = supervisor(case.office)
    case = actions.close_case(case, by=boss, on=ON, **ENDING)
    asked = Task.objects.open().filter(kind="service_after_closing")

    assert given(case).recorded_late is True
    assert not asked.exists()
    later = [given(case, on=ON + timedelta(days=number)) for number in (1, 2)]
    assert [one.recorded_late for one in later] == [True, True]
    [task] = asked
    assert (task.assignee, task.office) == (None, case.office)
    assert task in Task.objects.visible_to(boss).mine(boss)


def test_who_mends_a_service_of_after_the_closing_asks_nobody_again_unless_its_day_moves(case):
    boss = supervisor(case.office)
    case = actions.close_case(case, by=boss, on=ON, **ENDING)
    service = given(case, on=ON + timedelta(days=1))
    asked = Task.objects.open().filter(kind="service_after_closing")
    actions.finish_task(asked.get(), by=boss, outcome="It stays closed.")

    actions.change_service(service, by=case.worker, provider="Clínica Xela", on=service.on)
    assert not asked.exists()
    actions.change_service(service, by=case.worker, on=ON + timedelta(days=2))
    assert asked.count() == 1


def test_what_has_not_happened_yet_is_no_service(case):
    with pytest.raises(ValidationError) as refused:
        given(case, on=timezone.localdate() + timedelta(days=1))
    assert list(refused.value.error_dict) == ["on"]


def test_shelter_staff_who_look_after_her_record_services_and_others_do_not(case):
    staff = member(Role.SHELTER_STAFF)
    access = let_in(staff, case, Level.REFERENCE)
    with pytest.raises(Refused):
        given(case, by=staff)

    access.level = Level.ASSISTANCE
    access.save(update_fields=["level"])
    assert given(case, by=staff).given_by == staff


@pytest.mark.parametrize("urgent", ["food", "clothing", "medical_emergency", "crisis_intervention"])
def test_food_and_emergencies_ask_for_no_consent(case, urgent):
    given(case, type=urgent)

    assert (case.tasks.count(), case.grounds.count()) == (0, 0)


def test_a_consent_that_was_not_asked_for_is_one_task_and_stops_nothing(case):
    given(case, type="dental", consent="not_asked")
    given(case, type="medical_general")

    assert [(task.kind, task.assignee) for task in case.tasks.all()] == [("consent_to_service", case.worker)]
    assert case.services.count() == 2


def test_consents_that_were_not_asked_for_say_each_what_for(case):
    given(case, type="dental", consent="not_asked")
    given(case, type="psychiatric", consent="not_asked")

    found = {str(words_of(task)) for task in case.tasks.all()}

    kinds = lists.get("consent_type")
    assert {words.rpartition(": ")[2] for words in found} == {
        kinds.label("medical_exam"),
        kinds.label("treatment"),
    }


def test_her_yes_is_a_line_of_the_ledger_and_is_not_asked_for_again(case):
    given(case, type="dental", consent="agreed")
    given(case, type="lab_tests")

    ground = case.grounds.get()
    assert (ground.kind, ground.answer, ground.purposes) == (
        GroundKind.CONSENT,
        Answer.GIVEN,
        ["medical_exam"],
    )
    assert (ground.giver, ground.since, case.tasks.count()) == ("self_adult", ON, 0)


def test_a_childs_own_yes_leaves_the_guardian_to_be_asked(worker):
    case = opened_case(worker, majority="minor")

    given(case, type="dental", consent="agreed")
    assert [task.kind for task in case.tasks.all()] == ["consent_to_service"]

    given(case, type="dental", consent="for_her", giver="state_guardian", assent="given")
    assert case.grounds.get().giver == "state_guardian"


def test_nobody_but_a_guardian_named_by_a_court_agrees_for_an_adult(case):
    with pytest.raises(ValidationError) as refused:
        given(case, type="dental", consent="for_her", giver="parent")

    assert list(refused.value.error_dict) == ["giver"]
    assert case.services.count() == 0


def test_a_service_is_corrected_and_what_it_was_stays(case):
    service = given(case)

    service = actions.change_service(service, by=case.worker, version=service.version, type="clothing")

    assert (service.type, [before for _revision, before in history(service)]) == (
        "clothing",
        [{"type": "food"}],
    )


def test_a_withdrawn_service_counts_no_more_and_is_not_touched_again(case):
    service = actions.withdraw_service(given(case), by=case.worker, withdrawn_reason="Another case.")

    assert (case.services.standing().count(), service.withdrawn_reason) == (0, "Another case.")
    with pytest.raises(ValidationError):
        actions.withdraw_service(service, by=case.worker, withdrawn_reason="Again.")
    with pytest.raises(ValidationError):
        actions.change_service(service, by=case.worker, type="food")


def test_the_same_form_sent_twice_makes_one_service(case):
    first, second = given(case, once="k1"), given(case, once="k1")

    assert (first, Service.objects.count()) == (second, 1)


def test_what_her_office_gives_most_often_comes_first(case, worker):
    today = timezone.localdate()
    for kind, times in {"transport_local": 2, "legal_advice": 1}.items():
        for _time in range(times):
            given(case, type=kind, on=today)
    given(case, type="hygiene", on=today - timedelta(days=120))

    first = often_first(opened_case(worker))[1]

    assert [code for code, _label in first[1]] == ["transport_local", "legal_advice"]


def test_the_page_has_today_written_and_the_focus_on_the_type(case, here):
    page = here.get(place(case)).content.decode()

    assert f'name="on" value="{timezone.localdate():%d/%m/%Y}"' in page
    assert page.count("autofocus") == 1
    assert 'value="dental" data-asks' in page
    assert 'value="food" data-asks' not in page


def test_saved_by_the_page_it_leads_back_to_the_case(case, here):
    answer = here.post(place(case), {"type": "food", "on": f"{ON:%d/%m/%Y}"})

    assert (answer.status_code, answer.url) == (302, f"/cases/{case.number}/")
    assert [(one.type, one.on, one.component) for one in Service.objects.all()] == [
        ("food", ON, case.component)
    ]


def test_save_and_add_another_keeps_the_date(case, here):
    answer = here.post(place(case), {"type": "food", "on": "03/03/2026", "another": "1"})

    assert answer.url == place(case) + "?on=03%2F03%2F2026"
    assert 'name="on" value="03/03/2026"' in here.get(answer.url).content.decode()


def test_what_cannot_be_read_is_said_beside_its_field_and_nothing_is_lost(case, here):
    answer = here.post(place(case), {"type": "dental", "on": "31/02/2026", "detail": "Two teeth"})

    assert answer.status_code == 422
    assert "Two teeth" in answer.content.decode()
    assert Service.objects.count() == 0


def test_a_value_that_is_added_later_is_in_the_currency_of_the_office(case, here):
    service = given(case)
    page = here.get(place(case, f"{service.pk}/")).content.decode()

    assert '<option value="GTQ" selected>' in page
    typed = {"type": "food", "on": f"{ON:%d/%m/%Y}", "version": "1", "value_currency": "GTQ"}
    here.post(place(case, f"{service.pk}/"), typed)
    service.refresh_from_db()
    assert (service.value, service.currency) == (None, "")


def test_a_day_long_before_the_case_is_saved_and_asked_about(case, here):
    typed = {"type": "food", "on": f"{ON.replace(year=ON.year - 10):%d/%m/%Y}", "once": "8c1d3d1e-05"}
    here.cookies["language"] = "en"
    here.post(place(case), typed)
    service = case.services.get()

    shown = here.get(place(case, "")).content.decode()
    assert "years before the case began" in shown
    assert place(case, f"{service.pk}/") in shown

    here.post(place(case, f"{service.pk}/"), {"type": "food", "on": f"{ON:%d/%m/%Y}", "version": "1"})
    assert "before the case began" not in here.get(place(case, "")).content.decode()


def test_two_who_correct_one_service_see_both_versions(case, here):
    service = given(case)
    actions.change_service(service, by=supervisor(case.office), provider="Clínica")

    typed = {"type": "clothing", "on": f"{ON:%d/%m/%Y}", "provider": "Iglesia", "version": "1"}
    answer = here.post(place(case, f"{service.pk}/"), typed)

    assert answer.status_code == 409
    assert {"Clínica", "Iglesia"} <= set(answer.content.decode().replace("<", ">").split(">"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_many_services_as_for_one(case, here, number, django_assert_num_queries):
    for _time in range(number):
        given(case)

    with django_assert_num_queries(16):
        here.get(place(case, ""))


def test_what_was_given_after_a_case_was_closed_meanwhile_is_recorded_late(case):
    as_opened = Case.objects.get(pk=case.pk)
    case.status, case.closed_on = Status.CLOSED, timezone.localdate() - timedelta(days=1)
    case.closure_reason = "withdrew"
    Case.objects.filter(pk=case.pk).update(
        status=case.status, closed_on=case.closed_on, closure_reason=case.closure_reason
    )

    assert given(as_opened, on=timezone.localdate()).recorded_late is True


def test_her_age_is_taken_from_what_is_kept_now_and_not_from_what_the_page_had_read(case):
    as_opened = Case.objects.select_related("person").get(pk=case.pk)
    actions.edit_basics(case.person, by=case.worker, case=case, majority="minor")

    assert given(as_opened).child is True


@pytest.mark.parametrize("act", [actions.change_service, actions.withdraw_service])
def test_a_service_withdrawn_meanwhile_is_refused_by_whoever_had_it_open(case, act):
    service = given(case)
    as_opened = Service.objects.get(pk=service.pk)
    actions.withdraw_service(service, by=case.worker, withdrawn_reason="Another case.")
    facts = {"quantity": 2} if act is actions.change_service else {"withdrawn_reason": "Again."}

    with pytest.raises(ValidationError) as refused:
        act(as_opened, by=case.worker, **facts)

    assert refused.value.code == "withdrawn"
