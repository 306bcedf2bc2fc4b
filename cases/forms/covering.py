from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.roles import Role
from cases import rules
from work.forms import DateField, Form


class AbsenceForm(Form):
    """Who is away, from when until when, and which colleague covers."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Who is away"))
    cover = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who covers"),
        help_text=_("A colleague of the same office. Cases that are shut to her stay shut."),
    )
    since = DateField(label=pgettext_lazy("absence", "First day"), initial=timezone.localdate)
    until = DateField(label=pgettext_lazy("absence", "Last day"))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        own = User.objects.filter(pk=by.pk) if by.has_role(*rules.TEAM) else User.objects.none()
        people = User.objects.working(office__in=sorted(by.office_ids(Role.SUPERVISOR)), role__in=rules.TEAM)
        self.fields["user"].queryset = people | own
        if not by.has_role(Role.SUPERVISOR):
            self.fields["user"].initial = by.pk
        beside = User.objects.working(office__in=sorted(by.office_ids(*rules.TEAM)), role__in=rules.TEAM)
        self.fields["cover"].queryset = beside

    def clean(self):
        typed = super().clean()
        since, until = typed.get("since"), typed.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first one."))
        if typed.get("user") and typed.get("user") == typed.get("cover"):
            self.add_error("cover", _("Choose a colleague: nobody covers for herself."))
        return typed
