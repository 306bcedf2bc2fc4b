from django.db import migrations

# The table of Django's database cache (settings.CACHES), used where no Redis is set.
MAKE = """
CREATE TABLE work_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX work_cache_expires ON work_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("work", "0002_append_only")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE work_cache")]
