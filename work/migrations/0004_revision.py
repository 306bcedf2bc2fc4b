import django.db.models.functions.datetime
from django.db import migrations, models

import vault.fields
from work.append_only import only_added_to


class Migration(migrations.Migration):
    dependencies = [("work", "0003_cache_table")]
    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=60)),
                ("row", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("by", models.UUIDField(null=True)),
                ("verb", models.CharField(max_length=60)),
                ("sealing_kind", models.CharField(max_length=20)),
                ("sealed_for", models.UUIDField()),
                ("values", vault.fields.SealedJSON(ring="identity")),
                ("secrets", vault.fields.SealedJSON(null=True, ring="secret")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("table", "row", "version"), name="revision_once")
                ],
            },
        ),
        only_added_to("work_revision"),
    ]
