"""People who may be one are noticed over all cases; what one may not see is said to supervisors alone."""

import datetime
import threading

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from accounts.roles import Role
from audit.actions import record
from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.likeness import EFFECT, likeness_of, people_like
from cases.models import Likeness, LikenessAnswer, Task
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office
from work.carrying import carry_out
from work.dates import Precision
from work.models import OutboxRow, Receipt

BORN = datetime.date(2004, 3, 7)


def known_as(given, family, by=None, **facts):
    """A case of somebody whose name may be kept."""
    case = opened_case(by)
    vital = {"kind": "vital_interest", "since": timezone.localdate()}
    actions.record_ground(case, by=case.worker, **vital)
    return described(case, given_names=given, family_names=family, **facts)


def described(case, **facts):
    """The case after somebody wrote who she is."""
    born = {"birth_date": BORN, "birth_precision": Precision.DAY} if "birth_date" not in facts else {}
    actions.describe_person(case.person, by=case.worker, case=case, **born | facts)
    return case


def looked():
    """All that was promised is carried out; how many rows that were."""
    rows = list(OutboxRow.objects.open().filter(effect=EFFECT).values_list("pk", flat=True))
    for pk in rows:
        carry_out(pk)
    return len(rows)


@pytest.fixture
def worker(committed_db):
    return caseworker()


@pytest.fixture
def pair(worker):
    """Two cases of one worker, of one person written in two ways."""
    return known_as("Ma. José", "Muñiz", worker), known_as("María José", "Muñiz", worker)


@pytest.fixture
def far(committed_db):
    """Two cases of one person in offices that know nothing of each other."""
    return known_as("Yesenia", "Xol Caal"), known_as("Jessenia", "Shol Caal")


def test_whoever_sees_both_cases_gets_one_task_and_a_card(pair):
    first, second = pair

    assert looked() == 2

    likeness, task = Likeness.objects.get(), Task.objects.get()
    assert {likeness.one, likeness.other} == {first.person, second.person}
    assert (task.kind, task.subject, task.assignee) == ("likeness", likeness.pk, first.worker)
    assert task.case in pair
    assert [likeness_of(one, first.worker) for one in pair] == [[(likeness, second)], [(likeness, first)]]


def test_looking_again_finds_nothing_new(pair):
    looked()
    described(pair[0], other_names="Chepita")
    looked()

    assert (Likeness.objects.count(), Task.objects.count()) == (1, 1)


def test_saving_who_she_is_waits_for_no_comparison(worker):
    known_as("María José", "Muñiz", worker)
    case = known_as("María José", "Muñiz", worker)

    assert not Likeness.objects.exists()
    assert OutboxRow.objects.open().filter(effect=EFFECT, subject=case.person_id).count() == 1


def test_an_unchanged_page_saved_again_asks_for_nothing(worker):
    case = known_as("María José", "Muñiz", worker)
    described(case, given_names="María José", family_names="Muñiz")

    assert OutboxRow.objects.filter(effect=EFFECT).count() == 1


def test_who_may_not_see_the_other_case_is_told_nothing_and_the_supervisors_nothing_of_whom(far):
    looked()

    first, second = far
    likeness, tasks = Likeness.objects.get(), Task.objects.all()
    assert {(task.kind, task.case, task.assignee) for task in tasks} == {("likeness_elsewhere", None, None)}
    assert {task.office for task in tasks} == {first.office, second.office}
    assert [likeness_of(one, one.worker) for one in far] == [[], []]
    assert [list(Task.objects.visible_to(one.worker)) for one in far] == [[], []]
    assert not Likeness.objects.visible_to(first.worker).exists()
    boss = supervisor(first.office)
    assert [task.office for task in Task.objects.visible_to(boss)] == [first.office]
    assert Likeness.objects.visible_to(boss).get() == likeness


def test_who_has_looked_does_not_tell_that_the_other_case_exists(client, far):
    looked()
    likeness = Likeness.objects.get()
    assert Event.objects.get(verb="likeness.found").subjects == [likeness.pk]
    record("likeness.found", likeness, *far)
    client.force_login(far[0].worker)

    page = client.get(f"/cases/{far[0].number}/readers/")

    told = [line["event"].verb for line in page.context["lines"]]
    assert (page.status_code, [verb for verb in told if verb.startswith("likeness")]) == (200, [])


