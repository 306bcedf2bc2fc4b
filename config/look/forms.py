"""A form with a field of every kind, and rows that can be added."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from work.forms import (
    DateField,
    FileField,
    FilterForm,
    Form,
    MoneyField,
    PartialDateField,
    PlainIntegerField,
    Rows,
)

SERVICES = [("", _("Choose one")), ("psych", _("Psychological care")), ("legal", _("Legal advice")),
            ("health", _("Health care")), ("school", _("School enrolment"))]  # fmt: skip
CURRENCIES = [("GTQ", _("quetzals (Q)")), ("HNL", _("lempiras (L)")), ("USD", _("US dollars ($)"))]


class LookForm(Form):
    service = forms.ChoiceField(label=_("Kind of service"), choices=SERVICES)
    given_on = DateField(label=_("Date"), help_text=_("For example, 27/03/2026"))
    left_school = PartialDateField(
        label=_("When she left school"),
        help_text=_(
            "As far as it is known: 27/03/2011, only the month as 03/2011, or only the year as 2011."
        ),
        required=False,
    )
    place = forms.CharField(label=_("Where it was given"), max_length=120, required=False)
    came = forms.ChoiceField(
        label=_("Did the person come?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No")), ("unsaid", _("Not said"))],
    )  # fmt: skip
    needs = forms.MultipleChoiceField(
        label=_("What made it possible to come"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("fare", _("The fare was paid")), ("child", _("Somebody looked after the children")),
                 ("tongue", _("An interpreter of her language"))],
    )  # fmt: skip
    value = MoneyField(label=_("What it cost"), currencies=CURRENCIES, required=False)
    paper = FileField(
        label=_("Signed sheet"), help_text=_("A photograph or a PDF of at most 25 MB"), required=False
    )
    note = forms.CharField(
        label=_("Note for the team"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write what the next person needs to know. Leave out what happened to her."),
    )  # fmt: skip
    told = forms.BooleanField(label=_("The person knows that this is written down"))

    def clean_given_on(self):
        given = self.cleaned_data["given_on"]
        if given > timezone.localdate():
            raise ValidationError(_("The service cannot have been given after today."))
        return given


class RowForm(Form):
    item = forms.CharField(label=_("What was given"), max_length=80)
    pieces = PlainIntegerField(label=_("How many"), min_value=1)


LookRows = formset_factory(RowForm, formset=Rows, extra=1, max_num=20)


class LookFilters(FilterForm):
    q = forms.CharField(label=_("Number"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    service = forms.ChoiceField(label=_("Kind of service"), required=False, choices=SERVICES)
    since = DateField(label=_("Since"), required=False)


class ReasonForm(Form):
    reason = forms.CharField(label=_("Reason"), help_text=_("It is kept in the trail of the account."))


class ClosedForm(Form):
    """Fields that somebody may read but not change."""

    number = forms.CharField(label=_("Number"), disabled=True, initial="26-0147-K")
    service = forms.ChoiceField(label=_("Kind of service"), choices=SERVICES, disabled=True, initial="legal")
    told = forms.BooleanField(
        label=_("The person knows that this is written down"), disabled=True, initial=True
    )
