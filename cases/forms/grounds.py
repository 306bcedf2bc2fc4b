from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.forms.fields import happened, only_happened
from cases.grounds import (
    OWN_ANSWERS,
    refuse_answer_for_adult,
    refuse_answer_for_child,
    refuse_involved_giver,
    refuse_relative,
)
from cases.models import Answer, Assent, ConsentText, Ground, GroundKind, Point, Relative
from cases.naming import alert_of
from codebook import lists
from codebook.forms.fields import CodeChoiceField
from programmes.forms.records import RecordForm
from work.answers import show_refusal
from work.forms import DateField, Form

# A consent as it is asked: what was said first, then the answer, how it was given, and for how long.
SECTIONS = (
    (_("What was explained"), ("text", "text_how", "language", "points_told")),
    (
        pgettext_lazy("part of a consent", "The answer"),
        (
            "answer",
            "giver",
            "relative",
            "giver_name",
            "giver_involved",
            "assent",
            "assent_reason",
            "purposes",
        ),
    ),
    (
        _("How it was given, and who was there"),
        ("form", "witness_name", "interpreter_name", "interpreter_sworn", "interpreter_accepted"),
    ),
    (pgettext_lazy("part of a consent", "Days"), ("since", "expires_on")),
)
OF_CONSENT = tuple(name for _title, names in SECTIONS for name in names)
SEALED = {"data-private": "", "autocomplete": "off"}
# What is asked for each kind of ground, in the order of the page.
ASKED = {
    GroundKind.CONSENT: OF_CONSENT,
    GroundKind.COURT_ORDER: ("authority", "assent", "assent_reason", "since", "expires_on"),
    GroundKind.DUTY_TO_REPORT: ("authority", "since"),
    GroundKind.VITAL_INTEREST: ("reason", "assent", "assent_reason", "since"),
}
NOT_FOR_ADULTS = {"parent", "state_guardian", "child_assent"}


# How the page draws, names and explains its boxes.
WIDGETS = {
    "kind": forms.RadioSelect,
    "answer": forms.RadioSelect,
    "assent": forms.RadioSelect,
    "giver_name": forms.TextInput(SEALED),
    "interpreter_name": forms.TextInput(SEALED),
    "witness_name": forms.TextInput(SEALED),
    "reason": forms.Textarea(attrs={"rows": 3}),
}
LABELS = {
    "language": _("Language in which it was explained"),
    "relative": _("Who of the family that is"),
    "interpreter_name": _("Name of whoever interpreted"),
    "witness_name": _("Name of the witness"),
}
HINTS = {
    "purposes": _("Explain each one before you tick it. She may agree to one and not to another."),
    "giver_involved": _("Somebody who took part in what was done to her cannot consent for her."),
    "text": _("The text of the programme that was read or played. Leave it out where none was."),
    "witness_name": _("For a thumbprint or a consent by word: whoever saw that it was given."),
    "interpreter_name": _("Only if somebody interpreted."),
    "interpreter_accepted": _(
        "Ask without the interpreter, by signs if need be. If the answer is no, the consent is kept "
        "in doubt and asked again with somebody else."
    ),
    "expires_on": _("Two weeks before that day a task asks for it anew."),
    "since": _("The day on which it was given or ordered."),
    "relative": _(
        "Only if it is written on the page of the family. Who is suspected of having taken part "
        "consents to nothing: it is kept, and somebody else is asked."
    ),
}


class GiverField(CodeChoiceField):
    """Who gave an answer; on a page only those are offered who may give one for a person of her age."""

    widget = forms.RadioSelect
    left_out = frozenset()

    def __init__(self, **kwargs):
        super().__init__(code_list="consent_giver", empty_value=None, **kwargs)

    def offer_for(self, child):
        """Leave out who may not answer for a child, for an adult, or for her of whom neither is known."""
        self.left_out = {True: OWN_ANSWERS, False: NOT_FOR_ADULTS}.get(child, {"child_assent"})
        self.offer(())

    def offer(self, include):
        """What may be chosen at this moment."""
        self.choices = partial(who_answers, self.left_out, tuple(include), self.offers_nothing)


def who_answers(left_out, include, blank):
    """The list of who may answer, without those who may not here."""
    found = lists.get("consent_giver").choices(include=include)
    return [*(BLANK_CHOICE_DASH if blank else ()), *(pair for pair in found if pair[0] not in left_out)]


