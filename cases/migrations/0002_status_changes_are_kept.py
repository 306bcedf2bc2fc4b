from django.db import migrations

from work.append_only import only_added_to


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("work", "0007_leased_until")]

    operations = [only_added_to("cases_statuschange")]
