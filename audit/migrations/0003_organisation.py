from django.db import migrations, models


class Migration(migrations.Migration):
    """Events from before have no organisation and can be given none: the leading organisation sees them."""

    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="organisation",
            field=models.UUIDField(null=True, verbose_name="organisation"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["organisation", "-id"], name="event_organisation"),
        ),
    ]
