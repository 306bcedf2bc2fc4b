from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.grounds import KEEPING, refuse_answer_for_adult, refuse_answer_for_child
from cases.models import Answer, Ground, GroundKind
from programmes.forms.records import RecordForm
from work.answers import show_refusal
from work.forms import DateField, Form

OF_CONSENT = (
    "answer", "purposes", "giver", "giver_name", "giver_involved", "assent", "form", "language", "since",
    "expires_on",
)  # fmt: skip
# What is asked for each kind of ground, in the order of the page.
ASKED = {
    GroundKind.CONSENT: OF_CONSENT,
    GroundKind.COURT_ORDER: ("authority", "assent", "since", "expires_on"),
    GroundKind.DUTY_TO_REPORT: ("authority", "since"),
    GroundKind.VITAL_INTEREST: ("reason", "assent", "since"),
}
USUAL_PURPOSES = [KEEPING, "assistance"]


class GroundForm(RecordForm):
    """Why the programme may keep what it keeps of her; `kind` leaves only what that ground needs."""

    class Meta:
        model = Ground
        fields = ["kind", *OF_CONSENT, "authority", "reason"]
        widgets = {
            "kind": forms.RadioSelect,
            "answer": forms.RadioSelect,
            "giver": forms.RadioSelect,
            "form": forms.RadioSelect,
            "assent": forms.RadioSelect,
            "reason": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"language": _("Language in which it was explained")}
        help_texts = {
            "purposes": _("Explain each one before you tick it. She may agree to one and not to another."),
            "giver_involved": _("Somebody who took part in what was done to her cannot consent for her."),
            "since": _("The day on which it was given or ordered."),
        }

    def __init__(self, *args, case, kind=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.kind = case, kind
        self.fields["since"].initial = timezone.localdate
        self.fields["purposes"].initial = USUAL_PURPOSES
        self.fields["answer"].required = False
        if kind:
            for name in set(self.fields) - set(ASKED[kind]):
                del self.fields[name]
            self.order_fields(ASKED[kind])
        if kind and case.person.is_child_on() is False:
            self._ask_an_adult()

    def _ask_an_adult(self):
        """An adult answers herself: what is asked for a child stays away."""
        self.fields.pop("assent", None)
        if "giver" in self.fields:
            self.fields["giver"].initial = "self_adult"

    def clean_since(self):
        day = self.cleaned_data["since"]
        if day > timezone.localdate():
            raise ValidationError(_("It cannot begin after today."))
        return day

    def clean(self):
        data = super().clean()
        kind = self.kind or data.get("kind")
        data |= {"kind": kind, "answer": data.get("answer") or Answer.GIVEN}
        needed = {GroundKind.COURT_ORDER: "authority", GroundKind.VITAL_INTEREST: "reason"}.get(kind)
        if needed and not data.get(needed):
            self.add_error(needed, ValidationError(self.fields[needed].error_messages["required"]))
        if kind == GroundKind.CONSENT:
            self._check_consent(data)
        if data.get("since") and data["answer"] == Answer.GIVEN:
            self._check_who_decides(data)
        return data

    def _check_consent(self, data):
        if not data.get("giver"):
            self.add_error("giver", ValidationError(_("Say who gave the answer.")))
        if data["answer"] == Answer.GIVEN and not data.get("purposes") and "purposes" not in self.errors:
            self.add_error("purposes", ValidationError(_("Say what the consent covers.")))
        if data.get("giver_involved") and data.get("giver") == "parent" and data["answer"] == Answer.GIVEN:
            self.add_error("giver_involved", involved_parent())

    def _check_who_decides(self, data):
        """What would be refused for a child or an adult is said at once, with all else that is wrong."""
        child = self.case.person.is_child_on(data["since"])
        try:
            if child:
                asked = {"kind": data["kind"], "giver": data.get("giver"), "assent": data.get("assent")}
                refuse_answer_for_child(**asked)
            elif child is False and data["kind"] == GroundKind.CONSENT:
                refuse_answer_for_adult(giver=data.get("giver"))
        except ValidationError as error:
            show_refusal(self, error)


def involved_parent():
    """The sentence of the constraint that refuses such a consent, for its place beside the box."""
    name = "involved_parent_does_not_consent"
    constraint = next(one for one in Ground._meta.constraints if one.name == name)
    return ValidationError(constraint.violation_error_message, code=name)


class EndGroundForm(Form):
    """The day on which a ground ended."""

    ended_on = DateField(
        label=_("Day"),
        initial=timezone.localdate,
        help_text=_("The day on which she took it back, or on which the measure was lifted."),
    )

    def clean_ended_on(self):
        day = self.cleaned_data["ended_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Write the day on which it happened."))
        return day
