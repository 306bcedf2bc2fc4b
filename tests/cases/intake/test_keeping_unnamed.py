"""Who does not want her data kept: of her stays the code, her sex, child or adult, and what was given to her.

The list of what is sealed comes from the models themselves: a sealed field that is new must be filled here
with words of hers, and must be gone afterwards.
"""

import datetime
from contextlib import suppress

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import translation

from accounts.actions import keep_unsent_text
from accounts.models import UnsentText
from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.models import (
    Case,
    CaseExploitation,
    Draft,
    Exploitation,
    IdentityDocument,
    Likeness,
    Needs,
    Note,
    Person,
    Relative,
    Service,
    Task,
    Telephone,
)
from reintegration.models import Placement
from shelters.models import Stay
from tests.cases.intake.conftest import agreed, page
from tests.cases.intake.everything import (
    CANARY,
    ON,
    TODAY,
    everything_of_her,
    models_with_her_words,
    sealed_fields,
)
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from tests.factories.shelters import case_for, shelter_of
from vault.actions import Subject
from vault.errors import Erased, VaultError
from vault.keys import data_key
from work import actions as work
from work.errors import Stale
from work.models import Revision, SealedFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelter():
    return shelter_of()


@pytest.fixture
def case(shelter):
    return case_for(shelter, code_name="Ceiba", found_in="GT-01")


@pytest.fixture
def her(case, shelter):
    """The case of somebody of whom everything is written, everywhere, twice; and no ground holds any more."""
    return everything_of_her(case, shelter)


def test_nothing_of_her_is_recovered_by_the_records(her):
    old = her.person_id
    actions.keep_unnamed(her, by=her.worker)

    left_over = []
    for model in apps.get_models():
        for row in model._base_manager.all() if sealed_fields(model) and model is not Revision else ():
            for field in sealed_fields(model):
                value = str(getattr(row, field.name))
                if CANARY in value or "1987" in value:
                    left_over.append(f"{model.__name__}.{field.name}")
    assert left_over == []
    assert not Person.objects.filter(pk=old).exists()
    assert [model.objects.count() for model in (Telephone, IdentityDocument, Relative, Draft, Likeness)] == [
        0
    ] * 5
    assert [model.objects.count() for model in (Exploitation, CaseExploitation, SealedFile)] == [0] * 3
    assert UnsentText.objects.count() == 0


def test_nor_by_what_was_typed_and_not_sent_on_pages_of_what_belongs_to_her_case(her):
    task, stay, placement = her.tasks.first(), her.stays.get(), her.placements.get()
    another = opened_case(her.worker)
    pages = [
        reverse("tasks:task-done", args=[task.pk]),
        reverse("shelters:stay-exit", args=[stay.pk]),
        reverse("reintegration:placement-end", args=[placement.pk]),
    ]
    for path in [*pages, page(another, "person")]:
        keep_unsent_text(her.worker, by=her.worker, path=path, typed=[["words", [CANARY]]])

    actions.keep_unnamed(her, by=her.worker)

    assert [one.path for one in UnsentText.objects.all()] == [page(another, "person")]


def told(revision):
    return {**revision.values, **(revision.secrets or {})}


def test_nothing_of_her_is_recovered_from_what_was_kept_of_earlier_changes(her):
    erased = [Subject("person", her.person_id), *map(Subject.of, Exploitation.objects.all())]
    before = [one for one in Revision.objects.all() if CANARY in str(told(one)) or "1987" in str(told(one))]
    actions.keep_unnamed(her, by=her.worker)

    opened = []
    for revision in Revision.objects.filter(pk__in=[one.pk for one in before]):
        with suppress(VaultError):
            opened.append((revision.table, told(revision)))
    assert {one.table for one in before} == {model._meta.label_lower for model in models_with_her_words()}
    assert opened == []
    for subject in erased:
        with pytest.raises(Erased):
            data_key(subject, "identity")


