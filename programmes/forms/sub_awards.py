from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from programmes import currencies
from programmes.forms.records import RecordForm
from programmes.models import SubAward
from work.forms import MoneyField


class SubAwardForm(RecordForm):
    """Part of an award passed on."""

    amount = MoneyField(label=_("Amount"), currencies=currencies.choices)

    class Meta:
        model = SubAward
        fields = ["recipient", "recipient_name", "number", "purpose", "starts", "ends"]

    field_order = ["recipient", "recipient_name", "number", "purpose", "amount"]

    def __init__(self, *args, user, award, **kwargs):
        super().__init__(*args, **kwargs)
        others = Organisation.objects.visible_to(user).exclude(pk=award.organisation_id)
        self.fields["recipient"].queryset = others
        if not self.instance._state.adding:
            self.initial["amount"] = (self.instance.amount, self.instance.currency)

    def clean(self):
        data = super().clean()
        if data.get("amount"):
            data["amount"], data["currency"] = data["amount"]
        return data