def test_two_workers_of_one_office_who_do_not_share_their_cases_leave_it_to_their_supervisor(committed_db):
    office = working_office()
    known_as("Ana Lucía", "Caal Pop", caseworker(office))
    known_as("Ana Lucía", "Pop Caal", caseworker(office))
    looked()

    assert [task.office for task in Task.objects.visible_to(supervisor(office))] == [office]


def test_whoever_helps_one_of_them_alone_does_not_learn_that_she_may_be_known(pair):
    looked()
    staff = member(Role.SHELTER_STAFF, working_office())
    task = Task.objects.get()
    let_in(staff, task.case)

    assert list(Task.objects.visible_to(staff)) == []
    assert likeness_of(task.case, staff) == []


def test_shelter_staff_who_look_after_both_see_the_card_and_may_answer(pair, client):
    looked()
    staff = member(Role.SHELTER_STAFF, working_office())
    let_in(staff, pair[0])
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    card = f"/cases/likeness/{Likeness.objects.get().pk}/"
    assert card not in client.get(f"/cases/{pair[0].number}/").text

    let_in(staff, pair[1])

    assert card in client.get(f"/cases/{pair[0].number}/").text
    actions.answer_likeness(Likeness.objects.get(), by=staff, answer="not_same")
    assert card not in client.get(f"/cases/{pair[0].number}/").text


@pytest.mark.parametrize("answer", LikenessAnswer.values)
def test_an_answer_is_kept_and_ends_the_tasks_of_both_sides(far, answer):
    looked()
    boss = supervisor(far[0].office)

    actions.answer_likeness(Likeness.objects.get(), by=boss, answer=answer)

    likeness = Likeness.objects.get()
    assert (likeness.answer, likeness.answered_by) == (answer, boss)
    assert not Likeness.objects.waiting().exists()
    assert [task.done_by for task in Task.objects.all()] == [boss, boss]
    trail = Event.objects.filter(verb="likeness.answered").get()
    assert (trail.actor, trail.detail[-1]) == (boss.pk, answer)


def test_the_second_answer_is_refused_with_what_was_said(far):
    looked()
    one, other = (supervisor(case.office, user__full_name=f"Boss {n}") for n, case in enumerate(far))
    actions.answer_likeness(Likeness.objects.get(), by=one, answer="not_same")

    with pytest.raises(ValidationError, match="Boss 0 ya respondió: «No es la misma persona»"):
        actions.answer_likeness(Likeness.objects.get(), by=other, answer="same")


def test_a_pair_that_was_answered_is_not_asked_about_again(pair):
    looked()
    actions.answer_likeness(Likeness.objects.get(), by=pair[0].worker, answer="not_same")
    described(pair[1], other_names="Chepita")
    looked()

    assert Likeness.objects.get().answer == "not_same"
    assert not Task.objects.open().exists()


def test_somebody_who_sees_one_side_only_cannot_answer(far):
    looked()

    with pytest.raises(Refused):
        actions.answer_likeness(Likeness.objects.get(), by=far[0].worker, answer="same")


def test_the_task_is_ended_by_the_answer_and_not_by_hand(pair):
    looked()

    with pytest.raises(ValidationError, match="Primero responda si es la misma persona"):
        actions.finish_task(Task.objects.get(), by=pair[0].worker, outcome="Looked at it")


def test_people_born_long_apart_are_not_compared_and_those_of_unknown_years_are(worker):
    young = known_as("María José", "Muñiz", worker)
    old = known_as("María José", "Muñiz", worker, birth_date=datetime.date(1994, 3, 7), birth_precision="day")
    undated = known_as("María José", "Muñiz", worker, birth_date=None, birth_precision="unknown")

    assert people_like(young.person) == [undated.person_id]
    assert people_like(old.person) == [undated.person_id]
    assert people_like(undated.person) == sorted([young.person_id, old.person_id])


@pytest.mark.parametrize(("years", "found"), [(1, True), (2, True), (3, False), (4, False)])
def test_people_of_one_name_are_compared_who_were_born_within_two_years(worker, years, found):
    one = known_as(
        "María José", "Muñiz", worker, birth_date=datetime.date(1995, 1, 1), birth_precision="year"
    )
    then = datetime.date(1995 + years, 1, 1)
    other = known_as("María José", "Muñiz", worker, birth_date=then, birth_precision="year")

    assert (people_like(other.person) == [one.person_id]) is found


