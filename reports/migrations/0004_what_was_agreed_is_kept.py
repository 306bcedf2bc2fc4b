from django.db import migrations, models

STAYS = """
CREATE OR REPLACE FUNCTION reports_approved_stays() RETURNS trigger AS $$
BEGIN
    IF OLD.status NOT IN ('asked', 'draft') AND (
        NEW.status IN ('asked', 'draft')
        OR (NEW.award_id, NEW.kind, NEW.template_id, NEW.period, NEW.start, NEW."end", NEW.counted_at,
            NEW.approved_at, NEW.approved_by_id, NEW.digest, NEW.checks, NEW.confirmed{more_new})
        IS DISTINCT FROM (OLD.award_id, OLD.kind, OLD.template_id, OLD.period, OLD.start, OLD."end",
            OLD.counted_at, OLD.approved_at, OLD.approved_by_id, OLD.digest, OLD.checks, OLD.confirmed{more_old})
    ) THEN
        RAISE EXCEPTION 'what was approved is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_closed_lists")]
    operations = [
        migrations.AddField(
            model_name="report",
            name="agreed",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.RunSQL(
            STAYS.format(more_new=", NEW.agreed", more_old=", OLD.agreed"),
            STAYS.format(more_new="", more_old=""),
        ),
    ]