def test_of_rows_that_nothing_seals_no_earlier_value_is_read_either(her):
    hanging = [*Likeness.objects.all()]
    before = [len(work.history(row)) for row in hanging]

    actions.keep_unnamed(her, by=her.worker)

    assert (before, [work.history(row) for row in hanging]) == ([1], [[]])


def test_the_supervisors_of_another_office_hear_that_her_words_have_left_their_case(case):
    elsewhere = caseworker(working_office(case.office.organisation))
    second = opened_case(elsewhere, person=case.person)

    actions.keep_unnamed(case, by=case.worker)

    task = Task.objects.get(kind="identity_left")
    assert (task.case, task.office, task.assignee) == (second, second.office, None)


def test_who_cannot_open_another_case_of_hers_does_not_learn_of_it(case):
    elsewhere = caseworker(working_office(case.office.organisation))
    agreed(opened_case(elsewhere, person=case.person), elsewhere)

    with pytest.raises(ValidationError) as refused, translation.override("en"):
        actions.keep_unnamed(case, by=case.worker)

    sentence = refused.value.messages[0]
    assert [word for word in ("ground", "case", "26-") if word in sentence] == []


def test_no_draft_of_how_she_was_found_is_kept_once_her_name_has_left(desk, case_of_desk):
    actions.keep_unnamed(case_of_desk, by=case_of_desk.worker)
    address = f"/cases/{case_of_desk.number}/intake/drafts/identification/"

    named = desk.post(address, {"source_details": "Her aunt Rosa"})
    plain = desk.post(address, {"danger": "no", "source_details": ""})

    assert (named.status_code, plain.status_code, Draft.objects.count()) == (422, 302, 1)


def test_needs_that_are_mended_while_her_name_leaves_are_told_as_changed(case):
    asked = actions.record_needs(case, by=case.worker, needs=["food"], pregnant="yes")
    seen = Needs.objects.select_related("case__office").get(pk=asked.pk)
    actions.keep_unnamed(case, by=case.worker)

    with pytest.raises(Stale):
        actions.edit_needs(seen, by=case.worker, version=1, pregnant="yes")


def test_of_her_own_row_only_sex_and_child_or_adult_stand(her):
    case = actions.keep_unnamed(her, by=her.worker)

    person, blank = case.person, Person()
    known = {"id", "created_at", "version", "unnamed", "sex", "majority"}
    rest = [field.attname for field in Person._meta.concrete_fields if field.name not in known]
    assert [name for name in rest if getattr(person, name) != getattr(blank, name)] == []
    assert (person.unnamed, person.sex, person.majority) == (True, "F", "adult")


def test_no_column_in_the_clear_tells_of_her_origin_or_her_age(her):
    actions.keep_unnamed(her, by=her.worker)

    with connection.cursor() as cursor:
        for table in [model._meta.db_table for model in models_with_her_words()]:
            cursor.execute(f"SELECT coalesce(string_agg(row_to_json(t)::text, ' '), '') FROM {table} t")
            told = cursor.fetchone()[0]
            assert [one for one in ("garifuna", "GT-16", "GT-01", "seeing") if one in told] == []
    aged = (Service, Stay, Placement)
    ages = {row.age_from for model in aged for row in model.objects.all()}
    assert ages == {None}


def test_what_was_given_and_done_stays_on_its_day_and_counts_once(her):
    actions.keep_unnamed(her, by=her.worker)

    case = Case.objects.get(pk=her.pk)
    stay, placement = Stay.objects.get(case=case), Placement.objects.get(case=case)
    assert (case.number, case.code_name, case.found_on) == (her.number, "Ceiba", ON)
    assert sorted(case.services.values_list("type", "on", "child")) == [("food", ON, False)] * 2
    assert (stay.admitted_on, stay.left_on) == (ON, datetime.date(2026, 5, 1))
    assert {stay.person_id, placement.person_id, *stay.beds.values_list("person", flat=True)} == {
        case.person_id
    }
    assert case.notes.get().author == her.worker
    assert {ground.kind for ground in case.grounds.all()} == {"consent", "court_order"}
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"service.recorded", "note.written", "person.unnamed"} <= verbs


