"""Two people who are one are joined by a supervisor: nothing of either is lost, and it can be undone."""

import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.urls import reverse
from django.utils import timezone, translation

from accounts.tokens import issue
from audit.doors import Refused
from audit.models import Event
from cases import actions, named
from cases.merging import OF_A_CASE, OF_HERSELF
from cases.models import Case, Likeness, Merge, Note, Person, Telephone
from reintegration.models import Placement
from shelters.models import Stay
from tests.api.conftest import Caller
from tests.cases.test_likeness import known_as
from tests.factories.cases import caseworker, opened_case, supervisor
from tests.factories.shelters import admitted, left, shelter_of
from tests.shelters.conftest import browser_of
from vault.fields import SealedField
from vault.models import ErasedSubject, Sealed

TODAY = timezone.localdate()
TOLD = {"whose": "own", "safe_to_call": "yes"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def worker(db):
    return caseworker(user__full_name="Marta Paz")


@pytest.fixture
def boss(worker):
    return supervisor(worker.memberships.get().office)


@pytest.fixture
def cases(worker):
    """Ceiba, and Jade, who is the same woman under the name of her mother."""
    made = {"Ceiba": ("Tzoc Mejía", "5555 1111"), "Jade": ("Mejía", "5555 2222")}
    return [
        written_of(known_as("Ixchel", family, worker, telephones=[{"number": phone, **TOLD}]), name)
        for name, (family, phone) in made.items()
    ]


def written_of(case, code_name):
    """The case after everybody wrote something in it."""
    by, today = case.worker, {"on": TODAY}
    case = actions.change_case(case, by=by, code_name=code_name)
    actions.write_note(case, by=by, text=f"Written of {code_name}.", **today)
    actions.record_needs(case, by=by, needs=["legal_advice"], wishes=f"{code_name} wishes", **today)
    actions.plan_task(case, by=by, words=f"Ask {code_name}", due_on=TODAY)
    actions.record_service(case, by=by, type="food", quantity=1, detail=f"For {code_name}", **today)
    return case


@pytest.fixture
def pair(cases, worker):
    pair = actions.note_likeness(*(case.person for case in cases), by=worker)
    actions.answer_likeness(pair, by=worker, answer="same")
    return pair


def words_of(case):
    """All sealed words of a case, read anew from the data base."""
    found = []
    for model in (Case, *OF_A_CASE, Stay, Placement):
        rows = model.objects.filter(pk=case.pk) if model is Case else model.objects.filter(case=case)
        sealed = [field.name for field in model._meta.concrete_fields if isinstance(field, SealedField)]
        found += [str(getattr(row, name)) for row in rows.order_by("pk") for name in sealed]
    return found


def phones(person):
    return sorted(Telephone.objects.filter(person=person).values_list("pk", flat=True))


def test_all_cases_are_of_one_person_afterwards_and_every_word_of_both_is_read(cases, pair, boss):
    one, two = cases
    before, person = [words_of(case) for case in cases], two.person_id

    actions.merge_people(pair, by=boss, keep=one.number)

    assert set(Case.objects.values_list("person", flat=True)) == {one.person_id}
    assert [words_of(case) for case in cases] == before
    assert any("Written of Jade." in words for words in before)
    kept = Person.objects.get(pk=one.person_id)
    assert (kept.full_name, kept.other_names) == ("Ixchel Tzoc Mejía", "Ixchel Mejía")
    assert sorted(phone.number for phone in kept.telephones.all()) == ["5555 1111", "5555 2222"]
    assert (phones(person), Person.objects.get(pk=person).full_name) == ([], "Ixchel Mejía")


def test_what_is_missing_is_filled_in_from_the_other_one(cases, pair, boss):
    one, two = cases
    about = {"education": "isced1", "languages": ["spa", "mam"], "nationalities": ["GT"]}
    actions.describe_person(two.person, by=two.worker, case=two, **about)
    actions.describe_person(one.person, by=one.worker, case=one, languages=["kek"], nationalities=["HN"])

    actions.merge_people(pair, by=boss, keep=one.number)

    kept = Person.objects.get(pk=one.person_id)
    assert (kept.education, kept.languages) == ("isced1", ["kek", "spa", "mam"])
    assert kept.nationalities == ["HN", "GT"]


def test_stays_and_placements_come_along_with_their_words(cases, pair, boss):
    one, two = cases
    stay = admitted(shelter_of(two.office.organisation), case=two, on=TODAY - timedelta(days=9))
    left(stay, on=TODAY - timedelta(days=2), exit_details="To her aunt")
    before = words_of(two)

    actions.merge_people(pair, by=boss, keep=one.number)

    assert {row.person_id for model in (Stay, Placement) for row in model.objects.all()} == {one.person_id}
    assert words_of(two) == before
    assert "To her aunt" in before


def test_who_was_in_two_places_at_once_is_not_joined_and_nothing_is_changed(cases, pair, boss):
    one, shelter = cases[0], shelter_of(cases[0].office.organisation)
    for case in cases:
        admitted(shelter, case=case, on=TODAY - timedelta(days=9))
    before = [words_of(case) for case in cases]

    with (
        pytest.raises(ValidationError, match="One person cannot have been in two places"),
        transaction.atomic(),
    ):
        actions.merge_people(pair, by=boss, keep=one.number)

    assert [words_of(case) for case in cases] == before
    assert (Merge.objects.count(), Person.objects.exclude(joined_with=None).count()) == (0, 0)


# Who decides


def test_who_said_that_it_is_one_person_does_not_join_them_herself(cases, worker, boss):
    pair = actions.note_likeness(*(case.person for case in cases), by=worker)
    with pytest.raises(ValidationError, match="First somebody says"):
        actions.merge_people(pair, by=boss, keep=cases[0].number)
    actions.answer_likeness(pair, by=boss, answer="same")

    with pytest.raises(ValidationError, match="another supervisor joins"):
        actions.merge_people(pair, by=boss, keep=cases[0].number)
    with pytest.raises(Refused):
        actions.merge_people(pair, by=worker, keep=cases[0].number)
    second = supervisor(cases[0].office)
    assert actions.merge_people(pair, by=second, keep=cases[0].number).by == second


def test_in_a_small_office_one_supervisor_joins_them_alone_next_day_and_it_is_listed(cases, worker, boss):
    office = cases[0].office
    office.small_since, office.small_decided_by = TODAY, "Directora"
    office.save(update_fields=["small_since", "small_decided_by"])
    pair = actions.note_likeness(*(case.person for case in cases), by=worker)
    actions.answer_likeness(pair, by=boss, answer="same")
    with pytest.raises(ValidationError, match="24 hours after"):
        actions.merge_people(pair, by=boss, keep=cases[0].number)

    Likeness.objects.filter(pk=pair.pk).update(answered_at=timezone.now() - timedelta(hours=25))
    merge = actions.merge_people(pair, by=boss, keep=cases[0].number)

    assert [decision.subject for decision in office.sole_decisions.all()] == [merge.pk]


def test_a_supervisor_who_reads_one_side_alone_joins_nobody(worker, boss):
    own, far = known_as("Ixchel", "Tzoc", worker), known_as("Ixchel", "Tzoc")
    pair = actions.note_likeness(own.person, far.person, by=None)
    actions.answer_likeness(pair, by=supervisor(far.office), answer="same")
    address = reverse("cases:likeness-merge", args=[pair.pk])

    assert browser_of(boss).get(address).status_code == 403
    assert browser_of(supervisor()).get(address).status_code == 404
    assert "Join the two" not in browser_of(boss).get(reverse("cases:likeness", args=[pair.pk])).text


# Undone


def test_within_thirty_days_they_are_taken_apart_with_what_was_written_since(cases, pair, boss, worker):
    one, two = cases
    person, before = two.person_id, [words_of(case) for case in cases]
    rows = [phones(case.person) for case in cases]
    actions.merge_people(pair, by=boss, keep=one.number)
    actions.write_note(two, by=worker, on=TODAY, text="Written since.")

    actions.undo_merge(pair, by=boss)

    one.refresh_from_db(), two.refresh_from_db()
    assert (one.person_id == person, two.person_id == person) == (False, True)
    assert [phones(case.person) for case in cases] == rows
    assert words_of(one) == before[0]
    assert sorted([*before[1], "Written since."]) == sorted(words_of(two))
    assert Person.objects.get(pk=one.person_id).other_names in (None, "")
    assert Likeness.objects.get().answer == "not_same"
    with pytest.raises(ValidationError, match="cannot be taken apart"):
        actions.undo_merge(pair, by=boss)


def test_after_thirty_days_it_stays(cases, pair, boss):
    actions.merge_people(pair, by=boss, keep=cases[0].number)
    Merge.objects.update(created_at=timezone.now() - timedelta(days=31))

    with pytest.raises(ValidationError, match="cannot be taken apart"):
        actions.undo_merge(pair, by=boss)


def test_an_answer_is_not_taken_back_while_the_two_are_joined(cases, pair, boss, worker):
    actions.merge_people(pair, by=boss, keep=cases[0].number)

    with pytest.raises(ValidationError, match="take them apart first"):
        actions.take_back_likeness(pair, by=boss)


# What follows


def test_who_was_joined_is_found_by_both_names_once(cases, pair, boss, worker):
    actions.merge_people(pair, by=boss, keep=cases[0].number)

    assert set(named.people_called("Ixchel Mejía", worker, 9)) == {cases[0].person_id}
    assert {case.code_name for case in named.cases_called("Ixchel Mejía", worker, 9)} == {"Ceiba", "Jade"}


def test_that_somebody_else_is_not_the_same_is_not_asked_again(cases, pair, boss, worker):
    third, fourth = known_as("Ixchela", "Mejía", worker), known_as("Ixchele", "Mejía", worker)
    told = actions.note_likeness(cases[1].person, third.person, by=worker)
    actions.answer_likeness(told, by=worker, answer="not_same")
    actions.note_likeness(cases[1].person, fourth.person, by=worker)

    actions.merge_people(pair, by=boss, keep=cases[0].number)

    of_kept = Likeness.objects.of_person(cases[0].person_id)
    assert of_kept.of_person(third.person_id).get().answer == "not_same"
    waiting = Likeness.objects.waiting().get()
    assert waiting.other_than(fourth.person_id) == cases[0].person_id
    asking = [task.subject for one in (*cases, fourth) for task in one.tasks.open().filter(kind="likeness")]
    assert asking == [waiting.pk]


def test_a_case_that_she_who_joins_does_not_read_says_to_its_team_that_something_changed(cases, pair, boss):
    far = opened_case(caseworker())
    Case.objects.filter(pk=far.pk).update(person=cases[1].person)

    actions.merge_people(pair, by=boss, keep=cases[0].number)

    assert [task.kind for task in far.tasks.open()].count("joined_elsewhere") == 1


def test_her_wish_to_be_kept_without_a_name_takes_both_rows_out(cases, pair, boss, worker):
    one, two = cases
    people = {one.person_id, two.person_id}
    actions.merge_people(pair, by=boss, keep=one.number)
    for case in cases:
        for ground in case.grounds.filter(ended_on=None):
            actions.end_ground(ground, by=worker, ended_on=TODAY)

    actions.keep_unnamed(one, by=worker)

    assert Person.objects.filter(pk__in=people).count() == 0
    assert set(ErasedSubject.objects.filter(kind="person").values_list("subject", flat=True)) == people
    assert (Merge.objects.count(), Likeness.objects.count()) == (0, 0)


def is_hers(model):
    """Is it of a room that keeps something of people?"""
    return model._meta.app_label in {"cases", "shelters", "reintegration", "referrals"}


def test_everything_that_is_sealed_under_her_key_goes_along():
    known = {*OF_A_CASE, *OF_HERSELF, Case, Person, Stay, Placement}
    sealed = {model for model in apps.get_models() if issubclass(model, Sealed) and not model._meta.proxy}
    hers = {
        model for model in sealed if model.__module__.split(".")[0] in {"cases", "shelters", "reintegration"}
    }
    # An event, a suspect, a house, a complaint and a record have keys of their own: none of them is hers.
    others = {"complaint", "exploitation", "record", "shelter", "suspect"}

    assert {model for model in hers if model.sealing_kind not in others} == known


@pytest.mark.django_db
def test_the_data_base_lets_no_case_hang_on_somebody_who_was_joined(cases, pair, boss):
    person = cases[1].person_id
    actions.merge_people(pair, by=boss, keep=cases[0].number)

    def hang():
        with transaction.atomic():
            Case.objects.filter(pk=cases[0].pk).update(person=person)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="joined with another row"):
        hang()


