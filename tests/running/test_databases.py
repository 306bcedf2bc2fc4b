"""What the fixtures of every other test promise."""

import os
from threading import Thread
from urllib.request import urlopen

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection

from tests import conftest, database

pytestmark = pytest.mark.services


def notes():
    return ContentType.objects.filter(app_label="a_note")


def leave_a_note():
    ContentType.objects.create(app_label="a_note", model="note")


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def names_of_databases():
    with psycopg.connect(os.environ["AMPARO_TEST_SUPERUSER_URL"]) as superuser:
        return {name for (name,) in superuser.execute("SELECT datname FROM pg_database")}


@pytest.mark.django_db
def test_the_application_owns_nothing_and_may_do_nothing_special():
    owned = asked("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
    powers = asked(
        "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )

    assert (owned, powers) == ((0,), (False, False, False, False))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE of_my_own (id int)",
        "CREATE TEMPORARY TABLE of_my_own (id int)",
        "DROP TABLE audit_event",
        "TRUNCATE audit_event",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "UPDATE audit_event SET verb = ''",
        "DELETE FROM audit_event",
        "SET ROLE amparo_owner",
    ],
)
def test_the_application_changes_no_table_and_no_event_of_the_trail(statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        asked(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("time", ["first", "again"])
def test_what_an_ordinary_test_writes_is_rolled_back(time):
    assert connection.in_atomic_block
    assert not notes().exists()

    leave_a_note()

    assert notes().count() == 1


@pytest.mark.parametrize("time", ["first", "again"])
def test_a_test_that_commits_starts_from_the_migrated_template(committed_db, time):
    assert not connection.in_atomic_block
    assert not notes().exists()

    leave_a_note()


def test_a_committed_row_is_seen_by_every_thread_and_by_programs_the_test_starts(committed_db):
    leave_a_note()
    seen = []
    thread = Thread(target=lambda: (seen.append(notes().count()), connection.close()))
    thread.start()
    thread.join()

    with psycopg.connect(os.environ["DATABASE_URL"]) as program:
        (by_program,) = program.execute(
            "SELECT count(*) FROM django_content_type WHERE app_label = 'a_note'"
        ).fetchone()

    assert (seen, by_program) == ([1], 1)


def test_a_database_of_ones_own_is_dropped_although_somebody_is_still_connected(django_db_setup):
    database.copy("amparo_dropped")
    with psycopg.connect(os.environ["AMPARO_TEST_SUPERUSER_URL"]) as guest:
        guest.execute("SELECT 1")

        database.drop("amparo_dropped")

    assert "amparo_dropped" not in names_of_databases()


@pytest.mark.django_db
def test_the_mark_and_the_database_of_ones_own_go_together(transactional_db, committed_db):
    assert connection.settings_dict["NAME"] == committed_db


def test_a_live_server_works_on_the_database_of_the_test(live_server, committed_db):
    with urlopen(f"{live_server.url}/readyz") as answer:
        assert answer.status == 200

    assert connection.settings_dict["NAME"] == committed_db


def test_emptying_tables_after_a_test_is_refused_with_a_sentence(request):
    @pytest.mark.django_db(transaction=True)
    def forbidden():
        """Would truncate every table, the trail among them."""

    item = pytest.Function.from_parent(request.node.parent, name="forbidden", callobj=forbidden)

    with pytest.raises(pytest.fail.Exception, match="asks for `committed_db`"):
        conftest.pytest_runtest_setup(item)


def test_the_owner_is_at_hand_for_what_only_an_owner_could_do(owner):
    assert owner.execute("SELECT current_user").fetchone() == ("amparo_owner",)
