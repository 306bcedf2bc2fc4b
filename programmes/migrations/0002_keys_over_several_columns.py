"""Foreign keys over several columns: what belongs together stays together, and windows stay inside their award."""

from django.db import migrations

# (table, its columns, other table, its columns, what a change over there does here)
KEYS = [
    ("award", "donor_id, organisation_id", "donor", "id, organisation_id", ""),
    ("funding", "award_id, award_starts, award_ends", "award", "id, starts, ends", "ON UPDATE CASCADE"),
    (
        "officedefault",
        "component_id, kind, organisation_id",
        "component",
        "id, kind, organisation_id",
        "ON UPDATE CASCADE",
    ),
    ("awardindicator", "objective_id, award_id", "objective", "id, award_id", ""),
    ("activity", "objective_id, award_id", "objective", "id, award_id", ""),
    ("expenditure", "objective_id, award_id", "objective", "id, award_id", ""),
    ("awardchange", "about_id, award_id", "awardchange", "id, award_id", ""),
    ("awardchange", "target_id, award_id", "target", "id, award_id", ""),
    (
        "target",
        "award_id, indicator, dimension, category",
        "awardindicator",
        "award_id, indicator, dimension, category",
        "ON UPDATE CASCADE",
    ),
]


def add(key):
    table, columns, other, others, follow = key
    name = f"{table}_belongs_to_{columns.split('_id')[0]}"
    return migrations.RunSQL(
        f"ALTER TABLE programmes_{table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES programmes_{other} ({others}) {follow}",
        f"ALTER TABLE programmes_{table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [add(key) for key in KEYS]
