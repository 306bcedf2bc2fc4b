from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("work", "0006_sealed_files")]
    operations = [
        migrations.RemoveConstraint("outboxrow", "outbox_lease_has_its_time"),
        migrations.RenameField("outboxrow", "leased_at", "leased_until"),
        migrations.AddConstraint(
            "outboxrow",
            models.CheckConstraint(
                condition=models.Q(leased_by="") | models.Q(leased_until__isnull=False),
                name="outbox_lease_has_its_time",
            ),
        ),
        migrations.AddIndex(
            "outboxrow",
            models.Index(
                fields=["leased_until"],
                condition=models.Q(done_at=None, given_up_at=None, leased_until__isnull=False),
                name="outbox_leased",
            ),
        ),
    ]
