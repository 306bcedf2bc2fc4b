"""Rows that looser checks had let in are mended before the stricter ones hold; what was typed stays."""

from importlib import import_module

from cases.actions import record_service
from tests.factories.cases import caseworker, opened_case
from tests.factories.programmes import AwardIndicatorFactory
from tests.factories.shelters import admitted, shelter_of


def let_in(owner, row, check, **values):
    """Write what the check of today refuses, as it could be written before."""
    table = row._meta.db_table
    owner.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{check}"')
    changes = ", ".join(f'"{name}" = %s' for name in values)
    owner.execute(f'UPDATE "{table}" SET {changes} WHERE id = %s', [*values.values(), row.pk])


def mended(owner, room, number, row, columns):
    """These columns of the row after the statements of the room's migration."""
    statements = import_module(f"{room}.migrations.{number}_unknown_is_not_true").MENDED
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
    stay = admitted(shelter_of())
    let_in(owner, stay, "shelters_stay_age_band", age_from=25, child=None)
    let_in(owner, stay, "stay_left_age_band", left_age_from=12, left_child=None)

    assert mended(owner, "shelters", "0007", stay, "child, left_child") == (False, True)
