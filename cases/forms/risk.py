from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, Organisation
from cases.forms.fields import countries, happened, only_happened
from cases.grounds import NOTHING_LETS_TELL, may_let_tell, refuse_telling_without_ground
from cases.models import Case, Ground, Level, RiskAssessment, RiskNotice
from cases.risks import refuse_lower_without_reason
from codebook import lists
from programmes.forms.records import RecordForm
from work.answers import show_refusal
from work.door_by_door import for_one
from work.forms import DateField, Form

PRIVATE = {"data-private": ""}


def levels_by_domain(held=()):
    """Every level of every domain, as `domain:level`, by domain; also what the record holds already."""
    parted = [pair.partition(":") for pair in held]
    levels = lists.get("risk_level").choices(include=[level for _domain, _colon, level in parted])
    domains = lists.get("risk_domain").choices(include=[domain for domain, _colon, _level in parted])
    return [
        (domain, [(f"{code}:{level}", f"{domain}: {words}") for level, words in levels])
        for code, domain in domains
    ]


class LevelByDomain(forms.SelectMultiple):
    """One box for each domain, with its levels; a box that is left alone was not asked about.

    `before` holds what was said the last time, `{domain: level}`: it is shown, and chosen anew.
    """

    template_name = "cases/widgets/level_by_domain.html"
    allow_multiple_selected = False
    use_fieldset = True
    before = {}

    def value_from_datadict(self, data, files, name):
        found = super().value_from_datadict(data, files, name) or []
        return [value for value in (found if isinstance(found, list) else [found]) if value]

    def get_context(self, name, value, attrs):
        context, chosen = super().get_context(name, value, attrs), set(value or ())
        called = lists.get("risk_level").label
        context["domains"] = [
            (
                domain,
                [(pair, called(pair.partition(":")[2]), pair in chosen) for pair, _words in levels],
                called(self.before.get(levels[0][0].partition(":")[0])),
            )
            for domain, levels in self.choices
            if levels
        ]
        return context


class LevelByDomainField(forms.MultipleChoiceField):
    """A level for each domain that was asked about; its value is a list of `domain:level`."""

    widget = LevelByDomain

    def __init__(self, **kwargs):
        super().__init__(choices=levels_by_domain, **kwargs)

    def clean(self, value):
        chosen = super().clean(value)
        if len({pair.partition(":")[0] for pair in chosen}) < len(chosen):
            raise ValidationError(_("Say one level for each domain."), code="domain_twice")
        return chosen or None


class RiskForm(RecordForm):
    """How great the danger is, by domain and as a whole, and what keeps the person safe."""

    domains = LevelByDomainField(
        label=gettext_lazy("By domain"),
        required=False,
        help_text=gettext_lazy("What was not spoken about stays “not asked”."),
    )

    class Meta:
        model = RiskAssessment
        fields = ["on", "domains", "level", "lower_reason", "basis", "safety_plan"]
        widgets = {
            "level": forms.RadioSelect,
            "lower_reason": forms.Textarea({"rows": 2} | PRIVATE),
            "basis": forms.Textarea({"rows": 4} | PRIVATE),
            "safety_plan": forms.Textarea({"rows": 6} | PRIVATE),
        }
        help_texts = {
            "level": gettext_lazy("As you judge it. The day of the next review follows from it."),
            "lower_reason": gettext_lazy("Only where the whole is lower than one of the domains."),
            "basis": gettext_lazy("What was said or seen. The team of the case reads it."),
            "safety_plan": gettext_lazy(
                "What keeps the person safe, agreed with her: whom to call, where to go, what to avoid. "
                "Whoever looks after her reads it, also at night, so leave out what happened to her. It is "
                "asked for where the risk is high or imminent."
            ),
        }

    def __init__(self, *args, before=None, **kwargs):
        super().__init__(*args, **kwargs)
        only_happened(self, "on")
        by_domain = self.fields["domains"]
        by_domain.choices = partial(levels_by_domain, tuple(self.instance.domains or ()))
        by_domain.widget.before = before.by_domain if before else {}

    def clean(self):
        typed = super().clean()
        if typed.get("level") and not self.instance.entered_from:
            said = {name: typed.get(name) for name in ("level", "domains", "lower_reason")}
            _say(self, partial(refuse_lower_without_reason, **said))
        return typed


