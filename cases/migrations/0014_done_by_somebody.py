from django.conf import settings
from django.db import migrations, models

# What the looser check let in until now, though no verb writes it: a task that nobody did. Who changed it
# last did it, as far as that is kept.
MENDED = """UPDATE cases_task SET done_by_id = (
    SELECT by FROM work_revision JOIN accounts_user ON accounts_user.id = work_revision.by
    WHERE "table" = 'cases.task' AND work_revision.row = cases_task.id ORDER BY work_revision.id DESC LIMIT 1
) WHERE done_at IS NOT NULL AND done_by_id IS NULL"""
# The key to whoever did it is looked at before the table is altered.
LOOKED_AT = ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_tasks_of_likeness"),
        ("work", "0004_revision"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL([MENDED, *LOOKED_AT], migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="task", name="task_done_by_somebody"),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("done_by", None)),
                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                    _connector="OR",
                ),
                name="task_done_by_somebody",
            ),
        ),
    ]
