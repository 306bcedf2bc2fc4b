from django.db import migrations

KEPT = ["codebook_addedcode", "codebook_codeoverride", "codebook_listorder", "codebook_municipality"]
REFUSE = """
CREATE FUNCTION codebook_keeps_every_code() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'codes are hidden, never deleted or renamed' USING ERRCODE = 'restrict_violation';
END $$ LANGUAGE plpgsql;
"""
ON_EACH_TABLE = """
CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION codebook_keeps_every_code();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION codebook_keeps_every_code();
"""
# A code that was added stays as it was; labels that the programme prefers later lie over it.
ON_NAMES = """
CREATE TRIGGER codebook_addedcode_stays BEFORE UPDATE ON codebook_addedcode
    FOR EACH ROW EXECUTE FUNCTION codebook_keeps_every_code();
CREATE TRIGGER codebook_codeoverride_stays BEFORE UPDATE OF code_list, code ON codebook_codeoverride
    FOR EACH ROW EXECUTE FUNCTION codebook_keeps_every_code();
CREATE TRIGGER codebook_listorder_stays BEFORE UPDATE OF code_list ON codebook_listorder
    FOR EACH ROW EXECUTE FUNCTION codebook_keeps_every_code();
CREATE TRIGGER codebook_municipality_stays BEFORE UPDATE OF code ON codebook_municipality
    FOR EACH ROW EXECUTE FUNCTION codebook_keeps_every_code();
"""
ALLOW = "DROP FUNCTION codebook_keeps_every_code() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("codebook", "0001_initial")]
    operations = [
        migrations.RunSQL(
            REFUSE + "".join(ON_EACH_TABLE.format(table=table) for table in KEPT) + ON_NAMES, ALLOW
        )
    ]
