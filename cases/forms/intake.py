from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.events import event_label
from cases.forms.fields import CaseNumberField, countries, departments
from cases.keeping import FIRST_YEAR_OF_HARM, refuse_impossible_day
from cases.models import Case, Exploitation, Level, Needs
from cases.numbers import read_case_number
from codebook import lists
from programmes.forms.records import RecordForm
from work.dates import Precision
from work.door_by_door import for_one
from work.forms import Form, PartialDateField

HALF_KNOWN = _("As far as it is known: 27/03/2011, only the month as 03/2011, or only the year as 2011.")
SECTIONS = [
    (_("What was done"), ["acts", "means", "control", "purposes"]),
    (_("Before and recruitment"), ["recruiters", "recruitment"]),
    (
        _("Where and when"),
        ["country", "department", "place", "began_part", "ended_part", "was_child", "follows"],
    ),
    (_("In few words"), ["account", "own_account"]),
]
WITHOUT_NAMES = _("Without names: nothing by which the person could be known, while there is no ground.")
ALERT_OF_OTHERS = _("Allergies, medicines, a diet: no diagnosis that is not needed at night.")
NOT_OF_RECORD = {"began_part", "ended_part", "was_child", "follows", "own_account"}
THEN_A_CHILD = [
    ("yes", pgettext_lazy("was she a child then?", "Yes")),
    ("no", pgettext_lazy("was she a child then?", "No")),
    ("", _("It follows from her birth date, or is not known")),
]
# Kinds of help as they stand on the page of needs; what belongs to none of them stands last.
GROUPS = {
    "basic": _("Food, clothing, money"),
    "shelter": _("A place to live"),
    "safety": _("Safety"),
    "health": _("Health"),
    "psychosocial": _("Psychological and social support"),
    "legal": _("Legal help"),
    "documentation": _("Documents"),
    "education": _("School and training"),
    "livelihood": _("Work and income"),
    "family": _("Family"),
    "return": _("Return home"),
    "": _("Other help"),
}
# What most people need in the first days stands unfolded.
FIRST = {"basic", "shelter", "safety", "health"}


def child_then(part):
    """What is said of her age at that time, as it is chosen on the page and sent by programs."""
    return {True: "yes", False: "no", None: ""}[part.was_child]


class SeenField(forms.IntegerField):
    """The version of her part in the event that the page was opened on; it is no answer of its own."""

    def has_changed(self, initial, data):
        return False


class EarlierEventField(forms.ModelChoiceField):
    """An earlier event of the same person, by what it was and when."""

    def label_from_instance(self, event):
        return event_label(event)


class ExploitationForm(RecordForm):
    """What was done to her, as far as she wants to say it; nothing here has to be filled in.

    `earlier` are the other events of hers, of which one may be that after which this one came.
    """

    country = forms.ChoiceField(label=_("Country"), choices=countries, required=False)
    department = forms.ChoiceField(label=_("Department"), choices=departments, required=False)
    began_part = PartialDateField(label=_("It began"), required=False, help_text=HALF_KNOWN)
    ended_part = PartialDateField(label=_("It ended"), required=False)
    was_child = forms.ChoiceField(
        label=_("Was she under 18 then?"),
        choices=THEN_A_CHILD,
        widget=forms.RadioSelect,
        required=False,
    )
    follows = EarlierEventField(
        Exploitation.objects.none(),
        label=_("The person was exploited again, after"),
        required=False,
        help_text=_("Only where this came after another event that is written down."),
    )
    own_account = forms.CharField(
        label=_("What concerns this person alone"),
        required=False,
        empty_value=None,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Read by the team of this case only. What stands above is read by the team of each person who "
            "lived through the same."
        ),
    )

    class Meta:
        model = Exploitation
        fields = [name for _title, names in SECTIONS for name in names if name not in NOT_OF_RECORD]

    field_order = [name for _title, names in SECTIONS for name in names]

    def __init__(self, *args, part=None, earlier=(), **kwargs):
        super().__init__(*args, **kwargs)
        event = self.instance
        if earlier:
            keys = [one.pk for one in earlier]
            self.fields["follows"].queryset = Exploitation.objects.filter(pk__in=keys)
        else:
            del self.fields["follows"]
        for name in ("began", "ended"):
            if getattr(event, name):
                precision = Precision(getattr(event, f"{name}_precision"))
                self.initial[f"{name}_part"] = (getattr(event, name), precision)
        self.part = part
        if part:
            self.initial |= {"was_child": child_then(part), "own_account": part.account}
            self.initial["follows"] = part.follows and part.follows.exploitation_id
            seen = SeenField(widget=forms.HiddenInput, required=False, initial=part.version)
            self.fields["part_version"] = seen

    def sections(self):
        """The fields as they stand on the page: `(title, fields)`."""
        asked = self.fields
        return [(title, [self[name] for name in names if name in asked]) for title, names in SECTIONS]

    def clean(self):
        data = super().clean()
        for name in ("began", "ended"):
            date, precision = data.pop(f"{name}_part", None) or (None, "")
            data |= {name: date, f"{name}_precision": precision or Precision.UNKNOWN}
            if date and date > timezone.localdate():
                self.add_error(f"{name}_part", ValidationError(_("This day has not come yet.")))
            elif date:
                self._refuse_too_early(f"{name}_part", date)
        if data["began"] and data["ended"] and data["ended"] < data["began"]:
            self.add_error("ended_part", ValidationError(_("It cannot have ended before it began.")))
        self._fit_department(data)
        told = [name for name in data if not name.endswith(("_precision", "_version")) and name != "case"]
        said = [data[name] for name in told]
        if not self.errors and not any(said):
            raise ValidationError(_("Nothing is written yet: choose or write at least one thing."))
        data["was_child"] = {"yes": True, "no": False}.get(data.get("was_child"))
        self._look_at_part(data)
        return data

    def _refuse_too_early(self, field, day):
        """The check of the action, said beside the box."""
        try:
            refuse_impossible_day(day, field=None, not_before=FIRST_YEAR_OF_HARM)
        except ValidationError as error:
            self.add_error(field, error)

    def _look_at_part(self, data):
        """Her part in the event is a record beside it: who answers over somebody's answer is told first."""
        seen = data.pop("part_version", None)
        if seen is None and self.data.get("version") == str(self.instance.version):
            return  # A page of both versions shows her part too, and goes by the version of the event.
        if self.part is None or seen == self.part.version:
            return
        hers = {"was_child": self.part.was_child, "own_account": self.part.account}
        for name, stands in hers.items():
            if data.get(name) != stands:
                said = _("Somebody answered this meanwhile. Save again to put your answer in its place.")
                self.add_error(name, ValidationError(said))
                self.data = self.data.copy()
                self.data["part_version"] = self.part.version

    def _fit_department(self, data):
        """A department says the country; two that do not go together are refused."""
        country = data.get("department", "").partition("-")[0]
        if country and data.get("country") not in ("", country):
            self.add_error("department", ValidationError(_("This department lies in another country.")))
        elif country:
            data["country"] = country


