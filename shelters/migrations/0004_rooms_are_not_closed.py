"""A room is never closed: the beds in it go out of use, one by one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shelters", "0003_mistaken_stays_are_withdrawn")]

    operations = [migrations.RemoveField(model_name="room", name="closed_on")]
