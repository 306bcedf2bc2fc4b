"""A placement follows its case to another person: a merge takes it along."""

from django.db import migrations

NAME = "reintegration_placement_follows_the_person"


class Migration(migrations.Migration):
    dependencies = [("reintegration", "0001_initial"), ("cases", "0002_status_changes_are_kept")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE reintegration_placement ADD CONSTRAINT {NAME} FOREIGN KEY (case_id, person_id) "
            "REFERENCES cases_case (id, person_id) ON UPDATE CASCADE",
            f"ALTER TABLE reintegration_placement DROP CONSTRAINT {NAME}",
        )
    ]
