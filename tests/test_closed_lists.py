"""Where the values of a column stand in the code, the database refuses any other, whoever writes it."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from cases.actions import record_service, write_note
from cases.models import Case, CaseRole
from tests.factories.cases import caseworker, let_in, opened_case
from tests.factories.programmes import AwardIndicatorFactory
from tests.factories.shelters import admitted, shelter_of
from tests.test_architecture import ROOMS
from vault.fields import SealedText

CODED = [
    (model, field)
    for model in apps.get_models()
    if model._meta.app_label in ROOMS
    for field in model._meta.local_fields
    # What is sealed the database cannot read.
    if field.choices and not isinstance(field, SealedText)
]


def leaves(condition):
    """`(lookup, value)` of all that a condition asks."""
    for child in condition.children:
        yield from leaves(child) if isinstance(child, models.Q) else [child]


def lists_kept(model):
    """`{column: values}` that the model's constraints let in."""
    checks = [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
    asked = [leaf for one in checks for leaf in leaves(one.condition)]
    return {name.removesuffix("__in"): set(values) for name, values in asked if name.endswith("__in")}


@pytest.mark.parametrize(
    ("model", "field"), CODED, ids=[f"{model._meta.label}.{field.name}" for model, field in CODED]
)
def test_a_column_with_a_closed_list_holds_no_other_value(model, field):
    values = {value for value, _label in field.choices if value}

    kept = lists_kept(model).get(field.name, set())

    assert kept - {""} == values
    assert field.blank or "" not in kept


def forced(row, **values):
    """Write these values behind the back of every action."""
    columns = ", ".join(f'"{name}" = %s' for name in values)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{row._meta.db_table}" SET {columns} WHERE id = %s', [*values.values(), row.pk]
        )


@pytest.mark.django_db
def test_the_database_itself_refuses_what_is_on_no_list():
    case = opened_case(caseworker())
    access = let_in(caseworker(case.office), case)

    for row, column in ((case, "role"), (case, "status"), (case, "danger"), (access, "level")):
        kept = getattr(row, column)
        with pytest.raises(IntegrityError, match=f"{row._meta.model_name}_{column}_known"):
            forced(row, **{column: "anything"})
        row.refresh_from_db()
        assert getattr(row, column) == kept
    forced(case, role=CaseRole.INDIRECT_VICTIM)
    assert Case.objects.get().role == CaseRole.INDIRECT_VICTIM


@pytest.mark.django_db
def test_where_she_went_is_written_only_with_the_day_on_which_she_left():
    stay = admitted(shelter_of())

    with pytest.raises(IntegrityError, match="stay_left_with_reason"):
        forced(stay, exit_reason="family", exit_decided_by="person")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "note_class"), [("clinical", "team"), ("clinical", "legal"), ("legal", "care")]
)
def test_what_is_for_a_profession_alone_stands_in_no_class_that_others_read(kind, note_class):
    worker = caseworker()
    case = opened_case(worker)
    note = write_note(case, by=worker, on=case.opened_on, text="Sleeps badly")

    with pytest.raises(IntegrityError, match=f"note_{kind}_for_its_profession"):
        forced(note, kind=kind, note_class=note_class)


@pytest.mark.django_db
def test_a_band_without_child_or_adult_and_a_currency_without_an_amount_are_refused():
    worker = caseworker()
    case = opened_case(worker)
    service = record_service(case, by=worker, on=case.opened_on, type="food")
    stay, row = admitted(shelter_of()), AwardIndicatorFactory()

    for thing, name, values in (
        (service, "cases_service_age_band", {"age_from": 25, "child": None}),
        (service, "service_value_with_currency", {"value": None, "currency": "GTQ"}),
        (stay, "shelters_stay_age_band", {"age_from": 25, "child": None}),
        (stay, "stay_left_age_band", {"left_age_from": 25, "left_child": None}),
        (stay, "stay_left_age_of_who_left", {"left_age_from": 25, "left_child": False}),
        (stay, "stay_left_age_of_who_left", {"left_child": True}),
        (row, "baseline_with_date_and_method", {"baseline": None, "baseline_on": "2011-01-01"}),
    ):
        with pytest.raises(IntegrityError, match=name):
            forced(thing, **values)
