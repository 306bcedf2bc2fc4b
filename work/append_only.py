"""Tables that are only added to: migrations let the data base itself refuse everything else."""

from django.db import migrations

TRIGGERS = """
CREATE TRIGGER {table}_is_kept BEFORE {refused} ON {table}
    FOR EACH ROW EXECUTE FUNCTION work_is_append_only();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION work_is_append_only();
"""
# Whoever may use the table but does not own it is not even allowed to try.
RIGHTS = """
DO $$
DECLARE reader regrole;
BEGIN
    FOR reader IN
        SELECT DISTINCT grantee::regrole FROM pg_class, aclexplode(relacl)
        WHERE pg_class.oid = '{table}'::regclass AND grantee NOT IN (0, relowner)
    LOOP
        EXECUTE format('REVOKE {rights}, TRUNCATE ON {table} FROM %s', reader);
    END LOOP;
END $$;
"""
ALLOW = """
DROP TRIGGER {table}_is_kept ON {table};
DROP TRIGGER {table}_is_never_emptied ON {table};
"""


def only_added_to(table, *, refused=("UPDATE", "DELETE")):
    """A migration's operation: from now on nothing in this table is ever changed, deleted or emptied."""
    words = {"table": table, "refused": " OR ".join(refused), "rights": ", ".join(refused)}
    forbid, allow = (text.format(**words) for text in (TRIGGERS + RIGHTS, ALLOW))
    return migrations.RunSQL(forbid, allow)
