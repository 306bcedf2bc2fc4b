"""A stay follows its case to another person, and its beds follow the stay: a merge takes both along."""

from django.db import migrations

KEYS = [
    ("shelters_stay", "case_id, person_id", "cases_case", "id, person_id"),
    ("shelters_bedassignment", "stay_id, person_id", "shelters_stay", "id, person_id"),
]


def follow(table, columns, other, others):
    name = f"{table}_follows_the_person"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) "
        f"REFERENCES {other} ({others}) ON UPDATE CASCADE",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("shelters", "0001_initial"), ("cases", "0002_status_changes_are_kept")]

    operations = [follow(*key) for key in KEYS]
