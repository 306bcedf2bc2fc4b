from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.endings import ALWAYS, ASKED, unsaid
from cases.forms.fields import YesOrNoField, happened
from cases.models import RECOGNISED, PointedTo, Population
from cases.risks import present_risk
from codebook import lists
from codebook.forms.fields import CodeChoiceField
from work.forms import DateField, Form

# Who is no victim of trafficking may be any of these; whose relative is one stays an indirect victim.
OUTSIDE = [one for one in Population.choices if one[0] != Population.VICTIM]


def victim_results():
    """Results that say she is, or must be presumed to be, a victim, as the list calls them now."""
    known = lists.get("trafficking_status")
    return [(code, known.label(code)) for code in RECOGNISED]


class IdentifyForm(Form):
    """What a supervisor decides after reading both legal tests."""

    on = DateField(label=_("Decided on"), initial=timezone.localdate, validators=[happened])
    trafficking_status = forms.ChoiceField(
        label=_("Result"), choices=victim_results, widget=forms.RadioSelect
    )
    status_decider = CodeChoiceField(code_list="trafficking_status_decider", label=_("Who decided"))
    reason = forms.CharField(
        label=_("Why, in words"),
        max_length=2000,
        required=False,
        empty_value=None,
        widget=forms.Textarea({"rows": 3, "data-private": ""}),
    )


class OutsideScopeForm(Form):
    """To whom she belongs, when no elements of trafficking were found."""

    on = DateField(label=_("Decided on"), initial=timezone.localdate, validators=[happened])
    population = forms.ChoiceField(label=_("Population"), choices=OUTSIDE, widget=forms.RadioSelect)
    status_decider = CodeChoiceField(code_list="trafficking_status_decider", label=_("Who decided"))
    reason = forms.CharField(
        label=_("Why no elements were found, in words"),
        max_length=2000,
        required=False,
        empty_value=None,
        widget=forms.Textarea({"rows": 3, "data-private": ""}),
        help_text=_("Where an interview that proposes it was agreed with, its reasons stand already."),
    )
    pointed_to = forms.MultipleChoiceField(
        label=_("Where the person was pointed to"),
        choices=PointedTo.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Help that fits is always offered. What is not offered yet becomes a task."),
    )


class ActivateForm(Form):
    """From which day she is in assistance."""

    on = DateField(label=_("In assistance since"), initial=timezone.localdate, validators=[happened])


class ReopenForm(Form):
    """From which day a closed case goes on, and why."""

    on = DateField(label=_("Taken up again on"), initial=timezone.localdate, validators=[happened])
    reason = forms.CharField(
        label=_("Why it goes on"), max_length=300, widget=forms.Textarea({"rows": 3, "data-private": ""})
    )


ONLY_ALWAYS = _(
    "You can record that she died or that she wants no more help. For any other reason a supervisor closes"
    " the case."
)
CLOSED_ALREADY = _("The case is closed. You can still record that she died or that she wanted no more help.")


class CloseForm(Form):
    """How the work with her ends; what has to be said follows from the reason.

    `only_always` says why nothing but her death and her own choice can be recorded here.
    """

    unmarked = True
    on = DateField(
        label=pgettext_lazy("case", "Closed on"), initial=timezone.localdate, validators=[happened]
    )
    closure_reason = CodeChoiceField(code_list="case_closure_reason", label=_("Reason"))
    reintegration_outcome = CodeChoiceField(
        code_list="reintegration_outcome", label=_("What came of it"), required=False, empty_value=None
    )
    final_risk = CodeChoiceField(
        code_list="risk_level", label=_("Risk that is left"), required=False, empty_value=None
    )
    told_how_to_return = YesOrNoField(
        label=_("Was she told how to come back, and what rights she has over her data?"), required=False
    )
    closing_summary = forms.CharField(
        label=_("Summary"),
        required=False,
        empty_value=None,
        widget=forms.Textarea({"rows": 5, "data-private": ""}),
        help_text=_("What was done, what she reached, and what somebody must know who takes it up again."),
    )

    def __init__(self, *args, only_always="", **kwargs):
        super().__init__(*args, **kwargs)
        self.only_always = only_always
        if only_always:
            self.fields["closure_reason"].help_text = only_always

    @classmethod
    def about(cls, typed, case, *, decides):
        """The form as somebody may fill it in of this case; of a closed one it says how that had ended.

        As the risk that is left the one that was assessed last is offered.
        """
        if case.is_open:
            last = present_risk(case)
            offered = {"final_risk": last.level} if last else {}
            return cls(typed, only_always="" if decides else ONLY_ALWAYS, initial=offered)
        form = cls(typed, only_always=CLOSED_ALREADY, initial={name: getattr(case, name) for name in ASKED})
        form.fields["on"].label = _("Day on which she died or said so")
        return form

    def clean_closure_reason(self):
        reason = self.cleaned_data["closure_reason"]
        if self.only_always and reason not in ALWAYS:
            raise forms.ValidationError(self.only_always, code="decides")
        return reason

    def clean(self):
        typed = super().clean()
        if self.only_always or typed.get("closure_reason") in ALWAYS:
            return typed
        for name, sentence in unsaid(typed.get("closure_reason"), typed).items():
            if name not in self.errors:
                self.add_error(name, forms.ValidationError(sentence, code="required"))
        return typed