def test_a_note_that_is_written_while_the_two_are_joined_is_read_afterwards(committed_db):
    worker = caseworker()
    one, two = known_as("Ixchel", "Tzoc", worker), known_as("Ixchel", "Tzoc", worker)
    boss = supervisor(one.office)
    pair = actions.note_likeness(one.person, two.person, by=worker)
    actions.answer_likeness(pair, by=worker, answer="same")
    start = threading.Barrier(2)

    def do(work):
        start.wait()
        work()
        connections.close_all()

    works = [
        lambda: actions.merge_people(pair, by=boss, keep=one.number),
        lambda: [actions.write_note(two, by=worker, on=TODAY, text=f"Note {n}") for n in range(8)],
    ]
    threads = [threading.Thread(target=do, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(note.text for note in Note.objects.filter(case=two)) == [f"Note {n}" for n in range(8)]
    assert Case.objects.get(pk=two.pk).person_id == one.person_id


# Pages and programs


def test_the_page_shows_no_name_until_it_is_asked_for_and_says_what_becomes_of_the_two(cases, pair, boss):
    browser, address = browser_of(boss), reverse("cases:likeness-merge", args=[pair.pk])

    page = browser.get(address).text
    named_page = browser.post(address, {"names": "1", "keep": cases[1].number}).text
    nothing = browser.post(address, {})
    done = browser.post(address, {"keep": cases[0].number}, follow=True).text

    assert "Tzoc" not in page
    assert "Ixchel Tzoc Mejía" in named_page
    assert f'value="{cases[1].number}" ' in named_page
    assert Event.objects.filter(verb="case.name_revealed").count() == 2
    assert nothing.status_code == 422
    assert "joined the two on" in done
    undo = browser.get(reverse("cases:likeness-undo-merge", args=[pair.pk])).text
    assert "Take the two apart again?" in undo


def test_a_program_joins_and_takes_apart(cases, pair, boss):
    program, address = Caller(issue(boss)[0]), f"/api/v1/likenesses/{pair.pk}/"
    version = program.get(address).json()["version"]

    joined = program.post(f"{address}merge/", {"keep": cases[0].number}, headers={"If-Match": f'"{version}"'})
    apart = program.post(f"{address}undo-merge/", {}, headers={"If-Match": joined["ETag"]})

    assert (joined.status_code, apart.status_code) == (200, 200), (joined.content, apart.content)
    assert Merge.objects.get().undone_by == boss
    assert apart.json()["answer"] == "not_same"