class GroundForm(RecordForm):
    """Why the programme may keep what it keeps of her; `kind` leaves only what that ground needs."""

    class Meta:
        model = Ground
        fields = ["kind", *OF_CONSENT, "authority", "reason"]
        widgets = WIDGETS
        labels = LABELS
        help_texts = HINTS

    points_told = forms.MultipleChoiceField(
        label=_("Explained before asking"),
        choices=Point.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Tick what was explained and understood. What is left out is kept as left out, and a task asks "
            "to explain it."
        ),
    )
    giver = GiverField(label=_("Who answered"), required=False)

    def __init__(self, *args, case, kind=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.case, self.kind = case, kind
        only_happened(self, "since")
        self.fields["answer"].required = False
        self.fields["relative"].queryset = family = Relative.objects.of_case(case).standing()
        if kind and not family:
            del self.fields["relative"]
        texts = ConsentText.objects.for_list()
        self.fields["text"].queryset = texts.offered(timezone.localdate()) if kind else texts
        if kind and not self.fields["text"].queryset:
            del self.fields["text"], self.fields["text_how"]
        if kind:
            for name in set(self.fields) - set(ASKED[kind]):
                del self.fields[name]
            self.order_fields(ASKED[kind])
            self._ask_by_age(case.person.is_child_on())

    def sections(self):
        """The fields of a consent as they stand on its page; of any other ground all in one."""
        if self.kind != GroundKind.CONSENT:
            return []
        shown = [(title, [self[name] for name in names if name in self.fields]) for title, names in SECTIONS]
        return [(title, fields) for title, fields in shown if fields]

    def _ask_by_age(self, child):
        """On the page only what can be answered: for a child nobody is offered who may not decide for her."""
        # Nothing is chosen before she answers: one press must not write down a consent that nobody gave.
        for name in {"answer", "giver"} & set(self.fields):
            self.fields[name].required, self.initial[name] = True, None
        for name in {"purposes", "authority", "reason", "assent_reason"} & set(self.fields):
            self.fields[name].asked_where_needed = True
        if child is False:
            self.fields.pop("assent", None)
            self.fields.pop("assent_reason", None)
            self.fields.pop("giver_involved", None)
        elif child and "assent" in self.fields:
            self.fields["assent"].required, self.fields["assent"].choices = True, Assent.choices
        if "giver" in self.fields:
            self.fields["giver"].offer_for(child)

    def clean(self):
        data = super().clean()
        kind = self.kind or data.get("kind")
        data |= {"kind": kind, "answer": data.get("answer") or Answer.GIVEN}
        needed = {GroundKind.COURT_ORDER: "authority", GroundKind.VITAL_INTEREST: "reason"}.get(kind)
        if needed and not data.get(needed):
            self.add_error(needed, ValidationError(self.fields[needed].error_messages["required"]))
        if kind == GroundKind.CONSENT:
            self._check_consent(data)
            self._check_text(data)
        if kind != GroundKind.CONSENT or data["answer"] != Answer.GIVEN:
            data["points_told"] = None
        of_family = {name: data.get(name) for name in ("relative", "answer", "giver")}
        self._say_refusal(refuse_relative, case=self.case, kind=kind, **of_family)
        if data.get("since") and data["answer"] == Answer.GIVEN:
            self._check_who_decides(data)
        return data

    def _check_consent(self, data):
        if not data.get("giver") and "giver" not in self.errors:
            self.add_error("giver", ValidationError(_("Say who gave the answer.")))
        if data["answer"] == Answer.GIVEN and not data.get("purposes") and "purposes" not in self.errors:
            self.add_error("purposes", ValidationError(_("Say what the consent covers.")))

    def _check_text(self, data):
        """Which text it was and how it was given are said together; its language is that of the text."""
        text, how = data.get("text"), data.get("text_how")
        if text and not how and "text_how" not in self.errors:
            self.add_error("text_how", ValidationError(_("Say how the text was given.")))
        if how and not text and "text" not in self.errors:
            self.add_error("text", ValidationError(_("Say which text it was.")))
        if text and not data.get("language"):
            data["language"] = text.language

    def _check_who_decides(self, data):
        """What would be refused for a child or an adult is said at once, with all else that is wrong."""
        child, kind = self.case.person.is_child_on(data["since"]), data["kind"]
        involved = {"answer": data["answer"], "giver_involved": data.get("giver_involved")}
        self._say_refusal(refuse_involved_giver, kind=kind, **involved)
        if child:
            asked = {name: data.get(name) for name in ("giver", "assent", "assent_reason")}
            self._say_refusal(refuse_answer_for_child, kind=kind, **asked)
        elif child is False and kind == GroundKind.CONSENT:
            self._say_refusal(refuse_answer_for_adult, giver=data.get("giver"))

    def _say_refusal(self, refuse, **asked):
        """Put beside its field what would be refused."""
        try:
            refuse(**asked)
        except ValidationError as error:
            if not set(getattr(error, "error_dict", ())) & set(self.errors):
                show_refusal(self, error)


class EndGroundForm(Form):
    """The day on which a ground ended."""

    ended_on = DateField(
        label=_("Day"),
        initial=timezone.localdate,
        validators=[happened],
        help_text=_("The day on which she took it back, or on which the measure was lifted."),
    )


class UnnamedForm(Form):
    """Whether she agrees that what whoever looks after her tonight must know stays."""

    keep_alert = forms.BooleanField(
        label=_("She agrees that what whoever looks after her must know stays"),
        required=False,
        help_text=_("Allergies, medicines, a diet, a pregnancy. Without it they leave too: ask her again."),
    )

    def __init__(self, *args, case=None, **kwargs):
        super().__init__(*args, **kwargs)
        if case is not None and not alert_of(case):
            del self.fields["keep_alert"]
