"""Rows that looser checks had let in are mended before the stricter ones hold; what was typed stays."""

from importlib import import_module

import pytest
from django.utils import timezone

from cases.actions import finish_task, plan_task, record_service, write_note
from reintegration.actions import begin_placement
from tests.factories.cases import caseworker, opened_case
from tests.factories.programmes import AwardIndicatorFactory
from tests.factories.shelters import admitted, left, shelter_of


def let_in(owner, row, check, **values):
    """Write what the check of today refuses, as it could be written before."""
    table = row._meta.db_table
    owner.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{check}"')
    changes = ", ".join(f'"{name}" = %s' for name in values)
    owner.execute(f'UPDATE "{table}" SET {changes} WHERE id = %s', [*values.values(), row.pk])


def mended(owner, room, number, row, columns, what="unknown_is_not_true"):
    """These columns of the row after the statements of the room's migration."""
    statements = import_module(f"{room}.migrations.{number}_{what}").MENDED
    for statement in [statements] if isinstance(statements, str) else statements:
        owner.execute(statement)
    return owner.execute(f'SELECT {columns} FROM "{row._meta.db_table}" WHERE id = %s', [row.pk]).fetchone()


def test_the_day_of_a_baseline_without_a_value_stays_among_its_words(committed_db, owner):
    row = AwardIndicatorFactory()
    values = {"baseline": None, "baseline_on": "2010-09-30", "baseline_method": "Asked twelve offices"}
    let_in(owner, row, "baseline_with_date_and_method", **values)

    found = mended(owner, "programmes", "0006", row, "baseline_on, baseline_method")

    assert found == (None, "Asked twelve offices (2010-09-30)")


def test_a_band_says_child_or_adult_and_nothing_of_no_amount_has_a_currency(committed_db, owner):
    worker = caseworker()
    case = opened_case(worker)
    service = record_service(case, by=worker, on=case.opened_on, type="food")
    let_in(owner, service, "cases_service_age_band", age_from=12, child=None)
    let_in(owner, service, "service_value_with_currency", value=None, currency="GTQ")

    assert mended(owner, "cases", "0011", service, "child, currency") == (True, "")


def test_a_stay_says_child_or_adult_on_both_its_days(committed_db, owner):
    stay = left(admitted(shelter_of()))
    let_in(owner, stay, "shelters_stay_age_band", age_from=25, child=None)
    let_in(owner, stay, "stay_left_age_band", left_age_from=12, left_child=None)

    assert mended(owner, "shelters", "0007", stay, "child, left_child") == (False, True)


def test_who_lives_at_home_again_is_a_child_or_an_adult(committed_db, owner):
    child, adult = (
        begin_placement(case, by=case.worker, kind="nuclear_family", since=case.opened_on)
        for case in (opened_case(), opened_case())
    )
    let_in(owner, child, "reintegration_placement_age_band", age_from=15, child=None)
    owner.execute("UPDATE reintegration_placement SET age_from = 18, child = NULL WHERE id = %s", [adult.pk])

    found = [mended(owner, "reintegration", "0006", row, "age_from, child") for row in (child, adult)]

    assert found == [(15, True), (18, False)]


def test_nobody_has_an_age_on_leaving_who_has_not_left(committed_db, owner):
    here = admitted(shelter_of())
    gone = left(admitted(here.shelter))
    let_in(owner, here, "stay_left_age_of_who_left", left_age_from=25, left_child=False)
    owner.execute("UPDATE shelters_stay SET left_age_from = 25, left_child = FALSE WHERE id = %s", [gone.pk])

    what = "left_age_from, left_child", "age_of_who_left"
    found = [mended(owner, "shelters", "0008", row, *what) for row in (here, gone)]

    assert found == [(None, None), (25, False)]


@pytest.mark.parametrize(
    ("profession", "kind", "note_class", "kept"),
    [
        ("medicine", "clinical", "team", "medical"),
        ("psychology", "clinical", "team", "psychological"),
        ("", "clinical", "care", "psychological"),
        ("medicine", "clinical", "psychological", "psychological"),
        ("law", "legal", "team", "legal"),
        ("law", "progress", "team", "team"),
    ],
)
def test_what_a_profession_wrote_for_all_is_read_by_the_profession_alone(
    committed_db, owner, profession, kind, note_class, kept
):
    case = opened_case(caseworker(profession=profession))
    note = write_note(case, by=case.worker, on=case.opened_on, text="Sleeps badly")
    for check in ("note_clinical_for_its_profession", "note_legal_for_its_profession"):
        let_in(owner, note, check, kind="progress")
    owner.execute("UPDATE cases_note SET kind = %s, note_class = %s", [kind, note_class])

    found = mended(owner, "cases", "0019", note, "note_class, kind", "notes_for_their_profession")

    assert found == (kept, kind)


def test_a_task_that_was_done_names_who_changed_it_last(committed_db, owner):
    worker = caseworker()
    case = opened_case(worker)
    task = plan_task(case, by=worker, words="Call", due_on=timezone.localdate())
    finish_task(task, by=worker, outcome="Called")
    let_in(owner, task, "task_done_by_somebody", done_by_id=None)

    assert mended(owner, "cases", "0014", task, "done_by_id", "done_by_somebody") == (worker.pk,)
