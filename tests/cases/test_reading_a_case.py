"""The page of a case: its title is never a name, each reads as much as is hers, each look is kept."""

import datetime

import pytest

from accounts.roles import Role
from audit.models import Event
from cases import actions
from cases.models import Case, CaseExploitation, Exploitation, Level, Needs
from tests.cases.test_documents import attached
from tests.factories.accounts import member
from tests.factories.cases import ENDING, OPENED, caseworker, let_in, opened_case, supervisor, working_office
from tests.factories.programmes import ComponentFactory
from work.templatetags.look import unbroken

pytestmark = pytest.mark.django_db
GIVEN, FAMILY = "Zoraida", "Quiñónez"
ALERT, WISHES, TEXT = "allergic to penicillin", "to see the sea", "spoke of her brother"


@pytest.fixture
def office():
    return working_office()


@pytest.fixture
def case(office):
    """A case of which something is known at every level."""
    case = opened_case(caseworker(office), code_name="Ceiba")
    case.person.given_names, case.person.family_names = GIVEN, FAMILY
    case.person.save(update_fields=["given_names", "family_names"])
    Needs.objects.create(case=case, on=OPENED, needs=["food"], health_alert=ALERT, wishes=WISHES)
    actions.record_service(case, by=case.worker, on=OPENED, type="dental", consent="agreed")
    actions.write_note(case, by=case.worker, on=OPENED, text=TEXT)
    return case


def page(client, user, case, rest=""):
    client.force_login(user)
    return client.get(f"/cases/{case.number}/{rest}")


def looks(verb="case.read"):
    return list(Event.objects.filter(verb=verb).values_list("actor", "subjects"))


def test_title_and_window_say_code_name_and_number_and_her_name_is_nowhere(client, case):
    answer = page(client, case.worker, case)
    text = answer.content.decode()

    assert f"<title>Ceiba {case.number} ·" in text
    assert [name for name in (GIVEN, FAMILY) if name in text] == []
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("level", "seen"),
    [
        (Level.REFERENCE, []),
        # What the team wrote for itself is not for whoever looks after her.
        (Level.ASSISTANCE, [ALERT, WISHES, "reveal/"]),
        (Level.FULL, [ALERT, WISHES, TEXT, "reveal/", "readers/", "close/"]),
    ],
)
def test_who_was_let_in_reads_as_much_as_was_opened_to_her(client, case, level, seen):
    helper = caseworker()
    let_in(helper, case, level)

    text = page(client, helper, case).content.decode()

    assert [one for one in (ALERT, WISHES, TEXT, "reveal/", "readers/", "close/") if one in text] == seen


def test_shelter_staff_never_read_the_account_however_far_the_case_is_opened(client, case):
    staff = member(Role.SHELTER_STAFF)
    let_in(staff, case, Level.FULL)

    text = page(client, staff, case).content.decode()

    assert [one for one in (ALERT, "readers/", "close/") if one in text] == [ALERT]
    assert page(client, staff, case, "readers/").status_code == 403


def test_somebody_elses_case_is_not_there(client, case):
    assert page(client, caseworker(), case).status_code == 404
    assert looks() == []


def test_each_look_is_one_line_in_the_trail(client, case):
    page(client, case.worker, case)

    assert looks() == [(case.worker.pk, [case.pk])]


def test_her_name_is_shown_on_request_and_that_is_one_line_in_the_trail(client, case):
    client.force_login(case.worker)

    answer = client.post(f"/cases/{case.number}/reveal/")

    assert f"{GIVEN} {FAMILY}" in answer.content.decode()
    assert 'http-equiv="refresh" content="30;' in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert looks("case.name_revealed") == [(case.worker.pk, [case.pk])]
    assert looks() == []


def test_with_htmx_the_name_alone_is_answered(client, case):
    client.force_login(case.worker)

    text = client.post(f"/cases/{case.number}/reveal/", headers={"HX-Request": "true"}).content.decode()

    assert text.lstrip().startswith('<div class="private">')
    assert f'data-hide-after="30" tabindex="-1" autofocus>{GIVEN} {FAMILY}</span>' in text


def test_her_name_is_not_asked_for_by_a_link(client, case):
    assert page(client, case.worker, case, "reveal/").status_code == 405


def test_whoever_may_only_refer_to_the_case_does_not_learn_her_name(client, case):
    helper = caseworker()
    let_in(helper, case, Level.REFERENCE)
    client.force_login(helper)

    assert client.post(f"/cases/{case.number}/reveal/").status_code == 403
    assert looks("case.name_revealed") == []


