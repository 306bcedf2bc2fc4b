"""Whoever says that she knows the person is shut out of the case at once, by every door."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.doors import Refused
from audit.models import Event
from cases import actions, named, rules
from cases.models import Case, CaseAccess, Draft, Excluded, Level, Likeness, Note, Service, Task
from shelters.models import Stay
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office
from tests.factories.shelters import admitted, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of, in_english, program_of

__all__ = ["in_english"]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LISTS = ["notes", "services", "tasks", "risks", "plans", "failed-contacts", "documents", "stays", "cases"]


@pytest.fixture
def office():
    return working_office()


@pytest.fixture
def ana(office):
    return caseworker(office)


@pytest.fixture
def head(office):
    return supervisor(office)


@pytest.fixture
def case(ana, head):
    case = opened_case(ana)
    actions.record_ground(case, by=ana, kind="duty_to_report", since=case.opened_on)
    case.person.given_names, case.person.family_names = "Zoraida", "Xoquic"
    case.person.save(update_fields=["given_names", "family_names"])
    actions.write_note(case, by=ana, on=TODAY, text="x")
    actions.record_service(case, by=ana, on=TODAY, type="food")
    actions.plan_task(case, by=ana, words="Call", due_on=TODAY, assignee=ana)
    actions.keep_draft(by=ana, section="note", typed=[["text", ["x"]]], case=case)
    return case


def again(user):
    """The same person as another request reads her."""
    return User.objects.get(pk=user.pk)


def at(case, *rest):
    return "/".join([f"/cases/{case.number}", *map(str, rest), ""])


def says_so(user, case):
    return browser_of(user).post(at(case, "known"))


def told_everywhere(user, case):
    """All ways in which something of the case still comes out for her."""
    user = again(user)
    found = [name for name, rows in {
        "case": Case.objects.visible_to(user).filter(pk=case.pk),
        "added": Case.objects.added_to_by(user, Level.REFERENCE).filter(pk=case.pk),
        "mine": Case.objects.visible_to(user).mine(user).filter(pk=case.pk),
        "note": Note.objects.visible_to(user).filter(case=case),
        "service": Service.objects.visible_to(user).filter(case=case),
        "task": Task.objects.visible_to(user).filter(case=case),
        "draft": Draft.objects.visible_to(user).filter(case=case),
        "stay": Stay.objects.visible_to(user).filter(case=case),
        "likeness": Likeness.objects.visible_to(user).of_person(case.person_id),
        "number": Case.objects.numbers_for(user).filter(pk=case.pk),
        "level": Case.objects.filter(pk=case.pk) if rules.level_of(user, case) else Case.objects.none(),
        "late": Case.objects.filter(pk=case.pk) if rules.last_day_to_add(user, case) else Case.objects.none(),
        "named": Case.objects.filter(pk__in=[c.pk for c in named.cases_called("Zoraida Xoquic", user, 9)]),
    }.items() if rows.exists()]  # fmt: skip
    program = program_of(user)
    for name in LISTS:
        if case.number in program.get(f"/api/v1/{name}/").content.decode():
            found.append(f"api {name}")
    return found


def test_one_press_and_a_confirmation_shut_every_door_to_the_worker(case, ana, head):
    desk = browser_of(ana)
    assert at(case, "known") in desk.get(at(case, "notes")).text
    before = told_everywhere(ana, case)
    page = desk.get(at(case, "known"))
    assert "<textarea" not in page.text

    answer = desk.post(at(case, "known"))

    assert {"case", "note", "service", "task", "draft", "named", "api cases", "api notes"} <= set(before)
    assert (answer.status_code, answer.url) == (302, reverse("my-day"))
    case.refresh_from_db()
    assert case.worker is None
    assert told_everywhere(ana, case) == []
    pages = ["", "notes", "services", "plan", "family", "documents", "risks", "team", "intake", "notes/new"]
    assert {desk.get(at(case, *filter(None, [page]))).status_code for page in pages} == {404}
    assert desk.post(at(case, "reveal")).status_code == 404
    with pytest.raises(Refused):
        actions.record_service(case, by=again(ana), on=TODAY, type="food")
    assert Event.objects.filter(verb="case.known", subjects__contains=[case.pk]).count() == 1


def test_her_tasks_pass_on_and_the_supervisors_are_asked_to_find_somebody(case, ana, head):
    says_so(ana, case)
    open_tasks = Task.objects.open().filter(case=case)
    assert not open_tasks.filter(assignee=ana).exists()
    asked = open_tasks.get(kind="who_works_now")
    assert (asked.assignee, asked.office, asked.due_on) == (None, case.office, TODAY)
    assert "knows the person" in browser_of(head).get(reverse("tasks:tasks")).text


def test_whatever_else_would_open_it_opens_nothing(case, ana, head):
    let_in(ana, case, Level.FULL)
    says_so(ana, case)
    let_in(ana, case, Level.FULL, source="placement")
    let_in(case.office, case, Level.FULL)
    Case.objects.filter(pk=case.pk).update(worker=ana)
    assert told_everywhere(ana, case) == []
    assert not CaseAccess.objects.live().filter(case=case, user=ana, source="team").exists()


def test_she_is_let_in_by_nobody_and_made_responsible_by_nobody(case, ana, head):
    says_so(ana, case)
    case.refresh_from_db()
    with pytest.raises(ValidationError, match="cannot be let into"):
        actions.change_case(case, by=head, worker=ana)
    facts = {"level": "assistance", "reason": "language", "until": TODAY}
    with pytest.raises(ValidationError, match="cannot be let into"):
        actions.give_access(case, by=head, user=ana, **facts)
    page = browser_of(head).get(at(case, "team/new"))
    assert ana.full_name not in page.text


def test_all_cases_of_the_person_and_of_her_children_are_shut(case, ana, head):
    child = opened_case(ana, mother_case=case, role="accompanying_child", majority="minor")
    other = actions.open_case(
        by=ana, office=case.office, person=case.person, source="police", found_on=TODAY, danger="no"
    )
    says_so(ana, case)
    later = actions.open_case(
        by=head, office=case.office, person=case.person, source="police", found_on=TODAY, danger="no",
        worker=again(ana),
    )  # fmt: skip
    assert [told_everywhere(ana, one) for one in (child, other, later)] == [[], [], []]
    later.refresh_from_db()
    assert later.worker is None


def test_a_supervisor_passes_it_to_another_of_the_office(case, head, ana):
    other = supervisor(case.office)
    assert says_so(head, case).status_code == 302
    assert told_everywhere(head, case) == []
    assert not rules.supervises(again(head), case)
    assert rules.can_decide_case(again(other), case)
    assert not CaseAccess.objects.filter(case=case).exists()
    assert browser_of(ana).get(at(case)).status_code == 200


def test_alone_in_the_office_she_passes_it_to_those_of_the_organisation(case, head):
    far = supervisor(working_office(case.office.organisation))
    stranger = supervisor()
    says_so(head, case)

    row = CaseAccess.objects.get(case=case)
    assert (row.user, row.level, row.reason) == (far, "full", "stands_in")
    assert Task.objects.open().get(case=case, kind="who_works_now").assignee == far
    assert rules.can_decide_case(again(far), case)
    assert browser_of(far).get(at(case, "close")).status_code == 200
    assert not rules.can_decide_case(again(stranger), case)


def test_only_another_supervisor_takes_it_back_and_gives_nothing_back(case, ana, head):
    far = supervisor(working_office(case.office.organisation))
    says_so(head, case)
    says_so(ana, case)
    row = Excluded.objects.get(case=case, user=head)
    assert browser_of(head).post(at(case, "team", row.pk, "take-back")).status_code == 404
    page = browser_of(far).get(at(case, "team"))
    assert head.full_name in page.text

    answer = browser_of(far).post(at(case, "team", row.pk, "take-back"))

    assert answer.status_code == 302
    assert rules.can_decide_case(again(head), case)
    assert not CaseAccess.objects.live().filter(case=case, user=far).exists()
    assert told_everywhere(ana, case) == []
    hers = Excluded.objects.get(case=case, user=ana)
    assert browser_of(head).post(at(case, "team", hers.pk, "take-back")).status_code == 302
    case.refresh_from_db()
    assert rules.level_of(again(ana), case) is None


def test_a_worker_takes_back_nothing(case, ana, head):
    colleague = caseworker(case.office)
    let_in(colleague, case, Level.FULL)
    row = Excluded.objects.create(case=case, user=caseworker(case.office))
    assert browser_of(colleague).post(at(case, "team", row.pk, "take-back")).status_code == 403
    assert row.user.full_name not in browser_of(colleague).get(at(case, "team")).text


def test_shelter_staff_who_know_a_resident_find_her_on_no_list_and_a_bed_taken(case, head):
    shelter = shelter_of(case.office.organisation)
    staff = shelter_staff(shelter)
    stay = admitted(shelter, case=case)
    desk, house = browser_of(staff), f"/shelters/{shelter.pk}/"
    assert case.code_name in desk.get(house).text

    assert says_so(staff, case).status_code == 302

    assert told_everywhere(staff, case) == []
    for page in (house, f"{house}residents/", f"{house}stays/"):
        answer = desk.get(page)
        assert (answer.status_code, case.code_name in answer.text, case.number in answer.text) == (
            200, False, False,
        )  # fmt: skip
    assert desk.get(f"/stays/{stay.pk}/").status_code == 404
    names = desk.post(f"{house}residents/", {"once": "a1"})
    assert "Zoraida" not in names.text


def test_a_question_about_the_person_is_asked_of_her_no_more(case, ana, head):
    other = opened_case(ana)
    actions.note_likeness(case.person, other.person, by=ana)
    assert Likeness.objects.visible_to(again(head)).exists()
    says_so(head, case)
    says_so(head, other)
    assert not Likeness.objects.visible_to(again(head)).exists()


def test_a_program_says_so_too_and_finds_nothing_afterwards(case, ana, head):
    program, url = program_of(ana), f"/api/v1/cases/{case.number}/known/"
    assert program.post(url, {}).status_code == 428
    case.refresh_from_db()
    answer = program.post(url, {}, headers={"If-Match": f'"{case.version}"'})
    assert answer.status_code == 200, answer.content
    assert "food" not in answer.content.decode()
    assert program.get(f"/api/v1/cases/{case.number}/").status_code == 404
    assert Excluded.objects.filter(case=case, user=ana).count() == 1


def test_said_twice_it_is_kept_once(case, ana, head):
    actions.say_known(case, by=again(ana))
    with pytest.raises(Refused):
        actions.say_known(case, by=again(ana))
    assert Excluded.objects.count() == 1


def test_a_manager_who_knows_the_person_reads_no_number_behind_a_figure(case, ana):
    manager = member(Role.PROGRAMME_MANAGER, case.office)
    assert Case.objects.numbers_for(again(manager)).filter(pk=case.pk).exists()
    Excluded.objects.create(case=case, user=manager)
    assert not Case.objects.numbers_for(again(manager)).filter(pk=case.pk).exists()


def test_what_she_saw_before_she_adds_no_more(case, ana, head):
    row = let_in(ana, case, Level.ASSISTANCE)
    CaseAccess.objects.filter(pk=row.pk).update(ended_at=timezone.now() - timedelta(hours=1))
    says_so(ana, case)
    assert browser_of(ana).get(at(case, "services/new")).status_code == 404
