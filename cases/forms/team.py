from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.roles import Role
from cases.models import READERS, Level, WhyLetIn
from work.forms import DateField, Form

A_MONTH = timedelta(days=30)
LEVELS = [
    (Level.ASSISTANCE, _("To help: name, needs, services, plan")),
    (Level.FULL, _("All of it, with the account of what happened")),
]
WHY = [one for one in WhyLetIn if one != WhyLetIn.STANDS_IN]


def reasons():
    """For what a colleague is let in, as they stand in a form."""
    return [(one, capfirst(one.label)) for one in WHY]


def colleagues(case):
    """People of the case's organisation who do not read the whole of it already."""
    working = User.objects.working(organisation=case.office.organisation_id, role__in=READERS)
    own = User.objects.working(office=case.office_id, role=Role.SUPERVISOR).values("pk")
    known = case.exclusions.standing().values("user")
    return working.exclude(pk=case.worker_id).exclude(pk__in=own).exclude(pk__in=known)


class GiveAccessForm(Form):
    """Which colleague works with a case too, how far, for what and until when."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"))
    level = forms.ChoiceField(label=_("Reads"), choices=LEVELS, widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("For what"), choices=reasons, widget=forms.RadioSelect)
    until = DateField(label=pgettext_lazy("access", "Until"), initial=lambda: timezone.localdate() + A_MONTH)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues(case)
