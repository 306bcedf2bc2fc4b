from django.db import migrations

from work.append_only import only_added_to

KEEP = """
CREATE FUNCTION work_is_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$ LANGUAGE plpgsql;

CREATE FUNCTION work_order_is_kept() RETURNS trigger AS $$
BEGIN
    IF OLD.done_at IS NOT NULL
        OR (NEW.id, NEW.effect, NEW.keys, NEW.subject, NEW.created_at)
        IS DISTINCT FROM (OLD.id, OLD.effect, OLD.keys, OLD.subject, OLD.created_at)
    THEN
        RAISE EXCEPTION 'what the outbox asks for is never changed, and what was done is never done again'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;

CREATE TRIGGER work_order_is_kept BEFORE UPDATE ON work_outboxrow
    FOR EACH ROW EXECUTE FUNCTION work_order_is_kept();
"""
LET_GO = """
DROP TRIGGER work_order_is_kept ON work_outboxrow;
DROP FUNCTION work_order_is_kept();
DROP FUNCTION work_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial")]
    operations = [
        migrations.RunSQL(KEEP, LET_GO),
        only_added_to("work_receipt"),
        only_added_to("work_dueonce"),
        only_added_to("work_outboxrow", refused=["DELETE"]),
    ]
