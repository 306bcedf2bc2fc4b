from django.db import migrations, models

CHOICES = [
    ("care", "For whoever looks after her"),
    ("team", "For the team"),
    ("psychological", "Psychological"),
    ("legal", "Legal"),
    ("medical", "Medical"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_whose_a_case_is")]

    operations = [
        migrations.AlterField(
            model_name="note",
            name="note_class",
            field=models.CharField(
                choices=CHOICES, default="team", max_length=20, verbose_name="who reads it"
            ),
        ),
        migrations.RemoveConstraint(model_name="note", name="note_note_class_known"),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("note_class__in", [code for code, _words in CHOICES])),
                name="note_note_class_known",
            ),
        ),
    ]
