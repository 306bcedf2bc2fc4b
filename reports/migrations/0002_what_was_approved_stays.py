from django.db import migrations

from work.append_only import only_added_to

KEEP = """
CREATE FUNCTION reports_figures_of_approved_stay() RETURNS trigger AS $$
DECLARE state text;
BEGIN
    -- The lock holds off an approval that is under way until this change is decided, and the other way round.
    SELECT status INTO state FROM reports_report
        WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.report_id ELSE OLD.report_id END FOR KEY SHARE;
    IF state NOT IN ('asked', 'draft') THEN
        RAISE EXCEPTION 'what was approved is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER reports_figures_of_approved_stay BEFORE INSERT OR UPDATE OR DELETE ON reports_figure
    FOR EACH ROW EXECUTE FUNCTION reports_figures_of_approved_stay();
CREATE TRIGGER reports_deviations_of_approved_stay BEFORE INSERT OR UPDATE OR DELETE ON reports_deviation
    FOR EACH ROW EXECUTE FUNCTION reports_figures_of_approved_stay();

CREATE FUNCTION reports_approved_stays() RETURNS trigger AS $$
BEGIN
    IF OLD.status NOT IN ('asked', 'draft') AND (
        NEW.status IN ('asked', 'draft')
        OR (NEW.award_id, NEW.kind, NEW.template_id, NEW.period, NEW.start, NEW."end", NEW.counted_at,
            NEW.approved_at, NEW.approved_by_id, NEW.digest, NEW.checks, NEW.confirmed)
        IS DISTINCT FROM (OLD.award_id, OLD.kind, OLD.template_id, OLD.period, OLD.start, OLD."end",
            OLD.counted_at, OLD.approved_at, OLD.approved_by_id, OLD.digest, OLD.checks, OLD.confirmed)
    ) THEN
        RAISE EXCEPTION 'what was approved is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER reports_approved_stays BEFORE UPDATE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION reports_approved_stays();
CREATE TRIGGER reports_report_is_never_deleted BEFORE DELETE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION work_is_append_only();
"""
LET_GO = """
DROP TRIGGER reports_report_is_never_deleted ON reports_report;
DROP TRIGGER reports_approved_stays ON reports_report;
DROP FUNCTION reports_approved_stays();
DROP TRIGGER reports_deviations_of_approved_stay ON reports_deviation;
DROP TRIGGER reports_figures_of_approved_stay ON reports_figure;
DROP FUNCTION reports_figures_of_approved_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("work", "0002_append_only")]
    operations = [
        migrations.RunSQL(KEEP, LET_GO),
        only_added_to("reports_indicatorversion"),
        only_added_to("reports_templateversion"),
        only_added_to("reports_reportfile"),
    ]
