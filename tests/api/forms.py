"""A form with every kind of field, and rows of them."""

from django import forms

from accounts.models import Organisation
from work.forms import (
    DateField,
    Form,
    ModelForm,
    MoneyField,
    PartialDateField,
    PlainDecimalField,
    PlainIntegerField,
    Rows,
)

COLOURS = [("red", "Red"), ("blue", "Blue")]
CURRENCIES = [("USD", "US dollar"), ("GTQ", "Quetzal")]


class LineForm(Form):
    label = forms.CharField(max_length=20)
    quantity = PlainIntegerField(min_value=1, max_value=99, required=False)


LineRows = forms.formset_factory(LineForm, formset=Rows, max_num=5)


class NameForm(Form):
    name = forms.CharField(max_length=60)


class ShyForm(NameForm):
    """Without its second field, as for somebody whom it is not shown."""

    secret = forms.CharField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["secret"]


class EveryKindForm(Form):
    name = forms.CharField(max_length=60)
    remark = forms.CharField(max_length=200, required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(required=False)
    knows = forms.NullBooleanField(required=False)
    colour = forms.ChoiceField(choices=COLOURS)
    shade = forms.ChoiceField(choices=[("", "---"), *COLOURS], required=False)
    colours = forms.MultipleChoiceField(choices=COLOURS, required=False)
    stars = forms.TypedChoiceField(choices=[(1, "One"), (2, "Two")], coerce=int, required=False)
    amount = PlainDecimalField(max_digits=8, decimal_places=2, required=False)
    count = PlainIntegerField(min_value=0, required=False)
    free = forms.IntegerField(required=False)
    share = forms.FloatField(required=False)
    on = DateField(required=False)
    at = forms.DateTimeField(required=False)
    clock = forms.TimeField(required=False)
    born = PartialDateField(required=False)
    price = MoneyField(currencies=CURRENCIES, required=False)
    mail = forms.EmailField(required=False)
    page = forms.URLField(required=False, assume_scheme="https")
    code = forms.UUIDField(required=False)
    partner = forms.ModelChoiceField(Organisation.objects.all(), required=False)
    partners = forms.ModelMultipleChoiceField(Organisation.objects.all(), required=False)
    paper = forms.FileField(required=False)

    def clean(self):
        if self.cleaned_data.get("name") == "nobody":
            raise forms.ValidationError("Somebody has to be named.")
        return self.cleaned_data


class OrganisationForm(ModelForm):
    class Meta:
        model = Organisation
        fields = ["name", "country", "kind"]
