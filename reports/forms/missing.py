from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Organisation
from accounts.roles import Role
from programmes.periods import DAY, calendar_quarter, parse
from reports.forms.reports import words_with_days
from work.forms import FilterForm, Form

# How many quarters are offered, the running one among them.
OFFERED = 6


def quarter_of(day):
    return calendar_quarter(day.year, (day.month + 2) // 3)


def quarters():
    """The running quarter and those before it, the latest first."""
    found = [quarter_of(timezone.localdate())]
    while len(found) < OFFERED:
        found.append(quarter_of(found[-1].start - DAY))
    return found


def read_period(label):
    """The period of this label; none of an award's own, since work of all awards is looked at."""
    period = parse(label)
    if period.start > timezone.localdate():
        raise ValidationError(_("This period has not begun yet."))
    return period


class MissingPeriodForm(FilterForm):
    """Of which quarter it is asked what is missing; an address may name any other period."""

    period = forms.ChoiceField(label=_("Quarter"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = self.data.get("period", "")
        try:
            self.asked = read_period(named) if named else quarters()[0]
        except ValidationError:
            self.asked = quarters()[0]
        offered = {one.label: one for one in (*quarters(), self.asked)}
        self.fields["period"].choices = [(label, words_with_days(one)) for label, one in offered.items()]
        self.fields["period"].initial = self.asked.label


class SendMissingForm(Form):
    """To whose workers lists are sent, and of which period."""

    place = forms.ChoiceField(label=_("To the workers of"))
    period = forms.CharField(
        label=_("Period"), max_length=22, help_text=_("For example 2026-Q4 or FY2027-Q1; never of one award.")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {str(place.pk): place for place in places_of(user)}
        self.fields["place"].choices = [(key, str(place)) for key, place in self.places.items()]
        if len(self.places) == 1:
            self.fields["place"].initial = next(iter(self.places))

    def clean_place(self):
        return self.places[self.cleaned_data["place"]]

    def clean_period(self):
        return read_period(self.cleaned_data["period"])


def places_of(user):
    """The organisations whose programme she manages, and the offices that she supervises."""
    managed = Organisation.objects.filter(pk__in=user.organisation_ids(Role.PROGRAMME_MANAGER))
    supervised = Office.objects.filter(pk__in=user.office_ids(Role.SUPERVISOR))
    return [*managed.order_by("name"), *supervised.order_by("name")]
