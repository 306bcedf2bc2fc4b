from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from cases import levels, rules
from cases.code_names import propose_code_name
from cases.forms.fields import CaseNumberField, departments, happened, only_happened
from cases.models import READERS, Case, CaseRole, Danger, EnteredFrom, Exploitation, Level, Majority
from cases.numbers import read_case_number
from codebook.forms.fields import CodeChoiceField
from programmes.forms.records import RecordForm
from work.forms import DateField, Form

# From what a person enters later; what the demonstration brings along says so itself.
ENTERED_FROM = [one for one in EnteredFrom.choices if one[0] != EnteredFrom.DEMO]
WITH_THE_MOTHER = ("source", "found_on", "found_in", "danger")


def offices_of(user):
    """The offices in which she may open a case."""
    everywhere = {m.organisation_id for m in user.acting_memberships if m.role in READERS and not m.office_id}
    rows = Office.objects.open()
    return rows.filter(pk__in=user.office_ids(*READERS)) | rows.filter(organisation__in=everywhere)


class FoundForm(RecordForm):
    """How the programme met her, and the question asked first."""

    found_in = forms.ChoiceField(
        label=_("Department of the first contact"), choices=departments, required=False
    )
    danger = forms.ChoiceField(
        label=_("Is she in danger now?"),
        choices=Danger,
        widget=forms.RadioSelect,
        help_text=_("With “Yes, now” the supervisors of the office are called today."),
    )

    class Meta:
        model = Case
        fields = ["source", "source_details", "found_on", "found_in", "found_place", "danger", "code_name"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        only_happened(self, "found_on")


class DatedForm(FoundForm):
    """Where a case is opened, and on which day: of one person, or of several found together."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none())
    # Empty means the day on which it is saved: a page or a draft left until tomorrow says nothing wrong.
    on = DateField(
        label=_("Opened on"),
        required=False,
        validators=[happened],
        help_text=_("Only for a case that was opened before today; left empty, it is opened today."),
    )
    entered_from = forms.ChoiceField(
        label=_("Entered later, from"),
        choices=[*BLANK_CHOICE_DASH, *ENTERED_FROM],
        required=False,
        help_text=_("Only for a case that was opened before today."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices_of(user)
        self.first_offices = list(self.fields["office"].queryset[:2])
        if len(self.first_offices) == 1:
            self.fields["office"].initial = self.first_offices[0].pk

    def clean(self):
        data = super().clean()
        self._check_day(data)
        return data

    def _check_day(self, data):
        """An earlier day says from what it is entered, and lies not before she was met."""
        day, today = data.get("on"), timezone.localdate()
        if day and day < today and not data.get("entered_from") and "entered_from" not in self.errors:
            words = _("Say from what the case is entered later: it was opened before today.")
            self.add_error("entered_from", ValidationError(words, code="required"))
        if not day and data.get("entered_from") and "on" not in self.errors:
            words = _("Write the day on which the case was opened.")
            self.add_error("on", ValidationError(words, code="required"))
        if day and data.get("found_on") and data["found_on"] > day:
            words = _("The first contact is later than the opening of the case. Check both days.")
            self.add_error("found_on", ValidationError(words, code="before_contact"))


class OpenCaseForm(DatedForm):
    """The first page of a case: the minimum that may be written before any ground exists."""

    sex = CodeChoiceField(label=_("Sex"), code_list="sex", widget=forms.RadioSelect)
    majority = forms.ChoiceField(
        label=_("Child or adult"), choices=Majority, widget=forms.RadioSelect, initial=""
    )
    role = forms.ChoiceField(
        label=_("She is helped as"),
        choices=CaseRole,
        widget=forms.RadioSelect,
        initial=CaseRole.DIRECT_VICTIM,
    )
    mother_case = CaseNumberField(
        label=_("Case of the person she accompanies"),
        required=False,
        help_text=_("Only for a child who accompanies: the number, for example 26-0147-K."),
    )
    unnamed = forms.BooleanField(
        label=_("She does not want her data kept"),
        required=False,
        help_text=_("She is helped all the same: by number and code name, without her name."),
    )
    exploitation = forms.ModelChoiceField(
        Exploitation.objects.none(),
        label=_("Event that the person lived through too"),
        required=False,
        widget=forms.HiddenInput,
    )

    field_order = [
        "danger", "source", "source_details", "found_on", "found_in", "found_place", "sex", "majority",
        "role", "mother_case", "code_name", "unnamed", "office", "on", "entered_from",
    ]  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["mother_case"].queryset = Case.objects.visible_to(user, Level.ASSISTANCE)
        self.fields["code_name"].required = False
        if user.has_role(*rules.TEAM):
            self.fields["exploitation"].queryset = Exploitation.objects.read_by(user)
        if self.first_offices and not self.is_bound:
            self.fields["code_name"].initial = propose_code_name(self.first_offices[0])

    def known_facts(self):
        """A code name that was left out is given by the programme: it is not missing."""
        facts = super().known_facts()
        return {name: value for name, value in facts.items() if name != "code_name" or value}

    def _not_known(self, row, facts):
        return super()._not_known(row, facts) | {"code_name"} - set(facts)

    def clean(self):
        data = super().clean()
        accompanies = data.get("role") == CaseRole.ACCOMPANYING_CHILD
        if accompanies and not data.get("mother_case") and "mother_case" not in self.errors:
            self.add_error(
                "mother_case", ValidationError(_("Write the number of the case of whom she accompanies."))
            )
        if accompanies and data.get("majority") == Majority.ADULT:
            self.add_error("majority", ValidationError(_("Who comes as an accompanying child is a child.")))
        if not accompanies:
            data["mother_case"] = None
        return data


class AskedCaseForm(Form):
    """What the address of the first page may say: whom a child accompanies, which event somebody lived
    through, and which draft goes on.
    """

    mother = forms.CharField(required=False, max_length=20)
    draft = forms.UUIDField(required=False)
    event = forms.UUIDField(required=False)

    @classmethod
    def read(cls, query, user):
        """`(what is filled in beforehand, key of the draft, the mother's case)`.

        What cannot be understood is as if not said; so is a case of which she reads its number alone.
        """
        form = cls(query)
        form.is_valid()
        number = read_case_number(form.cleaned_data.get("mother") or "")
        known = Case.objects.visible_to(user, Level.ASSISTANCE).select_related("office")
        mother = known.filter(number=number).first() if number else None
        event = {"exploitation": form.cleaned_data.get("event")} if form.cleaned_data.get("event") else {}
        return cls.beside(mother, user) | event, form.cleaned_data.get("draft"), mother

    @staticmethod
    def beside(mother, user):
        """A child was found where, when and by whom her mother was, as far as that is told to this user."""
        if mother is None:
            return {}
        told = levels.told_at(rules.level_of(user, mother))
        same = {name: getattr(mother, name) for name in WITH_THE_MOTHER if name in told}
        child = {
            "role": CaseRole.ACCOMPANYING_CHILD,
            "majority": Majority.CHILD,
            "mother_case": mother.number,
        }
        return same | child | {"office": mother.office_id}
