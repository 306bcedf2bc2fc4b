from django.db import migrations

FORBID = """
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

CREATE TRIGGER work_receipt_is_append_only BEFORE UPDATE OR DELETE ON work_receipt
    FOR EACH ROW EXECUTE FUNCTION work_is_append_only();
CREATE TRIGGER work_receipt_is_never_emptied BEFORE TRUNCATE ON work_receipt
    FOR EACH STATEMENT EXECUTE FUNCTION work_is_append_only();
CREATE TRIGGER work_dueonce_is_append_only BEFORE UPDATE OR DELETE ON work_dueonce
    FOR EACH ROW EXECUTE FUNCTION work_is_append_only();
CREATE TRIGGER work_dueonce_is_never_emptied BEFORE TRUNCATE ON work_dueonce
    FOR EACH STATEMENT EXECUTE FUNCTION work_is_append_only();
CREATE TRIGGER work_outboxrow_is_kept BEFORE DELETE ON work_outboxrow
    FOR EACH ROW EXECUTE FUNCTION work_is_append_only();
CREATE TRIGGER work_outboxrow_is_never_emptied BEFORE TRUNCATE ON work_outboxrow
    FOR EACH STATEMENT EXECUTE FUNCTION work_is_append_only();
CREATE TRIGGER work_order_is_kept BEFORE UPDATE ON work_outboxrow
    FOR EACH ROW EXECUTE FUNCTION work_order_is_kept();
"""
ALLOW = """
DROP FUNCTION work_is_append_only() CASCADE;
DROP FUNCTION work_order_is_kept() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
