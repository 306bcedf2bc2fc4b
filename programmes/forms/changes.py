from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from programmes.models import Funding, SuspendedWork
from work.forms import DateField, Form

LAST_WORDS = [choice for choice in SuspendedWork.choices if choice[0]]


class Documented(Form):
    """What every change of an award carries: when it was agreed, why, and where that is written."""

    dated_on = DateField(label=_("Date of the document"))
    document = forms.CharField(
        label=_("Document"), max_length=200, help_text=_("Number or name of the amendment or letter.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class WindowsField(forms.ModelMultipleChoiceField):
    """Funding windows, each named by its component and days."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, window):
        days = [date_format(day, "SHORT_DATE_FORMAT") for day in (window.since, window.last_day)]
        return f"{window.component}, {days[0]} – {days[1]}"


class NewEndForm(Documented):
    """A new last day of an award, and the funding windows that follow it."""

    new_end = DateField(label=_("New last day"))
    windows = WindowsField(
        queryset=Funding.objects.none(),
        required=False,
        label=_("Funding windows that end with the award"),
        help_text=_("Those ticked are lengthened, or cut, to the new last day. The others stay as they are."),
    )
    field_order = ["new_end", "windows"]

    def __init__(self, *args, award=None, **kwargs):
        super().__init__(*args, **kwargs)
        windows = award.fundings.live().select_related("component")
        self.fields["windows"].queryset = windows
        self.fields["windows"].initial = [window.pk for window in windows if window.last_day == award.ends]


class SuspendForm(Documented):
    """From when an award is suspended, and until when if that is known."""

    since = DateField(label=_("First day of the suspension"))
    last_day = DateField(
        label=_("Last day of the suspension"),
        required=False,
        help_text=_("Leave empty when it holds until decided."),
    )
    field_order = ["since", "last_day"]


class ResumeForm(Documented):
    """From when an award pays again, and what was decided about the work done meanwhile."""

    since = DateField(label=_("First day on which the award pays again"))
    suspended_work = forms.ChoiceField(
        label=_("Work done during the suspension"),
        choices=SuspendedWork,
        required=False,
        widget=forms.RadioSelect,
        initial=SuspendedWork.UNDECIDED,
    )
    field_order = ["since", "suspended_work"]


class DecideForm(Documented):
    """What the donor decided about work done during a suspension."""

    suspended_work = forms.ChoiceField(
        label=_("Work done during the suspension"), choices=LAST_WORDS, widget=forms.RadioSelect
    )
    field_order = ["suspended_work"]


class WithdrawForm(Form):
    """Why a change was a mistake."""

    withdrawn_reason = forms.CharField(
        label=_("Why it was a mistake"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
