from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.actions.relatives import WhyCalled
from cases.forms.fields import NEARBY, LikelyCodeField, only_happened
from cases.models import Involved, Knows, Majority, Relative, SafeToContact, SaidBy, Suitable
from cases.relatives import NAMING, OF_THE_TEAM
from programmes.forms.records import RecordForm
from work.forms import Form

PRIVATE = {"rows": 2, "data-private": ""}
KEPT = _("What is written already is not shown here. Leave it empty to keep that.")
CONTACT = ["safe_to_contact", "how", "said_by", "said_on", "emergency"]
WHO = ["relation", "name", "telephones", "place", "majority", "country"]
FORGET = [
    ("name", _("the name")),
    ("telephones", _("the telephones")),
    ("place", _("where he or she lives")),
]


def buttons(label, choices, **more):
    """A question with a few answers, one beneath the other."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=False, **more)


class NewRelativeForm(RecordForm):
    """Somebody of her family, or whom she trusts; the `team` is asked more than whoever looks after her."""

    country = LikelyCodeField(label=_("Lives in"), code_list="country", first=NEARBY, required=False)
    majority = buttons(_("Child or adult"), Majority.choices, initial=Majority.UNKNOWN)
    safe_to_contact = buttons(
        _("Is it safe to contact this person?"),
        SafeToContact.choices,
        initial=SafeToContact.UNKNOWN,
        help_text=_("Ask the person first: who looks for her or him may be listening at this telephone."),
    )
    said_by = buttons(_("Whose word is it?"), SaidBy.choices)
    knows = buttons(_("Does this person know what happened?"), Knows.choices, initial=Knows.UNKNOWN)
    involved = buttons(
        _("Did this person take part in what was done?"),
        Involved.choices,
        initial=Involved.UNKNOWN,
        help_text=_("Then nothing rests on what she or he consented to, and somebody else is asked."),
    )
    suitable = buttons(_("Could the person live there?"), Suitable.choices, initial=Suitable.NOT_ASSESSED)

    class Meta:
        model = Relative
        fields = [*WHO, *CONTACT, *OF_THE_TEAM[1:]]
        labels = {
            "relation": _("What is she or he to the person?"),
            "how": _("Only how, or why not"),
            "said_on": _("On which day was it said?"),
            "emergency": _("The person wants her or him called in an emergency"),
        }
        help_texts = {
            "telephones": _("One or several. They are shown for half a minute to who asks for them."),
            "place": _("The team alone reads it."),
            "how": _(
                "If it is safe in one way only, say in which: at what hour, by whom, what not to say. If it "
                "is not safe, say why; the team alone reads that."
            ),
        }
        widgets = {
            "place": forms.Textarea(PRIVATE),
            "how": forms.Textarea(PRIVATE),
            "telephones": forms.TextInput({"data-private": ""}),
            "name": forms.TextInput({"data-private": ""}),
        }

    def __init__(self, *args, team=True, **kwargs):
        super().__init__(*args, **kwargs)
        only_happened(self, "said_on")
        for name in () if team else OF_THE_TEAM:
            del self.fields[name]

    def clean(self):
        typed = super().clean()
        for name in ("majority", "safe_to_contact", "knows", "involved", "suitable"):
            if name in typed:
                typed[name] = typed[name] or self.fields[name].initial
        self._check_safe(typed)
        if typed.get("safe_to_contact") == SafeToContact.UNKNOWN and not typed.get("said_by"):
            # The day stood in its box beforehand, and nobody has said anything.
            typed["said_on"] = None
        return typed

    def sections(self):
        """The questions as they stand on the page: `(title, fields)`; the team's last."""
        parts = [(_("Who it is"), WHO), (_("Is it safe?"), CONTACT), (_("For the team"), OF_THE_TEAM[1:])]
        named = [(title, [self[name] for name in names if name in self.fields]) for title, names in parts]
        return [(title, fields) for title, fields in named if fields]

    def _check_safe(self, typed):
        """How, where there is one way only; and whose word it is, of which day."""
        safe = typed.get("safe_to_contact")
        if safe == SafeToContact.ONLY_HOW and "how" in typed and not typed["how"]:
            self.add_error("how", ValidationError(_("Say how this person can be contacted safely.")))
        for name, words in (
            ("said_by", _("Say whose word it is.")),
            ("said_on", _("Write the day on which it was said.")),
        ):
            if safe not in (None, SafeToContact.UNKNOWN) and not typed.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(words))


class RelativeForm(NewRelativeForm):
    """The same, changed: who it is and where stays unseen, and stands unless something else is written."""

    kept_unseen = NAMING

    name = forms.CharField(label=_("Name"), max_length=200, required=False, help_text=KEPT)
    telephones = forms.CharField(label=_("Telephones"), max_length=120, required=False, help_text=KEPT)
    place = forms.CharField(
        label=_("Where he or she lives"),
        max_length=300,
        required=False,
        widget=forms.Textarea(PRIVATE),
        help_text=KEPT,
    )
    forget = forms.MultipleChoiceField(
        label=_("Take out what is written"),
        choices=FORGET,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where it is wrong and nothing better is known."),
    )

    class Meta(NewRelativeForm.Meta):
        fields = [name for name in NewRelativeForm.Meta.fields if name not in NAMING]

    field_order = [*NewRelativeForm.Meta.fields, "forget"]

    def __init__(self, *args, team=True, **kwargs):
        super().__init__(*args, team=team, **kwargs)
        if not team:
            self.fields["forget"].choices = [one for one in FORGET if one[0] not in OF_THE_TEAM]
            if self.instance.safe_to_contact == SafeToContact.NO:
                # Why not is not hers to read; nor does she say that it is safe after all.
                del self.fields["how"]

    def clean(self):
        typed = super().clean()
        forgotten = set(typed.pop("forget", ()))
        for name in set(NAMING) & set(typed):
            if name in forgotten and typed[name]:
                self.add_error("forget", ValidationError(_("Write it anew or take it out, one of the two.")))
            if name in forgotten:
                typed[name] = None
            elif not typed[name]:
                del typed[name]
        return typed


class WithdrawRelativeForm(Form):
    """Why what was written by mistake holds no more."""

    withdrawn_reason = forms.CharField(
        label=_("Why it is withdrawn"), max_length=300, widget=forms.Textarea(PRIVATE)
    )


class WhyCalledForm(Form):
    """Why somebody is called of whom that is not known to be safe."""

    why = forms.ChoiceField(
        label=_("Why is it needed all the same?"), choices=WhyCalled, widget=forms.RadioSelect
    )
