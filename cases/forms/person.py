from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions.describing import BIRTH_SAYS, WHY_ADULT
from cases.ages import ADULT, age_on, birth_year_of
from cases.forms.fields import NEARBY, FewCodesField, LikelyCodeField, departments, peoples
from cases.models import (
    DocumentKind,
    IdentityDocument,
    Majority,
    Person,
    SafeToCall,
    Telephone,
    Whose,
    WhyAdult,
)
from codebook.forms.fields import CodeChoiceField
from programmes.forms.records import RecordForm
from vault.lookup import normal_document, normal_phone
from work.dates import Precision
from work.forms import Form, PartialDateField, PlainIntegerField, Rows

SECTIONS = [
    (_("Names"), ["given_names", "family_names", "other_names"]),
    (_("Age"), ["birth", "stated_age", "age_estimated", "age_is_right"]),
    (
        _("Origin"),
        ["nationalities", "origin", "residence", "people", "languages", "legal_status", "migration_profile"],
    ),
    (_("Life"), ["gender", "marital_status", "education", "disabilities"]),
]
OLDEST = 110
NO_DIFFICULTY = "none"
# Of the fields of a page, those that no column of hers keeps.
NOT_KEPT = {"birth", "stated_age", "age_is_right"}
# What an age that contradicts what was known means, by whether she is a child by it.
TURNS = {
    True: _(
        "By this she is a child, and she is written down as an adult. Check it. If it is right, say so: what "
        "she agreed to alone is then in doubt, and her guardian has to be asked."
    ),
    False: _(
        "By this she is an adult, and she is written down as a child. Check it. If it is right, say so."
    ),
}
MOST_ROWS = 20


