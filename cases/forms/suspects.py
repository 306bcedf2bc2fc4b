from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import CaseNumberField
from cases.forms.relatives import buttons
from cases.models import Case, KnownTo, Level, Proceeding, Relative, SuspectInEvent, ToHer
from cases.suspects import (
    OF_ITSELF,
    WORDS,
    family_of,
    known_elsewhere,
    label_elsewhere,
    proceeding_label,
    proceedings_of,
)
from codebook.forms.fields import CodeChoiceField
from programmes.forms.records import RecordForm
from work.door_by_door import for_one
from work.forms import Form

KEPT = _("What is written already is not shown here. Leave it empty to keep that.")
LABELS = {
    "names": _("Names"),
    "aliases": _("Other names, nicknames"),
    "telephones": _("Telephones"),
    "description": _("What he or she looks like"),
    "ties": _("Groups, businesses, vehicles, pages on the internet"),
    "known": _("What is known of this event"),
    "danger_words": _("Which danger"),
}
LENGTHS = {"names": 300, "aliases": 300, "telephones": 200, "danger_words": 500}
LONG = {"description", "ties", "known", "danger_words"}
HINTS = {
    "names": _(
        "Read by the team of whoever stands in an event with this suspect: write nothing here by which "
        "somebody else could be known."
    ),
    "known": _("Read by the team of each person who lived through this event."),
    "danger_words": _("Read by the team of this case only."),
}


def words_field(name, **more):
    """A box for words that are shown on the suspect's own page alone."""
    widget = forms.Textarea({"rows": 3, "data-private": ""}) if name in LONG else forms.TextInput
    attrs = {} if name in LONG else {"data-private": ""}
    field = forms.CharField(
        label=LABELS[name],
        required=False,
        max_length=LENGTHS.get(name),
        empty_value=None,
        widget=widget if name in LONG else forms.TextInput(attrs),
        **{"help_text": HINTS.get(name, "")} | more,
    )
    field.widget.attrs["autocomplete"] = "off"
    return field


class ProceedingField(forms.ModelChoiceField):
    """A proceeding of hers, by its kind and its day."""

    def label_from_instance(self, proceeding):
        return proceeding_label(proceeding)


class OfOneField(forms.ModelChoiceField):
    """A suspect of another event, by that event and its number there."""

    def label_from_instance(self, one):
        return label_elsewhere(one)


class ToPersonForm(RecordForm):
    """What a suspect did in the event, and what it is to her."""

    relation = CodeChoiceField(
        code_list="recruiter_relationship", label=_("What is the suspect to the person?"), required=False
    )
    relative = forms.ModelChoiceField(
        Relative.objects.none(),
        label=_("Stands on the page of the family"),
        required=False,
        help_text=_("Then the name is kept there, and need not be written here."),
    )
    known_to_authorities = buttons(_("Do the authorities know?"), KnownTo.choices, initial=KnownTo.UNKNOWN)
    proceeding = ProceedingField(Proceeding.objects.none(), label=_("In which proceeding"), required=False)
    danger = buttons(_("Is there a danger to the person?"), ToHer.choices, initial=ToHer.UNKNOWN)

    class Meta:
        model = SuspectInEvent
        fields = ["roles"]
        labels = {"roles": _("What did this person do?")}

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in (("relative", family_of), ("proceeding", proceedings_of)):
            found = rows(case) if case else self.fields[name].queryset
            self.fields[name].queryset = found
            if case and not found.exists():
                del self.fields[name]

    def clean(self):
        typed = super().clean()
        for name in ("danger", "known_to_authorities"):
            if name in typed:
                typed[name] = typed[name] or self.fields[name].initial
        if typed.get("proceeding") and typed.get("known_to_authorities") != KnownTo.YES:
            words = _("Who stands in a proceeding is known to the authorities: say yes.")
            self.add_error("known_to_authorities", ValidationError(words))
        return typed


class SuspectForm(ToPersonForm):
    """Somebody who is thought to have done it, as it is written down first."""

    names = words_field("names")
    aliases = words_field("aliases")
    telephones = words_field("telephones")
    description = words_field("description")
    ties = words_field("ties")
    known = words_field("known")
    danger_words = words_field("danger_words")

    field_order = [
        "roles", "relation", "relative", *OF_ITSELF, "known", "danger", "danger_words",
        "known_to_authorities", "proceeding",
    ]  # fmt: skip

    def clean(self):
        typed = super().clean()
        named = any(typed.get(name) for name in (*OF_ITSELF, "known", "roles", "relative"))
        if not self.errors and not named:
            raise ValidationError(_("Write at least one thing by which this person is known."))
        return typed


