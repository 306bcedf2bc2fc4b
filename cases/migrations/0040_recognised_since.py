from django.db import migrations, models

RECOGNISED = ["presumed", "identified_programme", "confirmed_authority", "confirmed_court"]
# Of cases decided before, the day of the last decision is what figures were counted by until now.
FILLED = "UPDATE cases_case SET recognised_on = identified_on WHERE trafficking_status = ANY(%s)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0039_providers_of_a_service")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="recognised_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recognised_on", None), ("trafficking_status__in", tuple(RECOGNISED)), _connector="OR"
                ),
                name="case_recognised_by_its_result",
            ),
        ),
        migrations.RemoveIndex(model_name="case", name="case_identified"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("recognised_on__isnull", False)),
                fields=["recognised_on"],
                name="case_recognised",
            ),
        ),
        migrations.RunSQL([(FILLED, [RECOGNISED])], migrations.RunSQL.noop),
    ]
