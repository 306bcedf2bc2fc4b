from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Role
from codebook import places
from programmes import currencies
from programmes.forms.records import RecordForm
from programmes.models import Award, Donor, ExchangeRate
from work.forms import DateField, Form, MoneyField

SECTIONS = [
    (
        _("The agreement"),
        ["donor", "number", "title", "title_en", "starts", "signed_ends", "amount", "counterpart"],
    ),
    (_("Where and with whom"), ["country", "internal_code", "donor_office", "contact_name", "contact_email"]),
    (
        _("Reports"),
        [
            "reporting_calendar",
            "report_due_days",
            "financial_calendar",
            "financial_due_days",
            "final_due_days",
            "deviation_percent",
        ],
    ),
    (_("Small numbers"), ["small_cell_threshold", "threshold_decided_on", "threshold_decision"]),
]
USUAL = [
    "financial_calendar",
    "report_due_days",
    "financial_due_days",
    "final_due_days",
    "small_cell_threshold",
    "deviation_percent",
]


class AwardForm(RecordForm):
    """An award as signed; later agreements are entered as changes of it."""

    amount = MoneyField(label=_("Amount"), currencies=currencies.choices)
    country = forms.ChoiceField(label=_("Country"), choices=places.country_choices)

    class Meta:
        model = Award
        fields = [name for _title, names in SECTIONS for name in names if name != "amount"]
        field_classes = {}

    field_order = [name for _title, names in SECTIONS for name in names]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        known = Donor.objects.visible_to(user)
        self.fields["donor"].queryset = known.open() | known.filter(pk=self.instance.donor_id)
        if self.instance._state.adding:
            home = Organisation.objects.filter(pk__in=user.organisation_ids(Role.PROGRAMME_MANAGER)).first()
            self.fields["country"].initial = home.country if home else ""
        else:
            self.initial["amount"] = (self.instance.amount, self.instance.currency)

    def sections(self):
        """The fields as they stand on the page: `(title, fields)`."""
        return [(title, [self[name] for name in names]) for title, names in SECTIONS]

    def known_facts(self):
        """An award ends as signed, unless a change that stands has moved its end."""
        facts = super().known_facts()
        if signed := facts.get("signed_ends"):
            award = self.instance
            facts["ends"] = signed if award._state.adding else award.end_on(signed_ends=signed)
        return facts

    def clean(self):
        data = super().clean()
        if data.get("amount"):
            data["amount"], data["currency"] = data["amount"]
        for name in USUAL:
            if name in data and data[name] in (None, ""):
                data[name] = Award._meta.get_field(name).default
        return data


class RateForm(RecordForm):
    """How many units of a currency make one of the award's."""

    currency = forms.ChoiceField(label=_("Currency"), choices=currencies.choices)

    class Meta:
        model = ExchangeRate
        fields = ["currency", "since", "rate"]


class AskedRateForm(Form):
    """What a page that lacks a rate asks for in the address: its currency, its day, the file that waits."""

    currency = forms.ChoiceField(choices=currencies.choices, required=False)
    since = DateField(required=False)
    file = forms.UUIDField(required=False)

    @classmethod
    def read(cls, query):
        """What can be understood of it; the rest is as if it had not been said."""
        form = cls(query)
        form.is_valid()
        return {name: value for name, value in form.cleaned_data.items() if value}