class ChangeSuspectForm(SuspectForm):
    """The same, corrected: words stay unseen, and stand unless others are written or they are taken out."""

    kept_unseen = WORDS

    forget = forms.MultipleChoiceField(
        label=_("Take out what is written"),
        choices=[(name, LABELS[name]) for name in WORDS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where it is wrong and nothing better is known."),
    )

    field_order = [*SuspectForm.field_order, "forget"]

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        for name in WORDS:
            self.fields[name].help_text = KEPT
        row = self.instance.to_people.filter(case=case).first() if self.instance.pk and case else None
        for name in ("relation", "danger", "known_to_authorities"):
            self.initial[name] = getattr(row, name) if row else self.fields[name].initial
        for name in ("relative", "proceeding"):
            self.initial[name] = getattr(row, f"{name}_id") if row else None

    def clean(self):
        typed = ToPersonForm.clean(self)
        forgotten = set(typed.pop("forget", ()))
        for name in set(WORDS) & set(typed):
            if name in forgotten and typed[name]:
                self.add_error("forget", ValidationError(_("Write it anew or take it out, one of the two.")))
            if name in forgotten:
                typed[name] = None
            elif not typed[name]:
                del typed[name]
        if not self.errors and not (typed.get("roles") or typed.get("relative") or self._is_known(typed)):
            raise ValidationError(_("Write at least one thing by which this person is known."))
        return typed

    def _is_known(self, typed):
        """Is anything written of the suspect, now or before?"""
        one = self.instance
        kept = [(one.suspect, name) for name in OF_ITSELF] + [(one, "known")]
        return any(typed.get(name, getattr(row, name)) for row, name in kept)


class LinkSuspectForm(ToPersonForm):
    """A suspect of another event of the same person who stands in this one too."""

    same = OfOneField(SuspectInEvent.objects.none(), label=_("The same suspect as"))
    known = words_field("known")
    danger_words = words_field("danger_words")

    field_order = [
        "same", "roles", "relation", "relative", "known", "danger", "danger_words",
        "known_to_authorities", "proceeding",
    ]  # fmt: skip

    def __init__(self, *args, case, user, event, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        if case:
            rows = known_elsewhere(user, case, event).select_related("exploitation")
            self.fields["same"].queryset = rows


class TakeOutSuspectForm(Form):
    """Why a suspect does not belong to an event."""

    withdrawn_reason = forms.CharField(
        label=_("Why this suspect does not belong to the event"),
        max_length=300,
        widget=forms.Textarea({"rows": 2, "data-private": ""}),
    )


class Asked:
    """What a program sends: through which of its cases an event is written of, which it reads in full.

    `through` is that case where it stands in the event, so that a change begins at what stands of her.
    """

    def __init__(self, *args, user, through=None, **kwargs):
        super().__init__(*args, **self.about(user, through) | kwargs)
        self.fields["case"].queryset = for_one(Case.objects.visible_to(user, Level.FULL))

    def about(self, user, through):
        return {}


class AskedSuspectForm(Asked, SuspectForm):
    """A suspect as a program writes it down."""

    case = CaseNumberField(label=_("Case"))

    def about(self, user, through):
        return {"case": through}


class AskedChangeSuspectForm(Asked, ChangeSuspectForm):
    """A suspect as a program corrects it."""

    case = CaseNumberField(label=_("Case"))

    def about(self, user, through):
        return {"case": through}


class AskedLinkSuspectForm(Asked, LinkSuspectForm):
    """A suspect of another event as a program puts it to this one."""

    case = CaseNumberField(label=_("Case"))

    def about(self, user, through):
        return {"case": through, "user": user}


class AskedTakeOutSuspectForm(Asked, TakeOutSuspectForm):
    """A suspect as a program takes it out of an event."""

    case = CaseNumberField(label=_("Case"))


class ThroughCaseForm(Asked, Form):
    """Through which case a program asks for the words of a suspect."""

    case = CaseNumberField(label=_("Case"))
