from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_lists_by_index")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="adult_since",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
    ]
