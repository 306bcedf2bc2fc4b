import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

# Clinical and legal notes that the team, or another profession, read until now: whoever wrote them, and those
# of their profession, go on reading them. Of a clinical one nobody knows which of the two: a doctor wrote it,
# or it is held for the psychologists'.
MENDED = [
    "UPDATE cases_note SET note_class = 'legal' WHERE kind = 'legal' AND note_class <> 'legal'",
    """
    UPDATE cases_note SET note_class = CASE WHEN EXISTS (
        SELECT FROM accounts_membership AS held
        WHERE held.user_id = cases_note.author_id AND held.profession = 'medicine'
    ) THEN 'medical' ELSE 'psychological' END
    WHERE kind = 'clinical' AND note_class NOT IN ('psychological', 'medical')
    """,
]
WORDS = "A note of this kind is for its profession alone."


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_closed_lists"),
        ("cases", "0018_names_that_begin_so"),
        ("programmes", "0006_unknown_is_not_true"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(MENDED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "clinical"), _negated=True),
                    ("note_class", "psychological"),
                    ("note_class", "medical"),
                    _connector="OR",
                ),
                name="note_clinical_for_its_profession",
                violation_error_message=WORDS,
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "legal"), _negated=True), ("note_class", "legal"), _connector="OR"
                ),
                name="note_legal_for_its_profession",
                violation_error_message=WORDS,
            ),
        ),
        migrations.AddIndex(
            model_name="caseaccess",
            index=models.Index(
                models.F("user"),
                django.db.models.functions.comparison.Least("ended_at", "expires_at"),
                condition=models.Q(("user__isnull", False)),
                name="case_access_over_user",
            ),
        ),
        migrations.AddIndex(
            model_name="caseaccess",
            index=models.Index(
                models.F("office"),
                django.db.models.functions.comparison.Least("ended_at", "expires_at"),
                condition=models.Q(("office__isnull", False)),
                name="case_access_over_office",
            ),
        ),
    ]