class NewRiskForm(RiskForm):
    """A new assessment: the safety plan of the last one stands in it, to be gone through again."""

    def __init__(self, *args, before=None, **kwargs):
        super().__init__(*args, before=before, **kwargs)
        self.fields["safety_plan"].initial = before.safety_plan if before else None


class AskedRiskForm(RiskForm):
    """An assessment as a program writes it: it names the case by its number."""

    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=gettext_lazy("Case"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases_in_full(user)


class WithdrawRiskForm(Form):
    """Why an assessment that was written by mistake stands no more."""

    withdrawn_reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=300,
        widget=forms.Textarea({"rows": 3} | PRIVATE),
    )


class GroundChoice(forms.ModelChoiceField):
    """A line of the ledger, in words."""

    def label_from_instance(self, ground):
        words = [str(ground.get_kind_display()), ground.get_purposes_display(), date_format(ground.since)]
        return " · ".join(filter(None, words))


class RiskNoticeForm(RecordForm):
    """To whom a danger to relatives was passed on, what was said, and by which right."""

    country = forms.ChoiceField(label=gettext_lazy("In which country"), choices=countries)
    ground = GroundChoice(
        Ground.objects.none(),
        label=gettext_lazy("On which ground"),
        error_messages={"required": NOTHING_LETS_TELL},
        help_text=gettext_lazy(
            "Consent to a referral or to share data, a vital interest, a duty to report, or a court's order."
        ),
    )

    class Meta:
        model = RiskNotice
        fields = ["on", "receiver", "country", "what", "ground", "receiver_named"]
        widgets = {"what": forms.Textarea({"rows": 5} | PRIVATE), "receiver": forms.TextInput(PRIVATE)}
        help_texts = {
            "receiver": gettext_lazy("Such as a prosecutor's office, a consulate or an organisation there."),
            "what": gettext_lazy("No more than they need to protect the family."),
            "receiver_named": gettext_lazy("Of a consent: it is good only for whom it names."),
        }

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        only_happened(self, "on")
        self.fields["ground"].queryset = may_let_tell(case)

    def clean(self):
        typed = super().clean()
        if typed.get("on") and not {"ground", "receiver_named"} & set(self.errors):
            said = {name: typed.get(name) for name in ("ground", "receiver_named", "on")}
            _say(self, partial(refuse_telling_without_ground, self.case, **said))
        return typed


class AskedRiskNoticeForm(RiskNoticeForm):
    """The same as a program writes it: it names the case by its number."""

    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=gettext_lazy("Case"))

    def __init__(self, data=None, *, user, **kwargs):
        known, number = cases_in_full(user), (data or {}).get("case")
        named = known.filter(number=number).first() if isinstance(number, str) else None
        super().__init__(data, case=named or Case(office=Office(organisation=Organisation())), **kwargs)
        self.fields["case"].queryset = known


class RiskAnswerForm(RecordForm):
    """What they answered to whom a danger was passed on."""

    answered_on = DateField(label=gettext_lazy("Answered on"), validators=[happened])
    answer = forms.CharField(
        label=gettext_lazy("What they answered, or what they have done"),
        widget=forms.Textarea({"rows": 5} | PRIVATE),
    )

    class Meta:
        model = RiskNotice
        fields = ["answered_on", "answer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["answered_on"] = self.instance.answered_on or timezone.localdate()


def cases_in_full(user):
    """Cases that she reads in full, to choose one by its number."""
    known = for_one(Case.objects.visible_to(user, Level.FULL))
    return known.select_related("office__organisation", "person")


def _say(form, check):
    """Say beside its field what the action would refuse, with all else that is wrong."""
    try:
        check()
    except ValidationError as error:
        show_refusal(form, error)
