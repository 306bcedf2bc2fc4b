from django.db import migrations, models
from django.db.models import OuterRef, Subquery


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


def keep_the_country(apps, schema_editor):
    """What was decided before this was written down was decided where the case is now, as far as is known."""
    offices = apps.get_model("accounts", "Office").objects.filter(pk=OuterRef("office"))
    decided = apps.get_model("cases", "Case").objects.filter(identified_on__isnull=False)
    decided.update(decided_in=Subquery(offices.values("organisation__country")))


class Migration(migrations.Migration):
    """A held file stays, a draft names its interview, and a decision the country in which it was made."""

    dependencies = [("cases", "0040_recognised_since")]

    operations = [
        migrations.RemoveConstraint(model_name="document", name="document_of_another_destroyed"),
        migrations.AlterField(model_name="draft", name="section", field=models.CharField(max_length=60)),
        migrations.AddField(
            model_name="case",
            name="decided_in",
            field=models.CharField(blank=True, default="", editable=False, max_length=2),
            preserve_default=False,
        ),
        migrations.RunPython(name_the_interview, migrations.RunPython.noop),
        migrations.RunPython(keep_the_country, migrations.RunPython.noop),
    ]
