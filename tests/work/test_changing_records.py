"""What differs is written, what was is kept, and who did it stands in the trail."""

import datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from audit.models import Event
from tests.testrooms.models import Leaflet, Story
from vault import actions as vault
from vault.errors import KeyLost
from vault.keys import Subject
from work.actions import create, history, write
from work.errors import Stale
from work.models import Revision

pytestmark = pytest.mark.django_db
ANA = uuid4()


def leaflet(**facts):
    return create(Leaflet(**{"title": "Your rights", **facts}), by=ANA, verb="leaflet.created")


def change(row, **changes):
    return write(row, by=ANA, verb="leaflet.changed", changes=changes)


def trail():
    return list(Event.objects.order_by("id").values_list("verb", "actor", "detail"))


def test_what_is_made_stands_in_the_trail():
    row = leaflet()

    assert trail() == [("leaflet.created", ANA, [])]
    assert Event.objects.get().subjects == [row.pk]
    assert row.version == 1


def test_what_a_record_refuses_is_not_made_and_is_said_in_words():
    leaflet()

    with pytest.raises(ValidationError) as refused:
        leaflet()
    assert refused.value.messages == ["Another leaflet has this title."]
    assert len(trail()) == 1


def test_only_what_differs_is_written():
    row = leaflet(price=Decimal("1.50"))
    Leaflet.objects.filter(pk=row.pk).update(printed_on=datetime.date(2026, 3, 1))

    change(row, title="Your rights", price=Decimal("1.5"), copies=20)

    row.refresh_from_db()
    assert (row.copies, row.printed_on, row.version) == (20, datetime.date(2026, 3, 1), 2)
    assert trail()[1:] == [("leaflet.changed", ANA, ["copies"])]
    assert [(revision.version, before) for revision, before in history(row)] == [(1, {"copies": 0})]


def test_a_change_that_changes_nothing_leaves_no_trace():
    row = leaflet()

    change(row, title="Your rights", copies=0)

    row.refresh_from_db()
    assert row.version == 1
    assert not Revision.objects.exists()
    assert len(trail()) == 1


def test_a_change_beside_a_record_outdates_what_was_read_of_it_and_is_told_by_its_own_line():
    row = leaflet()

    write(row, by=ANA, verb="leaflet.changed", changes={"copies": 0}, beside=True)

    assert (row.version, Leaflet.objects.get().version) == (2, 2)
    assert [before for _revision, before in history(row)] == [{}]
    assert len(trail()) == 1


def test_both_the_given_row_and_the_answer_hold_what_is_stored():
    row = leaflet()

    answer = change(row, title=" Rights ".strip())

    assert (row.title, row.version) == (answer.title, answer.version) == ("Rights", 2)


def test_a_refused_change_leaves_everything_as_it_was():
    row = leaflet()

    with pytest.raises(ValidationError) as refused:
        change(row, copies=5)
    assert refused.value.messages == ["Say when the copies were printed."]
    row = Leaflet.objects.get()
    assert (row.copies, row.version, Revision.objects.count(), len(trail())) == (0, 1, 0, 1)


def test_a_value_of_the_wrong_kind_is_refused_beside_its_field():
    with pytest.raises(ValidationError) as refused:
        change(leaflet(), copies="many")
    assert list(refused.value.error_dict) == ["copies"]


def test_who_saw_an_older_version_gets_both_versions():
    row = leaflet()
    change(row, title="Rights")

    with pytest.raises(Stale) as conflict:
        write(row, by=ANA, verb="leaflet.changed", changes={"title": "Know your rights"}, version=1)
    assert (conflict.value.row.title, conflict.value.row.version) == ("Rights", 2)
    assert conflict.value.changes == {"title": "Know your rights"}
    assert Leaflet.objects.get().title == "Rights"


def test_the_same_change_sent_twice_is_no_conflict():
    row = leaflet()
    for _ in range(2):
        write(row, by=ANA, verb="leaflet.changed", changes={"title": "Rights"}, version=1)

    assert Leaflet.objects.get().version == 2
    assert Revision.objects.count() == 1


def test_history_gives_back_values_as_the_record_held_them():
    older = leaflet(title="Older")
    row = leaflet(price=Decimal("1.50"), printed_on=datetime.date(2026, 3, 1), follows=older)
    change(row, price=None, printed_on=None, follows=None)
    change(row, title="Rights")

    assert [before for _revision, before in history(row)] == [
        {"title": "Your rights"},
        {"price": Decimal("1.50"), "printed_on": datetime.date(2026, 3, 1), "follows": older.pk},
    ]


def story():
    words = {"text": "told by María", "hiding_place": "calle 9"}
    return create(Story(**words), by=ANA, verb="story.created")


def test_what_a_person_told_before_is_sealed_with_her_key_each_ring_apart():
    row = story()
    write(row, by=ANA, verb="story.changed", changes={"text": "mended", "hiding_place": None})

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(work_revision)::text FROM work_revision")
        stored = cursor.fetchone()[0]
    assert "María" not in stored
    assert "calle" not in stored
    revision, before = history(Story.objects.get())[0]
    assert before == {"text": "told by María", "hiding_place": "calle 9"}
    assert (revision.values, revision.secrets) == ({"text": "told by María"}, {"hiding_place": "calle 9"})
    assert (revision.sealing_kind, revision.sealed_for) == ("person", row.person)


def test_erasing_a_person_erases_what_she_told_before():
    row = story()
    write(row, by=ANA, verb="story.changed", changes={"told_on": datetime.date(2026, 3, 1), "text": "mended"})
    vault.destroy_keys(Subject.of(row), by=ANA)

    assert history(row) == []
    with pytest.raises(KeyLost):
        Revision.objects.get().values  # noqa: B018


@pytest.mark.parametrize("table", ["work_revision", "work_receipt", "work_dueonce", "work_outboxrow"])
def test_not_even_the_owner_empties_what_is_kept(owner, table):
    with pytest.raises(Exception, match="only added to"):
        owner.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE"])
@pytest.mark.parametrize("table", ["work_revision", "work_receipt", "work_dueonce"])
def test_the_application_has_no_right_to_change_what_is_kept(owner, table, right):
    may = "SELECT has_table_privilege('amparo_app', %s, %s), has_table_privilege('amparo_app', %s, 'INSERT')"

    assert owner.execute(may, [table, right, table]).fetchone() == (False, True)
