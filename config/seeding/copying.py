"""Rows into a table by COPY: every constraint is on, only the round trips are spared."""

from operator import attrgetter

from django.db import connection
from django.db.models import (
    NOT_PROVIDED,
    AutoField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKey,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    UUIDField,
)
from django.utils import timezone

# What rows hold in these goes to the database as it stands.
AS_THEY_STAND = {
    *(BooleanField, CharField, DateField, DateTimeField, ForeignKey),
    *(PositiveIntegerField, PositiveSmallIntegerField, UUIDField),
}


def copy_rows(model, rows):
    """Write these instances of one model; answers how many."""
    fields, moment = model._meta.concrete_fields, timezone.now()
    readers, rows = [reader(field) for field in fields], list(rows)
    for row in rows:
        row.created_at = moment
    # Sealing and checking codes may ask the database, which cannot answer in the middle of a COPY.
    made = [[read(row) for read in readers] for row in rows]
    copy(model, fields, made)
    return len(made)


def reader(field):
    """A function that answers what the table holds of a row in this field, sealed where it is sealed."""
    if type(field) in AS_THEY_STAND:
        return attrgetter(field.attname)
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), connection)


def copy_values(model, names, rows):
    """Write plain tuples in the order of these fields; the others get what they usually hold."""
    named = [model._meta.get_field(name) for name in names]
    others = [field for field in model._meta.concrete_fields if field not in named and not made_there(field)]
    usual = tuple(map(usual_value, others))
    made = [(*row, *usual) for row in rows]
    copy(model, [*named, *others], made)
    return len(made)


def copy(model, fields, rows):
    """The rows in the order of these fields."""
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copying:
        for row in rows:
            copying.write_row(row)


def usual_value(field):
    """What a new row holds in this field."""
    return timezone.now() if getattr(field, "auto_now_add", False) else field.get_default()


def made_there(field):
    """Does the database itself make the value?"""
    return isinstance(field, AutoField) or field.db_default is not NOT_PROVIDED or field.generated
