from collections import Counter
from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Office, Organisation
from cases import rules
from cases.actions.assistance import AGREED, AGREED_BY, FOR_HER, HERSELF, NOT_ASKED
from cases.consents import consents, types_to_ask
from cases.forms.fields import only_happened
from cases.grounds import refuse_answer_for_adult, refuse_answer_for_child, refuse_involved_giver
from cases.models import Answer, Assent, Case, Goal, GroundKind, Level, Service
from codebook import lists
from codebook.forms.fields import CodeChoiceField
from programmes import currencies
from programmes.forms.records import RecordForm
from programmes.models import Component
from work.answers import show_refusal
from work.door_by_door import for_one
from work.forms import DateField, FilterForm, Form, MoneyField

RECENT = timedelta(days=90)
OFTEN = 6
HELPS = (Level.ASSISTANCE, Level.FULL)
NOT_BY_HERSELF = {HERSELF, "child_assent"}
CONSENTS = [
    (AGREED, pgettext_lazy("consent to a service", "She agrees")),
    (FOR_HER, pgettext_lazy("consent to a service", "Somebody who may has agreed in the person's place")),
    (NOT_ASKED, pgettext_lazy("consent to a service", "Not asked yet")),
]
HOME_CURRENCY = {"GT": "GTQ", "HN": "HNL"}
PRIVATE = {"rows": 3, "data-private": ""}


def givers():
    """Who may agree in her place."""
    answers = lists.get("consent_giver").choices()
    return [("", "---------"), *(one for one in answers if one[0] not in NOT_BY_HERSELF)]


def home_currency(case):
    """What the office of this case pays in, unless another currency is chosen."""
    return HOME_CURRENCY.get(case.office.organisation.country, "USD")


class TypeSelect(forms.Select):
    """Types of services; those that ask for a consent of their own are marked, so that the page can ask."""

    asking = frozenset()

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.asking:
            option["attrs"]["data-asks"] = ""
        return option


class ServiceForm(RecordForm):
    """What was given to her; only the type has to be chosen."""

    value = MoneyField(label=gettext_lazy("Value"), currencies=currencies.choices, required=False)

    class Meta:
        model = Service
        fields = ["type", "on", "quantity", "provider", "detail", "goal", "component"]
        widgets = {"type": TypeSelect, "detail": forms.Textarea(PRIVATE)}

    field_order = ["type", "on", "quantity", "value", "provider", "detail", "goal", "component"]

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        only_happened(self, "on")
        self._offer_goals(user)
        components = Component.objects.filter(organisation=case.office.organisation_id)
        held = self.instance.component_id or case.component_now_id
        self.fields["component"].queryset = components.open() | components.filter(pk=held)
        self.fields["component"].required = False
        self.fields["value"].widget.usual = home_currency(case)
        if self.instance.value is not None:
            self.initial["value"] = [self.instance.value, self.instance.currency]

    def _offer_goals(self, user):
        """Goals of her own plan that this user reads; where there is none to choose, nothing is asked.

        A goal that somebody else named and she does not read stays as it is.
        """
        level, held = rules.level_of(user, self.case) if self.case.person_id else None, self.instance.goal_id
        known = Goal.objects.filter(case=self.case.pk) if level in HELPS else Goal.objects.none()
        offered = known.told_at(level).filter(Q(pk__in=known.to_serve().values("pk")) | Q(pk=held))
        goals = list(offered.values_list("pk", flat=True)) if level in HELPS else []
        if not goals or (held and held not in goals):
            del self.fields["goal"]
            return
        box, kinds = self.fields["goal"], lists.get("service_type")
        box.queryset, box.empty_label = offered.select_related("case"), _("None, or not known")
        box.label_from_instance = lambda goal: f"{kinds.label(goal.service_type)}: {goal.words}"

    def clean(self):
        typed = super().clean()
        if "value" in typed:
            typed["value"], typed["currency"] = typed["value"] or (None, "")
        if not typed.get("component"):
            typed.pop("component", None)
        return typed