class BasicsForm(RecordForm):
    """What is known of everybody: sex, and child or adult."""

    sex = CodeChoiceField(label=_("Sex"), code_list="sex", widget=forms.RadioSelect)
    majority = forms.ChoiceField(label=_("Child or adult"), choices=Majority, widget=forms.RadioSelect)
    why_adult = forms.ChoiceField(
        label=_("If she is an adult now: what was written before?"),
        choices=WhyAdult,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("A mistake is mended in all that was counted; what was right for its day stays."),
    )

    birth_was_wrong = forms.BooleanField(
        label=_("The birth date that is kept was written wrongly: take it out"),
        required=False,
        help_text=_(
            "Only where it says otherwise than you do. What it was stays in the history of the record."
        ),
    )

    class Meta:
        model = Person
        fields = ["sex", "majority"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.becomes_adult_by(Majority.ADULT):
            del self.fields["why_adult"]
        if not self.instance.birth_date:
            del self.fields["birth_was_wrong"]

    def clean(self):
        data = super().clean()
        said = data.get("majority")
        if said and self.instance.birth_contradicts(said) and not data.get("birth_was_wrong"):
            self.add_error("birth_was_wrong", ValidationError(BIRTH_SAYS, code="birth_contradicts"))
        asked = "why_adult" in self.fields and "why_adult" not in self.errors
        if asked and data.get("majority") == Majority.ADULT and not data.get("why_adult"):
            self.add_error("why_adult", ValidationError(WHY_ADULT, code="why_adult"))
        return data


class PersonForm(RecordForm):
    """Who she is; asked only once something lets the programme keep it."""

    birth = PartialDateField(
        label=_("Birth date"),
        required=False,
        help_text=_(
            "As far as it is known: 27/03/2011, only the month as 03/2011, or only the year as 2011."
        ),
    )
    stated_age = PlainIntegerField(
        label=_("Or the age that she says she has"), required=False, min_value=0, max_value=OLDEST
    )
    nationalities = FewCodesField(label=_("Nationalities"), code_list="country", first=NEARBY, required=False)
    languages = FewCodesField(
        label=_("Languages that she speaks"), code_list="language", first=("spa",), required=False
    )
    people = forms.ChoiceField(
        label=_("People or ethnic group"),
        choices=peoples,
        required=False,
        help_text=_("As she says it herself."),
    )
    origin = forms.ChoiceField(label=_("Department of origin"), choices=departments, required=False)

    age_is_right = forms.BooleanField(label=_("The age is right"), required=False)

    class Meta:
        model = Person
        fields = [name for _title, names in SECTIONS for name in names if name not in NOT_KEPT]

    field_order = [name for _title, names in SECTIONS for name in names]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        person = self.instance
        if person.birth_date:
            self.initial["birth"] = (person.birth_date, Precision(person.birth_precision))

    def sections(self):
        """The fields as they stand on the page: `(title, fields)`.

        Whether a contradicting age is right is asked only where one was written.
        """
        in_doubt = self.is_bound and ("age_is_right" in self.errors or bool(self.data.get("age_is_right")))
        left_out = set() if in_doubt else {"age_is_right"}
        return [(title, [self[name] for name in names if name not in left_out]) for title, names in SECTIONS]

    def clean_disabilities(self):
        named = self.cleaned_data["disabilities"]
        if NO_DIFFICULTY in named and len(named) > 1:
            raise ValidationError(_("Choose the difficulties, or that she has none."))
        return named

    def clean_birth(self):
        date, precision = self.cleaned_data["birth"]
        today = timezone.localdate()
        if date and not today.replace(year=today.year - OLDEST - 10, day=1) <= date <= today:
            raise ValidationError(_("Check the year: nobody alive was born on this day."))
        return date, precision or Precision.UNKNOWN

    def clean(self):
        """The columns that keep a birth date, made of what is known: a date, or an age that she says."""
        data = super().clean()
        (date, precision), age = data.pop("birth", (None, "")), data.pop("stated_age", None)
        if date and age is not None:
            said = _("Write the birth date or the age, one of the two.")
            self.add_error("stated_age", ValidationError(said))
        elif age is not None:
            today = timezone.localdate()
            date, precision = today.replace(year=birth_year_of(age, today), month=1, day=1), Precision.YEAR
            data["age_estimated"] = True
        data |= {"birth_date": date, "birth_precision": precision or Precision.UNKNOWN}
        data["birth_year"] = date.year if date else None
        if date is None:
            data["age_estimated"] = False
        sure = data.pop("age_is_right", False)
        if "stated_age" not in self.errors:
            self._ask_whether_right(date, precision, sure=sure)
        return data

    def _ask_whether_right(self, date, precision, *, sure):
        """An age that makes a child of an adult, or the other way round, may be a slip of the keyboard."""
        years = age_on(timezone.localdate(), date, precision) if date else None
        known = self.instance.is_child_on()
        if years is None or known is None or sure or (years < ADULT) == known:
            return
        self.add_error("age_is_right", ValidationError(TURNS[years < ADULT], code="age_contradicts"))


class NamesTypedForm(Form):
    """As much of a name and a birth date as is typed by now: what cannot be read yet is left out."""

    given_names = forms.CharField(required=False, max_length=120)
    family_names = forms.CharField(required=False, max_length=120)
    other_names = forms.CharField(required=False, max_length=200)
    birth = PartialDateField(required=False)

    def as_person(self, known):
        """Somebody so called, of the sex of who is known; never saved."""
        self.is_valid()
        typed = dict(self.cleaned_data)
        date, precision = typed.pop("birth", (None, ""))
        born = {"birth_date": date, "birth_precision": precision or Precision.UNKNOWN}
        return Person(pk=known.pk, sex=known.sex, **typed, **born)


class RowForm(Form):
    """One row of hers: a new one, or the one that its id means."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    remove = forms.BooleanField(label=_("Take this row out"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != "remove"), "remove"])
        if not self["id"].value():
            del self.fields["remove"]


class TelephoneForm(RowForm):
    """A telephone by which she can be reached, and whether that is safe."""

    number = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    whose = forms.ChoiceField(label=_("Whose is it?"), choices=Whose, initial=Whose.OWN)
    safe_to_call = forms.ChoiceField(
        label=_("Is it safe to call?"), choices=SafeToCall, initial=SafeToCall.UNKNOWN
    )

    def clean_number(self):
        number = self.cleaned_data["number"]
        if not normal_phone(number):
            raise ValidationError(_("Write the digits of the number, six at least."))
        return number


class DocumentForm(RowForm):
    """The number of a paper that says who she is."""

    kind = forms.ChoiceField(label=_("Document"), choices=DocumentKind, initial=DocumentKind.NATIONAL_ID)
    number = forms.CharField(
        label=_("Number"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    country = LikelyCodeField(label=_("Issued by"), code_list="country", first=NEARBY, required=False)

    def clean_number(self):
        number = self.cleaned_data["number"]
        if not normal_document(number):
            raise ValidationError(_("Write the number as it stands on the paper, four signs at least."))
        return number


TelephoneRows = formset_factory(TelephoneForm, formset=Rows, extra=1, max_num=MOST_ROWS)
DocumentRows = formset_factory(DocumentForm, formset=Rows, extra=1, max_num=MOST_ROWS)
ROWS = {"telephones": (TelephoneRows, Telephone), "documents": (DocumentRows, IdentityDocument)}


class PersonPage(PersonForm):
    """The same on its page, with the rows of telephones and documents that stand and one for a new one."""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.rows = {name: self._rows_of(name, data) for name in ROWS}

    def _rows_of(self, name, data):
        """The rows as they were sent, or as they stand."""
        rows, model = ROWS[name]
        if data is not None:
            return rows(data, prefix=name)
        columns = [one for one in rows.form.base_fields if one != "remove"]
        kept = model.objects.filter(person=self.instance).order_by("created_at", "id")
        return rows(initial=[{c: getattr(row, c) for c in columns} for row in kept], prefix=name)

    @property
    def tables(self):
        """The rows with their titles, as they stand on the page."""
        return [(_("Telephones"), self.rows["telephones"]), (_("Documents"), self.rows["documents"])]

    @property
    def wrong_rows(self):
        """The rows in which something has to be mended."""
        return [row for rows in self.rows.values() for row in rows.forms if row.is_bound and row.errors]

    def is_valid(self):
        """Are both she and every row right?"""
        return all([super().is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self.held and not self._errors:
            self.cleaned_data |= {name: self._said(rows) for name, rows in self.rows.items()}

    @staticmethod
    def _said(rows):
        """What was written in the rows that are not empty."""
        return [row.cleaned_data for row in rows.forms if row.is_valid() and row.has_changed()]
