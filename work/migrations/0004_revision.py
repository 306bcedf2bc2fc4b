import django.db.models.functions.datetime
from django.db import migrations, models

import vault.fields

FORBID = """
CREATE TRIGGER work_revision_is_append_only BEFORE UPDATE OR DELETE ON work_revision
    FOR EACH ROW EXECUTE FUNCTION work_is_append_only();
CREATE TRIGGER work_revision_is_never_emptied BEFORE TRUNCATE ON work_revision
    FOR EACH STATEMENT EXECUTE FUNCTION work_is_append_only();
"""
ALLOW = """
DROP TRIGGER work_revision_is_append_only ON work_revision;
DROP TRIGGER work_revision_is_never_emptied ON work_revision;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('work', '0003_cache_table'),
    ]

    operations = [
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('table', models.CharField(max_length=60)),
                ('row', models.UUIDField()),
                ('version', models.PositiveIntegerField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('by', models.UUIDField(null=True)),
                ('verb', models.CharField(max_length=60)),
                ('sealing_kind', models.CharField(max_length=20)),
                ('sealed_for', models.UUIDField()),
                ('values', vault.fields.SealedJSON(ring='identity')),
                ('secrets', vault.fields.SealedJSON(null=True, ring='secret')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('table', 'row', 'version'), name='revision_once')],
            },
        ),
        migrations.RunSQL(FORBID, ALLOW),
    ]
