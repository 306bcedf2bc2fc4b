from django.db import migrations

STAY = """
CREATE OR REPLACE FUNCTION reports_figures_of_approved_stay() RETURNS trigger AS $$
DECLARE state text;
BEGIN
    -- The lock holds off an approval that is under way until this change is decided, and the other way round.
    FOR state IN SELECT status FROM reports_report WHERE id IN ({reports}) ORDER BY id FOR KEY SHARE LOOP
        IF state NOT IN ('asked', 'draft') THEN
            RAISE EXCEPTION 'what was approved is never changed' USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$ LANGUAGE plpgsql;
"""
ONE = "CASE WHEN TG_OP = 'INSERT' THEN NEW.report_id ELSE OLD.report_id END"
BOTH = f"{ONE}, CASE WHEN TG_OP = 'DELETE' THEN OLD.report_id ELSE NEW.report_id END"


class Migration(migrations.Migration):
    """Nor is one moved from a draft to a report that is approved."""

    dependencies = [("reports", "0005_explained_in_both_languages")]
    operations = [migrations.RunSQL(STAY.format(reports=BOTH), STAY.format(reports=ONE))]
