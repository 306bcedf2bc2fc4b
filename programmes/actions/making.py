"""What every action of this room does in the same way."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.models import Award
from work.actions import create
from work.actions import once as work_once


def _made_once(row, *, by, verb, key):
    """Insert the row unless this person sent the same form before; answer what was made then or now."""
    made = work_once(key, by=by, verb=verb, make=lambda: create(row, by=by, verb=verb))
    return row if made == row.pk else type(row).objects.get(pk=made)


def _locked(award):
    """The award as it stands now, locked: whoever changes what hangs on it comes one after the other."""
    return Award.objects.select_for_update(of=("self",)).get(pk=award.pk)


def _refuse_future(dated_on, field="dated_on"):
    """What has been agreed has been agreed on a day that has come."""
    if dated_on > timezone.localdate():
        raise ValidationError({field: _("This day has not come yet.")})
