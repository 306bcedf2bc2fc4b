import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("story", models.CharField(max_length=20)),
                ("job", models.IntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("story", "job"), name="asked_once")],
            },
        ),
        migrations.CreateModel(
            name="Done",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("story", models.CharField(max_length=20)),
                ("job", models.IntegerField()),
            ],
        ),
    ]
