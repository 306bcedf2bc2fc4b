import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Whoever was joined with another row is found by name no more, and no case hangs on her.
KEEP = """
DROP TRIGGER cases_person_is_renamed ON cases_person;
CREATE TRIGGER cases_person_is_renamed
    AFTER UPDATE OF given_names, family_names, other_names, unnamed, joined_with_id ON cases_person
    FOR EACH ROW EXECUTE FUNCTION cases_name_changed();
CREATE FUNCTION cases_hangs_on_whom_it_may() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Asked at the end, of what stands then; who is being joined at this moment is waited for.
    PERFORM 1 FROM cases_case JOIN cases_person ON cases_person.id = person_id
        WHERE cases_case.id = NEW.id AND joined_with_id IS NOT NULL FOR KEY SHARE OF cases_person;
    IF FOUND THEN
        RAISE EXCEPTION 'a case hangs on somebody who was joined with another row'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_of_a_person_not_joined';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cases_case_hangs_on_whom_it_may AFTER INSERT OR UPDATE OF person_id ON cases_case
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_hangs_on_whom_it_may();
CREATE FUNCTION cases_is_joined_without_cases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM cases_person JOIN cases_case ON person_id = cases_person.id
               WHERE cases_person.id = NEW.id AND joined_with_id IS NOT NULL) THEN
        RAISE EXCEPTION 'a case hangs on somebody who was joined with another row'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_of_a_person_not_joined';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cases_person_is_joined_without_cases AFTER UPDATE OF joined_with_id ON cases_person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cases_is_joined_without_cases();
"""
LET_GO = """
DROP TRIGGER cases_person_is_joined_without_cases ON cases_person;
DROP FUNCTION cases_is_joined_without_cases();
DROP TRIGGER cases_case_hangs_on_whom_it_may ON cases_case;
DROP FUNCTION cases_hangs_on_whom_it_may();
DROP TRIGGER cases_person_is_renamed ON cases_person;
CREATE TRIGGER cases_person_is_renamed
    AFTER UPDATE OF given_names, family_names, other_names, unnamed ON cases_person
    FOR EACH ROW EXECUTE FUNCTION cases_name_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0025_names_are_followed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="joined_with",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="joined",
                to="cases.person",
            ),
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "cases",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                ("filled", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("rows", models.JSONField(blank=True, default=dict)),
                ("undone_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="cases.person"
                    ),
                ),
                (
                    "left",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.person"
                    ),
                ),
                (
                    "likeness",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="cases.likeness",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)), fields=("left",), name="person_joined_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("left")), _negated=True),
                        name="merge_of_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", None)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="merge_undone_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