class NeedsForm(RecordForm):
    """What she needs now, and what she herself wants; about a pregnancy only where it may be asked.

    `nameless` says that nothing lets the programme keep who she is: what is written freely names nobody.
    """

    class Meta:
        model = Needs
        fields = ["needs", "wishes", "health_alert", "pregnant"]
        widgets = {
            "pregnant": forms.RadioSelect,
            "wishes": forms.Textarea(attrs={"rows": 3}),
            "health_alert": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, case, nameless=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not case.person.may_be_pregnant:
            del self.fields["pregnant"]
            self.fields["health_alert"].help_text = ALERT_OF_OTHERS
        if nameless:
            for name in ("wishes", "health_alert"):
                known = self.fields[name].help_text
                self.fields[name].help_text = f"{known} {WITHOUT_NAMES}".strip()

    def clean(self):
        data = super().clean()
        if not self.errors and not any(data.values()):
            raise ValidationError(_("Nothing is written yet: choose or write at least one thing."))
        return data

    def groups(self):
        """The kinds of help with their boxes: `(title, boxes, are they unfolded)`."""
        kinds, found = lists.get("service_type"), {key: [] for key in GROUPS}
        for box in self["needs"]:
            code = kinds.find(box.data["value"])
            group = code.extra.get("group", "") if code else ""
            found[group if group in GROUPS else ""].append(box)
        chosen = set(self["needs"].value() or ())
        return [
            (GROUPS[key], boxes, key in FIRST or any(str(box.data["value"]) in chosen for box in boxes))
            for key, boxes in found.items()
            if boxes
        ]


class AskedExploitationForm(ExploitationForm):
    """The same as a program changes it: of an event of several of its cases it names one."""

    case = forms.CharField(label=_("Case"), required=False, max_length=20)

    def clean_case(self):
        number = self.cleaned_data["case"]
        if number and read_case_number(number) != self.part.case.number:
            raise ValidationError(_("This case does not stand in the event."), code="not_in_it")
        return number

    def clean(self):
        data = super().clean()
        data.pop("case", None)
        return data


class JoinForm(Form):
    """Who lived through the same: somebody whose case one reads in full."""

    other = CaseNumberField(
        label=_("Number of the other case"),
        help_text=_("Of somebody whose case you read in full, for example 26-0147-K."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = for_one(Case.objects.visible_to(user, Level.FULL))


class TakeOutForm(Form):
    """Why somebody does not belong to an event."""

    withdrawn_reason = forms.CharField(
        label=_("Why this person does not belong to the event"),
        max_length=300,
        widget=forms.Textarea({"rows": 2, "data-private": ""}),
    )


class AskedTakeOutForm(TakeOutForm):
    """The same as a program writes it: an event may be of several of the cases that it reads."""

    case = CaseNumberField(label=_("Case"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = for_one(Case.objects.visible_to(user, Level.FULL))


class AskedJoinForm(JoinForm):
    """The same as a program writes it, which says as well from whose case."""

    case = CaseNumberField(label=_("Case"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["case"].queryset = for_one(Case.objects.visible_to(user, Level.FULL))