def test_the_team_sees_who_has_looked(client, case):
    boss = supervisor(case.office)
    page(client, boss, case)

    answer = page(client, case.worker, case, "readers/")

    assert boss.full_name in answer.content.decode().split("<table")[0]
    assert [one["times"] for one in answer.context["each"] if one["who"] == boss.full_name] == [1]
    assert looks("case.readers_read") == [(case.worker.pk, [case.pk])]


@pytest.mark.parametrize("number", [1, 3])
def test_who_has_looked_asks_as_often_for_many_as_for_one(client, case, number, django_assert_num_queries):
    for _time in range(number):
        page(client, supervisor(case.office), case)
    client.force_login(case.worker)

    with django_assert_num_queries(17):
        client.get(f"/cases/{case.number}/readers/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_much_as_for_little(client, case, number, django_assert_num_queries):
    for _time in range(number):
        actions.record_service(case, by=case.worker, on=OPENED, type="food")
        actions.write_note(case, by=case.worker, on=OPENED, text=TEXT)
        attached(case)
        opened_case(case.worker, role="accompanying_child", mother_case=case, majority="minor")
    client.force_login(case.worker)

    with django_assert_num_queries(38):
        client.get(f"/cases/{case.number}/")


def test_children_who_accompany_her_are_named_by_code_and_number(client, case):
    child = opened_case(case.worker, role="accompanying_child", mother_case=case, majority="minor")

    assert unbroken(child) in page(client, case.worker, case).content.decode()
    assert unbroken(case) in page(client, case.worker, child).content.decode()


def test_a_case_that_was_closed_before_shows_how_it_had_ended(client, case):
    boss, day = supervisor(case.office), OPENED + datetime.timedelta(days=5)
    ending = ENDING | {"closure_reason": "moved", "closing_summary": "Went to her aunt"}
    actions.close_case(case, by=boss, on=day, **ending)
    actions.reopen_case(case, by=boss, on=day, reason="She came back")

    assert "Went to her aunt" in page(client, boss, case).content.decode()


def test_both_laws_stand_side_by_side_before_the_decision_and_after(client, case):
    event = Exploitation.objects.create(acts=["recruitment"], purposes=["sexual"], country="GT")
    CaseExploitation.objects.create(case=case, exploitation=event, was_child=False)
    boss = supervisor(case.office)

    before = page(client, boss, case, "identify/").content.decode()
    typed = {"on": "05/03/2026", "trafficking_status": "presumed", "status_decider": "ngo"}
    answer = client.post(f"/cases/{case.number}/identify/", typed)

    assert answer.status_code == 302
    for text in (before, client.get(f"/cases/{case.number}/").content.decode()):
        assert ("Decreto 9-2009" in text, "Protocolo de Palermo" in text) == (True, True)
        assert text.count('class="missing"') == 1


def test_a_decision_taken_while_she_is_in_assistance_stands_in_the_timeline(client, case):
    boss, day = supervisor(case.office), OPENED + datetime.timedelta(days=2)
    actions.activate_case(case, by=case.worker, on=OPENED)
    court = {"trafficking_status": "confirmed_court", "status_decider": "court_prosecution"}
    actions.identify_case(case, by=boss, on=day, **court)

    timeline = page(client, boss, case).content.decode().split('<ol class="timeline">')[1].split("</ol>")[0]

    assert "Reconocida en sentencia" in timeline


def test_a_decision_without_elements_comes_back_with_what_is_missing(client, case):
    client.force_login(supervisor(case.office))
    typed = {"on": "05/03/2026", "trafficking_status": "presumed", "status_decider": "ngo"}

    answer = client.post(f"/cases/{case.number}/identify/", typed)

    assert answer.status_code == 422
    assert Case.objects.get(pk=case.pk).status == "intake"


def test_who_saves_a_case_after_somebody_else_sees_both_versions(client, case):
    client.force_login(case.worker)
    actions.change_case(case, by=supervisor(case.office), code_name="Jade")

    typed = {"code_name": "Pino", "role": case.role, "population": case.population, "version": "1"}
    typed |= {"worker": str(case.worker_id), "component": str(case.component_id)}
    answer = client.post(f"/cases/{case.number}/change/", typed)

    assert answer.status_code == 409
    text = answer.content.decode()
    assert ("Jade" in text, "Pino" in text, Case.objects.get(pk=case.pk).code_name) == (True, True, "Jade")


def test_her_name_is_refused_as_a_code_name(client, case):
    client.force_login(case.worker)
    typed = {"code_name": "zoraida", "role": case.role, "population": case.population, "version": "1"}
    typed |= {"worker": str(case.worker_id), "component": str(case.component_id)}

    assert client.post(f"/cases/{case.number}/change/", typed).status_code == 422


def test_a_component_of_another_organisation_is_not_offered(client, case):
    stranger = ComponentFactory(name="Somewhere else")

    assert stranger.name not in page(client, case.worker, case, "change/").content.decode()
