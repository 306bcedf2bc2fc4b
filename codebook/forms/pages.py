"""What is typed on the pages of the lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from codebook import places
from codebook.codes import Provenance
from codebook.models import AddedCode, CodeOverride, Municipality
from codebook.places import HOME
from work.forms import FileField, FilterForm, Form, ModelForm, PlainIntegerField

LARGEST_LIST = 2 * 1024 * 1024


def departments():
    """The departments of the programme's countries, for a choice; a first line stands for all."""
    groups = [(name, places.subdivision_choices(code)) for code, name in home_countries()]
    return [("", _("Any")), *groups]


def home_countries():
    """The countries whose municipalities the programme imports."""
    return [pair for pair in places.country_choices() if pair[0] in HOME]


class ListFilterForm(FilterForm):
    """What to look for among the lists."""

    text = forms.CharField(
        label=_("Text"), required=False, max_length=80, help_text=_("In lists, codes and labels.")
    )
    provenance = forms.ChoiceField(
        label=_("Provenance"), required=False, choices=[("", _("Any")), *Provenance.choices]
    )
    changed = forms.BooleanField(label=_("Only what the programme changed"), required=False)


class CodeFilterForm(FilterForm):
    """What to look for in one list."""

    text = forms.CharField(label=_("Text"), required=False, max_length=80)


class RelabelForm(ModelForm):
    """What a code is called here; an empty box is the label that it came with."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = CodeOverride
        fields = ["label_es", "label_en"]

    def __init__(self, *args, code, **kwargs):
        super().__init__(*args, **kwargs)
        original = code.original or code
        for name, text in (("label_es", original.es), ("label_en", original.en)):
            self.fields[name].help_text = _("It came as: %(label)s. Leave the box empty for that.") % {
                "label": text
            }


class AddCodeForm(ModelForm):
    """A code of the programme's own."""

    class Meta:
        model = AddedCode
        fields = ["label_es", "label_en", "code", "reason"]


class OrderForm(Form):
    """A place for each code; who moves one to a place that is taken pushes the others on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, code_list, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = code_list.in_order()
        for place, code in enumerate(self.codes, start=1):
            self.fields[f"place_{code.code}"] = PlainIntegerField(
                label=code.label(), initial=place, min_value=1, max_value=len(self.codes)
            )

    @property
    def rows(self):
        """Each code with the field of its place."""
        return [(code, self[f"place_{code.code}"]) for code in self.codes]

    def put_over(self, version):
        """Somebody else was faster: say so, and save over her order when this is sent again."""
        self.add_error(None, _("Somebody changed the order meanwhile. Save again to put yours in its place."))
        self.data = self.data.copy()
        self.data["version"] = version

    def clean(self):
        asked = {
            code.code: (wanted, (wanted > place) - (wanted < place), place)
            for place, code in enumerate(self.codes, start=1)
            if (wanted := self.cleaned_data.get(f"place_{code.code}"))
        }
        return {"codes": sorted(asked, key=asked.get), "version": self.cleaned_data.get("version")}


class MunicipalityFilterForm(FilterForm):
    """What to look for among the municipalities."""

    subdivision = forms.ChoiceField(label=_("Department"), required=False, choices=departments)
    text = forms.CharField(label=_("Name"), required=False, max_length=80)


class MunicipalitiesFileForm(Form):
    """A national list of municipalities."""

    country = forms.ChoiceField(label=_("Country"), choices=home_countries)
    data = FileField(
        label=_("File"),
        help_text=_(
            "XLSX or CSV with the columns código, departamento, municipio. You first see what becomes of it."
        ),
    )

    def clean_data(self):
        return self.cleaned_data["data"].read()


class MunicipalitiesForm(Form):
    """Rows of such a list that were looked at and found good."""

    country = forms.ChoiceField(choices=home_countries, widget=forms.HiddenInput)
    data = forms.CharField(widget=forms.HiddenInput, max_length=LARGEST_LIST, strip=False)

    def clean_data(self):
        return self.cleaned_data["data"].encode()


class MunicipalityForm(ModelForm):
    """The name of a municipality, and whether it is offered."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Municipality
        fields = ["name", "hidden"]
        help_texts = {"hidden": _("Places that were written down keep it.")}
