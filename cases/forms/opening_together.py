from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases import rules
from cases.code_names import run_together
from cases.forms.fields import countries, departments
from cases.forms.opening import DatedForm, FoundForm
from cases.models import CaseRole, Majority
from codebook.forms.fields import CodeChoiceField, CodesChoiceField
from work.forms import Form, PlainIntegerField, Rows

# So many people stand on one page; a larger group is written in two.
MOST_PEOPLE = 20
FIRST_ROWS = 3
TOO_MANY = _("At most %(most)s people stand on one page: save these, and write the others on another one.")


class PersonRow(Form):
    """One of several people found together, before anything more may be kept of any of them."""

    sex = CodeChoiceField(label=_("Sex"), code_list="sex")
    majority = forms.ChoiceField(label=_("Child or adult"), choices=[*BLANK_CHOICE_DASH, *Majority.choices])
    role = forms.ChoiceField(
        label=_("Is helped as"), choices=CaseRole, initial=CaseRole.DIRECT_VICTIM, required=False
    )
    accompanies = PlainIntegerField(
        label=_("Accompanies the person of row"),
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text=_("Only for a child who accompanies somebody of this list."),
    )
    code_name = forms.CharField(
        label=_("Code name"),
        required=False,
        max_length=40,
        help_text=_("Left empty, one is given. Never a real name."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    worker = forms.ModelChoiceField(
        label=_("Who answers for the case"),
        queryset=User.objects.all(),
        required=False,
        help_text=_("Left empty, it is you."),
    )
    unnamed = forms.BooleanField(label=_("Does not want data kept"), required=False)

    def __init__(self, *args, workers=None, **kwargs):
        super().__init__(*args, **kwargs)
        if workers is not None:
            self.fields["worker"].queryset = workers

    def has_changed(self):
        """Is anything said in this row? As whom somebody is helped stands there beforehand."""
        return bool(set(self.changed_data) - {"role"})

    def clean(self):
        data = super().clean()
        data["role"] = data.get("role") or CaseRole.DIRECT_VICTIM
        child = data["role"] == CaseRole.ACCOMPANYING_CHILD
        if child and not data.get("accompanies") and "accompanies" not in self.errors:
            words = _("Write the number of the row of whom the child accompanies.")
            self.add_error("accompanies", ValidationError(words, code="required"))
        if child and data.get("majority") == Majority.ADULT:
            self.add_error("majority", ValidationError(_("Who comes as an accompanying child is a child.")))
        if not child:
            data["accompanies"] = None
        return data


class PersonRows(Rows):
    """The people of the list: at least two, each child after whoever it accompanies."""

    def clean(self):
        said = {place: form for place, form in enumerate(self.forms, 1) if form.has_changed()}
        if len(said) > MOST_PEOPLE:
            raise ValidationError(TOO_MANY % {"most": MOST_PEOPLE}, code="too_many")
        if len(said) < 2:
            words = _("Write at least two people; the case of one alone is opened as a new case.")
            raise ValidationError(words, code="too_few")
        self._check_whom_children_accompany(said)
        self._refuse_one_code_name_twice(said)

    def _check_whom_children_accompany(self, said):
        for place, form in said.items():
            whom = form.cleaned_data.get("accompanies")
            other = said.get(whom)
            child = other and other.cleaned_data.get("role") == CaseRole.ACCOMPANYING_CHILD
            if whom and (other is None or whom == place or child):
                words = _("No adult of this list stands in that row.")
                form.add_error("accompanies", ValidationError(words, code="no_such_row"))

    def _refuse_one_code_name_twice(self, said):
        seen = set()
        for form in said.values():
            name = run_together(form.cleaned_data.get("code_name"))
            if name and name in seen:
                words = _("Two people of this list have the same code name.")
                form.add_error("code_name", ValidationError(words, code="twice"))
            seen.add(name)

    def people(self):
        """What is said of each, without the rows that were left empty; whom a child accompanies by place."""
        said = [place for place, form in enumerate(self.forms, 1) if form.has_changed()]
        found = {old: new for new, old in enumerate(said, 1)}
        rows = [dict(self.forms[place - 1].cleaned_data) for place in said]
        return [row | {"accompanies": found.get(row["accompanies"])} for row in rows]


PeopleRows = formset_factory(
    PersonRow, formset=PersonRows, extra=FIRST_ROWS, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE + 1
)


class GroupForm(DatedForm):
    """What is the same of several people found together; what is known of the event, in codes."""

    acts = CodesChoiceField(label=_("What was done to them (acts)"), code_list="act", required=False)
    purposes = CodesChoiceField(label=_("For what (purposes)"), code_list="exploitation_type", required=False)
    country = forms.ChoiceField(label=_("Country where it happened"), choices=countries, required=False)
    department = forms.ChoiceField(
        label=_("Department where it happened"), choices=departments, required=False
    )

    class Meta(FoundForm.Meta):
        fields = [name for name in FoundForm.Meta.fields if name != "code_name"]

    field_order = [
        "danger", "source", "source_details", "found_on", "found_in", "found_place", "office", "on",
        "entered_from", "acts", "purposes", "country", "department",
    ]  # fmt: skip
    OF_EVENT = ("acts", "purposes", "country", "department")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["danger"].label = _("Are they in danger now?")
        self.fields["source"].label = _("Who brought or sent them")
        self.fields["source_details"].help_text = _("The same words stand in the case of each: name nobody.")
        self.fields["found_place"].help_text = _("It stands in the case of each who lets data be kept.")

    def clean(self):
        data = super().clean()
        country = data.get("department", "").partition("-")[0]
        if country and data.get("country") not in ("", country):
            words = _("This department lies in another country.")
            self.add_error("department", ValidationError(words))
        elif country:
            data["country"] = country
        return data

    def found(self):
        """The fields of how they were met, as they stand on the page."""
        return [self[name] for name in self.fields if name not in self.OF_EVENT]

    def lived(self):
        """The fields of what happened to all of them."""
        return [self[name] for name in self.OF_EVENT]


class GroupPage(GroupForm):
    """The same on its page, with a row for each person."""

    def __init__(self, data=None, *args, user, **kwargs):
        super().__init__(data, *args, user=user, **kwargs)
        offices = self.fields["office"].queryset.values("pk")
        workers = User.objects.working(office__in=offices, role__in=rules.TEAM)
        self.people = PeopleRows(data, prefix="people", form_kwargs={"workers": workers})

    @property
    def wrong_rows(self):
        """The rows in which something has to be mended."""
        return [row for row in self.people.forms if row.is_bound and row.errors]

    def is_valid(self):
        """Are both what all share and each row right?"""
        return all([super().is_valid(), self.people.is_valid()])

    def full_clean(self):
        super().full_clean()
        if not self.is_bound or self.held:
            return
        if self.people.is_valid():
            self.cleaned_data["people"] = self.people.people()
        for error in self.people.non_form_errors().as_data():
            self.add_error(None, error)