def test_the_same_document_is_enough_whatever_the_name(worker):
    paper = {"kind": "national_id", "number": "2345 67890 0101"}
    first = known_as("María José", "Muñiz", worker, documents=[paper])
    second = known_as("Zoila", "Tzub", worker, documents=[paper | {"number": "2345678900101"}])

    assert people_like(second.person) == [first.person_id]


def test_who_does_not_want_her_data_kept_is_compared_with_nobody(worker):
    known_as("María José", "Muñiz", worker)
    unnamed = opened_case(worker, unnamed=True)

    assert people_like(unnamed.person) == []


def test_two_who_are_described_at_once_make_one_pair_and_one_task(pair):
    """Each effect has compared before either has written."""
    rows = list(OutboxRow.objects.open().filter(effect=EFFECT).values_list("pk", flat=True))

    def carry(pk):
        carry_out(pk)
        connections.close_all()

    threads = [threading.Thread(target=carry, args=(pk,)) for pk in [*rows, *rows]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    looked()

    assert Receipt.objects.filter(row__in=rows).count() == 2
    assert (Likeness.objects.count(), Task.objects.count()) == (1, 1)


def test_what_two_may_have_in_common_is_named_nowhere(far, owner_text):
    looked()

    kept = owner_text("cases_likeness", "cases_task", "work_outboxrow", "audit_event")
    assert [word for word in ("xol", "shol", "esenia", "jesenia", "3esenia", "1ol") if word in kept] == []
    assert str(Likeness.objects.get().pk) in kept


@pytest.fixture
def owner_text():
    """The rows of tables as the data base writes them out."""

    def text(*tables):
        with connections["default"].cursor() as cursor:
            rows = []
            for table in tables:
                cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")
                rows += [row for (row,) in cursor.fetchall()]
        return " ".join(rows).casefold()

    return text


def test_a_writer_who_has_left_is_no_reason_to_fail(pair):
    get_user_model().objects.update(is_active=False)
    looked()

    assert [task.kind for task in Task.objects.all()] == ["likeness_elsewhere"]


def test_an_answer_given_by_mistake_is_taken_back_and_the_question_waits_again(pair, client):
    looked()
    likeness, worker = Likeness.objects.get(), pair[0].worker
    actions.answer_likeness(likeness, by=worker, answer="same")
    client.force_login(worker, backend="allauth.account.auth_backends.AuthenticationBackend")
    here = f"/cases/likeness/{likeness.pk}/"
    assert f"{here}take-back/" in client.get(here).text
    assert here in client.get("/tasks/?state=done").text

    answer = client.post(f"{here}take-back/")

    assert (answer.status_code, answer["Location"]) == (302, here)
    likeness.refresh_from_db()
    assert (likeness.answer, likeness.answered_by, likeness.answered_at) == ("", None, None)
    waiting = Task.objects.open().get()
    assert (waiting.kind, waiting.subject, waiting.assignee) == ("likeness", likeness.pk, worker)
    trail = Event.objects.get(verb="likeness.taken_back")
    assert (trail.actor, trail.subjects, trail.detail[-1]) == (worker.pk, [likeness.pk], "same")
    actions.answer_likeness(likeness, by=worker, answer="not_same")
    assert not Task.objects.open().exists()


def test_across_offices_the_supervisors_of_both_are_asked_again(far):
    looked()
    boss = supervisor(far[0].office)
    actions.answer_likeness(Likeness.objects.get(), by=boss, answer="not_same")

    actions.take_back_likeness(Likeness.objects.get(), by=supervisor(far[1].office))

    assert {(task.kind, task.office) for task in Task.objects.open()} == {
        ("likeness_elsewhere", case.office) for case in far
    }


def test_what_nobody_has_answered_cannot_be_taken_back_nor_by_who_sees_one_side_only(far, client):
    looked()
    likeness = Likeness.objects.get()
    with pytest.raises(ValidationError, match=r"ha respondido|has answered"):
        actions.take_back_likeness(likeness, by=supervisor(far[0].office))
    with pytest.raises(Refused):
        actions.take_back_likeness(likeness, by=far[0].worker)
    client.force_login(far[0].worker, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(f"/cases/likeness/{likeness.pk}/take-back/").status_code == 404
