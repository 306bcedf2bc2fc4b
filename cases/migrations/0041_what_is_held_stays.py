from django.db import migrations, models


def name_the_interview(apps, schema_editor):
    """What was typed into the page of an interview belongs to the one that goes on, or else to the last."""
    drafts = apps.get_model("cases", "Draft").objects.filter(section__startswith="screening:")
    screenings = apps.get_model("cases", "Screening").objects.order_by("-interviewed_on", "-created_at", "id")
    for draft in drafts:
        of_case = screenings.filter(case=draft.case_id)
        going_on = of_case.filter(withdrawn_at=None, state__in=("open", "in_review"))
        screening = going_on.first() or of_case.first()
        page = draft.section.partition(":")[2]
        draft.section = f"screening:{screening.pk.hex}:{page}" if screening else "screening"
        draft.save(update_fields=["section"])


class Migration(migrations.Migration):
    """The file of somebody else's document stays while a case is held; a draft names its interview."""

    dependencies = [("cases", "0039_providers_of_a_service")]

    operations = [
        migrations.RemoveConstraint(model_name="document", name="document_of_another_destroyed"),
        migrations.AlterField(model_name="draft", name="section", field=models.CharField(max_length=60)),
        migrations.RunPython(name_the_interview, migrations.RunPython.noop),
    ]
