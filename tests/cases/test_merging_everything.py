"""All that can be written of somebody goes along when she is joined with another row, and comes back."""

import pytest

from cases import actions
from cases.models import Case, Draft, Likeness, Person
from tests.cases.intake.everything import everything_of_her, models_with_her_words, sealed_fields
from tests.factories.cases import opened_case, supervisor
from tests.factories.shelters import case_for, shelter_of
from vault.models import SubjectKey
from work.files import read_file

pytestmark = pytest.mark.django_db
# What belongs to an event, which many may have lived through, is sealed under the event's own key.
OF_OTHERS = {"Exploitation", "ConsentText", "GroupIntake", "Suspect", "SuspectInEvent"}


@pytest.fixture
def her():
    shelter = shelter_of()
    return everything_of_her(case_for(shelter, code_name="Ceiba"), shelter)


def words(case, person):
    """{(table, row): every sealed word}, opened anew, of all rows that hang on this case or this person."""
    found = {}
    for model in models_with_her_words():
        if model.__name__ in OF_OTHERS:
            continue
        names = {field.name for field in model._meta.fields}
        rows = model.objects.filter(pk=case.pk) if model is Case else None
        rows = model.objects.filter(pk=person) if model is Person else rows
        if rows is None:
            rows = model.objects.filter(**({"case": case} if "case" in names else {"person": person}))
        for row in rows:
            sealed = {field.name: getattr(row, field.name) for field in sealed_fields(model)}
            found[model._meta.label, row.pk] = sealed
    return found


def attached(case):
    """For whom the file of her document is sealed, and what stands in it."""
    file = case.documents.get().file
    return file.sealed_for, b"".join(read_file(file))


def test_every_word_of_every_table_is_read_afterwards_and_when_it_is_undone(her):
    new, person = opened_case(her.worker), her.person_id
    boss, before = supervisor(her.office), words(her, person)
    _whose, content = attached(her)
    Likeness.objects.all().delete()
    pair = actions.note_likeness(her.person, new.person, by=her.worker)
    actions.answer_likeness(pair, by=her.worker, answer="same")

    actions.merge_people(pair, by=boss, keep=new.number)

    kept, after = Case.objects.get(pk=her.pk).person_id, {}
    assert kept == new.person_id
    after = words(her, kept)
    hers = {key: value for key, value in before.items() if key[0] != "cases.Person"}
    assert {key: after.get(key) for key in hers} == hers
    assert {key[0] for key in hers} >= {"cases.Plan", "cases.Document", "cases.Relative", "shelters.Stay"}
    assert {key[0] for key in hers} >= {"cases.RouteStage", "cases.SuspectToPerson"}

    assert attached(her) == (kept, content)

    actions.undo_merge(pair, by=boss)
    assert attached(her) == (person, content)
    assert {key: words(her, person).get(key) for key in hers} == hers
    assert Draft.objects.filter(case=her).exists()
    assert SubjectKey.objects.filter(subject=person).exclude(wrapped=b"").exists()