class NewServiceForm(ServiceForm):
    """A service as it is logged in a few seconds: today, and what the office gives most often comes first."""

    consent = forms.ChoiceField(
        label=gettext_lazy("Does she agree to this kind of help?"),
        choices=CONSENTS,
        required=False,
        widget=forms.RadioSelect,
        initial=NOT_ASKED,
        help_text=gettext_lazy("It can be asked later: the help does not wait for the answer."),
    )
    giver = forms.ChoiceField(label=gettext_lazy("Who agreed for her"), choices=givers, required=False)
    giver_involved = forms.BooleanField(
        label=gettext_lazy("took part in what was done to her"),
        required=False,
        help_text=gettext_lazy("Somebody who took part in what was done to her cannot consent for her."),
    )
    assent = forms.ChoiceField(
        label=gettext_lazy("What the child herself answered"),
        choices=Assent,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Of somebody under 18: ask her too. Her no is kept, and it is a no."),
    )
    assent_reason = forms.CharField(
        label=gettext_lazy("Why she was not asked"), max_length=300, required=False, empty_value=None
    )
    field_order = [
        *ServiceForm.field_order[:2],
        "consent",
        *AGREED_BY,
        *ServiceForm.field_order[2:],
    ]

    def __init__(self, *args, case, user, last_day=None, **kwargs):
        """With `last_day` as it is added to a case that was open to her until then: nothing of it is told."""
        super().__init__(*args, case=case, user=user, **kwargs)
        # Of a case that was handed over the day says whose work it was, unless it is chosen.
        by_day = last_day or case.moved_on
        self.fields["component"].initial = None if by_day else case.component_now_id
        self.fields["on"].initial = last_day or timezone.localdate
        box = self.fields["type"]
        box.choices = often_first(case)
        box.widget.attrs["autofocus"] = True
        box.widget.asking = frozenset(consents() if last_day else types_to_ask(case, timezone.localdate()))

    def clean(self):
        typed = super().clean()
        if typed.get("consent") == FOR_HER:
            self._check_for_her(typed)
        return typed

    def _check_for_her(self, typed):
        """Who agreed for her, and what she herself answered: said at once, with all else that is wrong.

        Whatever is in force already: who adds it without reading the case is not told by a refusal.
        """
        if not typed.get("giver"):
            self.add_error("giver", forms.ValidationError(_("Say who agreed for her."), code="required"))
        kind, child = (
            GroundKind.CONSENT,
            self.case.person_id and self.case.person.is_child_on(typed.get("on")),
        )
        asked = {name: typed.get(name) for name in ("giver", "assent", "assent_reason")}
        involved = {"answer": Answer.GIVEN, "giver_involved": typed.get("giver_involved")}
        for check in (
            lambda: refuse_involved_giver(kind=kind, **involved),
            lambda: child and refuse_answer_for_child(kind=kind, **asked),
            lambda: child is False and refuse_answer_for_adult(giver=asked["giver"]),
        ):
            try:
                check()
            except forms.ValidationError as error:
                show_refusal(self, error)

    @property
    def for_her(self):
        """What is asked where somebody agreed for her; a child's own answer of whoever may be one."""
        names = AGREED_BY if self.case.person.is_child_on() is not False else AGREED_BY[:2]
        return [self[name] for name in names]

    @property
    def first(self):
        """What is asked of every service."""
        return [self["type"], self["on"]]

    @property
    def more(self):
        """What may be added."""
        return [self[name] for name in ServiceForm.field_order[2:] if name in self.fields]

    @property
    def more_is_open(self):
        """Is something of it typed or wrong already?"""
        typed = set(self.changed_data) - {"component"} if self.is_bound else set()
        return any(field.errors or field.name in typed for field in self.more)


class AskedServiceForm(NewServiceForm):
    """A service as a program enters it: it names the case by its number."""

    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=gettext_lazy("Case"))

    def __init__(self, data=None, *, user, **kwargs):
        known = for_one(Case.objects.added_to_by(user, Level.ASSISTANCE)).select_related(
            "office__organisation", "person"
        )
        number = (data or {}).get("case")
        named = known.filter(number=number).first() if isinstance(number, str) else None
        unknown = Case(office=Office(organisation=Organisation()))
        super().__init__(data, case=named or unknown, user=user, **kwargs)
        self.fields["case"].queryset = known


def often_first(case):
    """Types in two groups: what her office gave most often of late, and all of them."""
    known = lists.get("service_type").choices()
    since = timezone.localdate() - RECENT
    latest = Service.objects.latest_types(case.office_id, case.component_now_id, since)
    often = [code for code, _times in Counter(latest).most_common(OFTEN)]
    labels = dict(known)
    first = [(code, labels[code]) for code in often if code in labels]
    groups = [(_("Given most often here"), first)] if first else []
    return [("", "---------"), *groups, (_("All services"), known)]


class WithdrawServiceForm(Form):
    """Why a service that was written by mistake counts no more."""

    withdrawn_reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"), max_length=300, widget=forms.Textarea(PRIVATE)
    )


class ServiceFilterForm(FilterForm):
    """Which services of a case are shown."""

    type = CodeChoiceField(code_list="service_type", label=gettext_lazy("Service"), required=False)
    since = DateField(label=gettext_lazy("Since"), required=False)
    until = DateField(label=gettext_lazy("Until"), required=False)

    def narrow(self, services):
        """Those that were asked for; all of them where the question cannot be read."""
        wanted = self.cleaned_data if self.is_valid() else {}
        names = {"type": "type", "since": "on__gte", "until": "on__lte"}
        return services.filter(**{names[key]: value for key, value in wanted.items() if value})