def test_all_her_cases_go_together(case):
    second = opened_case(case.worker, person=case.person)
    actions.write_note(second, by=case.worker, on=ON, text=CANARY)

    actions.keep_unnamed(case, by=case.worker)

    people = set(Case.objects.filter(pk__in=[case.pk, second.pk]).values_list("person", flat=True))
    assert len(people) == 1
    assert Note.objects.get().text == "—"


def test_a_ground_in_another_case_of_hers_holds_it_back(case):
    second = opened_case(case.worker, person=case.person)
    agreed(second, case.worker)

    with pytest.raises(ValidationError) as refused:
        actions.keep_unnamed(case, by=case.worker)
    assert refused.value.code == "ground_in_force"


@pytest.mark.parametrize(("keep", "alert", "tasks"), [(True, "Penicillin", []), (False, None, ["needs"])])
def test_what_must_be_known_at_night_stays_only_where_she_agrees(case, keep, alert, tasks):
    actions.record_needs(case, by=case.worker, needs=["food"], health_alert="Penicillin", wishes=CANARY)

    actions.keep_unnamed(case, by=case.worker, keep_alert=keep)

    asked = Needs.objects.get()
    assert (asked.health_alert, asked.wishes, asked.needs) == (alert, None, ["food"])
    assert [task.kind for task in Task.objects.open()] == tasks


def test_what_others_lived_through_with_her_stays_with_them(case):
    other = opened_case(case.worker)
    for one in (case, other):
        agreed(one, case.worker)
    event = actions.record_exploitation(case, by=case.worker, acts=["recruitment"])
    CaseExploitation.objects.create(case=other, exploitation=event)
    actions.end_ground(case.grounds.get(), by=case.worker, ended_on=TODAY())

    actions.keep_unnamed(case, by=case.worker)

    assert [link.case for link in event.links.all()] == [other]


def test_help_goes_on_for_her_without_a_name(case):
    actions.keep_unnamed(case, by=case.worker)

    actions.record_service(case, by=case.worker, on=TODAY(), type="food", detail="Two meals")
    actions.write_note(case, by=case.worker, on=TODAY(), text="She ate.")

    assert (case.services.get().detail, case.notes.get().text) == ("Two meals", "She ate.")


def test_her_page_is_shown_after_a_case_had_ended_and_gone_on_before(desk, worker):
    case = opened_case(worker, code_name="Jade")
    facts = {"closure_reason": "withdrew", "closing_summary": CANARY}
    actions.close_case(case, by=worker, on=TODAY(), **facts)
    boss = supervisor(case.office)
    actions.reopen_case(case, by=boss, on=TODAY(), reason="x")
    actions.keep_unnamed(case, by=worker)

    shown = desk.get(f"/cases/{case.number}/")

    assert (shown.status_code, CANARY in shown.content.decode()) == (200, False)


def test_the_page_says_what_goes_and_asks_about_the_alert(desk, case_of_desk):
    actions.record_needs(case_of_desk, by=case_of_desk.worker, health_alert="Penicillin")

    shown = desk.get(page(case_of_desk, "unnamed"))
    sent = desk.post(page(case_of_desk, "unnamed"), {"keep_alert": "on"})

    text = shown.content.decode()
    assert "What leaves: her names" in text
    assert "What stays: the number and the code name" in text
    assert "keep_alert" in shown.context["form"].fields
    assert (sent.status_code, Needs.objects.get().health_alert) == (302, "Penicillin")


@pytest.fixture
def case_of_desk(worker):
    return opened_case(worker)


def test_unnamed_twice_is_once(case):
    first = actions.keep_unnamed(case, by=case.worker)
    second = actions.keep_unnamed(case, by=case.worker)

    assert first.person_id == second.person_id
    assert Event.objects.filter(verb="person.unnamed").count() == 1


def test_whoever_only_reads_her_case_does_not_take_her_name_out(case):
    with pytest.raises(Refused):
        actions.keep_unnamed(case, by=caseworker(case.office))
    assert Person.objects.get(pk=case.person_id).unnamed is False
