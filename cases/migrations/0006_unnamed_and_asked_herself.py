"""Of who is unnamed nothing stands but sex and child or adult; who took part consents for nobody."""

from django.conf import settings
from django.db import migrations, models

import vault.fields

BLANK = """
    UPDATE cases_person SET birth_year = NULL, age_estimated = false, gender = NULL, nationalities = '{}',
        people = '', languages = '{}', disabilities = '{}', education = NULL, marital_status = NULL,
        origin = '', legal_status = NULL, migration_profile = '{}'
    WHERE unnamed
"""
DOUBT = """
    UPDATE cases_ground SET doubted_on = CURRENT_DATE
    WHERE kind = 'consent' AND answer = 'given' AND giver_involved
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_needs_of_a_day_in_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="ground",
            name="involved_parent_does_not_consent",
        ),
        migrations.RemoveConstraint(
            model_name="person",
            name="unnamed_person_has_no_identity",
        ),
        migrations.AddField(
            model_name="ground",
            name="assent_reason",
            field=vault.fields.SealedText(
                blank=True, max_length=300, null=True, ring="identity", verbose_name="why she was not asked"
            ),
        ),
        migrations.AddField(
            model_name="ground",
            name="doubted_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="needs",
            name="pregnant",
            field=vault.fields.SealedText(
                blank=True,
                choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known or not asked")],
                max_length=10,
                null=True,
                ring="identity",
                verbose_name="is she pregnant?",
            ),
        ),
        migrations.AddField(
            model_name="needs",
            name="pregnant_said_on",
            field=vault.fields.SealedDate(
                blank=True, editable=False, null=True, ring="identity", verbose_name="said on"
            ),
        ),
        migrations.AlterField(
            model_name="ground",
            name="assent",
            field=models.CharField(
                blank=True,
                choices=[
                    ("given", "She agrees"),
                    ("refused", "She does not agree"),
                    ("not_able", "Not asked: too young or not able to answer"),
                ],
                max_length=10,
                verbose_name="what the child herself answered",
            ),
        ),
        migrations.RunSQL(BLANK, migrations.RunSQL.noop),
        migrations.RunSQL(DOUBT, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="ground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer", "given"),
                    ("doubted_on", None),
                    ("giver_involved", True),
                    ("kind", "consent"),
                    _negated=True,
                ),
                name="involved_giver_does_not_consent",
                violation_error_message="Somebody who took part in what was done to her cannot consent for her. Record another guardian, the State guardian, a court or vital interest.",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unnamed", False),
                    models.Q(
                        ("birth_date", None),
                        ("family_names", None),
                        ("given_names", None),
                        ("other_names", None),
                        ("residence", None),
                        ("age_estimated", False),
                        ("birth_year", None),
                        ("gender", None),
                        ("nationalities", []),
                        ("people", ""),
                        ("disabilities", []),
                        ("education", None),
                        ("languages", []),
                        ("marital_status", None),
                        ("origin", ""),
                        ("legal_status", None),
                        ("migration_profile", []),
                    ),
                    _connector="OR",
                ),
                name="unnamed_person_has_no_identity",
                violation_error_message="She does not want her data kept: leave out what would name her.",
            ),
        ),
    ]
