from django.db import migrations, models

# What no check refused until now, though no verb writes it: an age on leaving of somebody who lives there.
MENDED = """UPDATE shelters_stay SET left_age_from = NULL, left_child = NULL
WHERE left_on IS NULL AND (left_age_from IS NOT NULL OR left_child IS NOT NULL)"""


class Migration(migrations.Migration):
    dependencies = [("shelters", "0007_unknown_is_not_true")]

    operations = [
        migrations.RunSQL(MENDED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="stay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on__isnull", False),
                    models.Q(("left_age_from", None), ("left_child", None)),
                    _connector="OR",
                ),
                name="stay_left_age_of_who_left",
            ),
        ),
    ]
