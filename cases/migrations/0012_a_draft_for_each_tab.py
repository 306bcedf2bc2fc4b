from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_unknown_is_not_true")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="page",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.RemoveConstraint(model_name="draft", name="one_draft_of_a_section"),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("case__isnull", False)),
                fields=("case", "section", "user", "page"),
                nulls_distinct=False,
                name="one_draft_of_a_page",
            ),
        ),
    ]
