"""The pages of a screening interview, and what is said of it on its way."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import YesOrNoField, countries, happened, only_happened
from cases.forms.risk import cases_in_full
from cases.models import Case, ReflectionPeriod, Screening, ScreeningMoment
from cases.screening import PAGES
from programmes.forms.records import RecordForm
from work.forms import DateField, Form

PRIVATE = {"data-private": ""}
FIELDS = [name for page in PAGES for name in page.fields]
IN_WORDS = (
    *("home_life", "livelihood", "earlier_violence", "why_left", "promised", "debt", "papers_by", "journey"),
    *("work_and_rest", "pay", "freedom", "how_ended", "indicator_words", "reasons"),
)
CHOSEN = (
    "interpreter_accepted",
    "taken_by_force",
    "by_border_post",
    "false_papers",
    "could_leave",
    "proposal",
)
OF_THE_INTERVIEWER = (ScreeningMoment.BREAK, ScreeningMoment.STOPPED, ScreeningMoment.RESUMED)


class ScreeningForm(RecordForm):
    """What stands in an interview; with `page` only what that page asks."""

    class Meta:
        model = Screening
        fields = FIELDS
        widgets = {
            **{name: forms.Textarea({"rows": 3} | PRIVATE) for name in IN_WORDS},
            **dict.fromkeys(CHOSEN, forms.RadioSelect),
            **{name: forms.TextInput(PRIVATE) for name in ("place", "interpreter_name")},
        }
        help_texts = {
            "home_life": _("Only what helps to understand and to protect."),
            "interpreter_name": _("Only where somebody interpreted."),
            "freedom": _("Locks, guards, threats, debts, having nowhere to go."),
            "reasons": _("Who reviews it has not heard the person: write what speaks for it, what against."),
        }

    def __init__(self, *args, page=None, **kwargs):
        super().__init__(*args, **kwargs)
        for name in FIELDS if page else ():
            if name not in page.fields:
                del self.fields[name]
        if "interviewed_on" in self.fields:
            only_happened(self, "interviewed_on")


class AskedScreeningForm(ScreeningForm):
    """An interview as a program begins it: it names the case by its number."""

    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=_("Case"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = cases_in_full(user)


class ScreeningMomentForm(Form):
    """That the person asked for a break, that the interview was stopped, or that it went on."""

    what = forms.ChoiceField(
        label=_("What happened"),
        choices=[(one.value, one.label) for one in OF_THE_INTERVIEWER],
        widget=forms.RadioSelect,
    )
    on = DateField(label=_("On which day"), initial=timezone.localdate, validators=[happened])
    words = forms.CharField(
        label=_("In words"),
        max_length=1000,
        required=False,
        empty_value=None,
        widget=forms.Textarea({"rows": 2} | PRIVATE),
        help_text=_("Such as how the person was, and when she or he wants to go on. No reason is needed."),
    )


class ReviewScreeningForm(Form):
    """What the second person says."""

    agrees = YesOrNoField(label=_("Do you agree with the proposal?"))
    words = forms.CharField(
        label=_("In words"),
        max_length=1000,
        required=False,
        empty_value=None,
        widget=forms.Textarea({"rows": 4} | PRIVATE),
        help_text=_("Where you send it back: what is missing, or what has to be asked again."),
    )

    def clean(self):
        typed = super().clean()
        if not self.errors and typed.get("agrees") is None:
            self.add_error("agrees", forms.ValidationError(_("Choose an answer."), code="required"))
        elif typed.get("agrees") is False and not typed.get("words"):
            said = _("Write what is missing, so that it can be completed.")
            self.add_error("words", forms.ValidationError(said, code="required"))
        return typed


class WithdrawScreeningForm(Form):
    """Why an interview that was written by mistake stands no more."""

    withdrawn_reason = forms.CharField(
        label=_("Why it is withdrawn"), max_length=300, widget=forms.Textarea({"rows": 3} | PRIVATE)
    )


class ReflectionPeriodForm(RecordForm):
    """For how long somebody has to think who is identified in a country, and by what."""

    country = forms.ChoiceField(label=_("Country"), choices=countries)

    class Meta:
        model = ReflectionPeriod
        fields = ["country", "days", "since", "source"]
        help_texts = {
            "days": _("From the day of the identification."),
            "since": _("Who was identified before that day keeps the days that held then."),
            "source": _(
                "Such as the article of a law, or an agreement of the programme with the authorities."
            ),
        }
