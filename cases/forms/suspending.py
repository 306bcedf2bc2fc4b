from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import happened, only_happened
from cases.models import Case, FailedContact, HowTried, Level
from programmes.forms.records import RecordForm
from work.door_by_door import for_one
from work.forms import DateField, Form


class FailedContactForm(RecordForm):
    """How somebody tried on a day to reach the person, and did not."""

    class Meta:
        model = FailedContact
        fields = ["on", "how", "words"]
        widgets = {"how": forms.RadioSelect, "words": forms.TextInput({"data-private": ""})}
        help_texts = {"words": _("Who answered, what was said. Whoever looks after the person reads it.")}

    def __init__(self, *args, hint="", **kwargs):
        super().__init__(*args, **kwargs)
        only_happened(self, "on")
        # Nothing is chosen beforehand, and “not known” is no answer.
        self.fields["how"].choices = HowTried.choices
        self.fields["how"].help_text = hint


class AskedFailedContactForm(FailedContactForm):
    """The same as a program writes it: it names the case by its number."""

    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=_("Case"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        known = for_one(Case.objects.visible_to(user, Level.ASSISTANCE))
        self.fields["case"].queryset = known.select_related("office", "person")


class WithdrawFailedContactForm(Form):
    """Why an attempt that was written by mistake counts no more."""

    withdrawn_reason = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=300,
        widget=forms.Textarea({"rows": 3, "data-private": ""}),
    )


class SuspendForm(Form):
    """From which day a case rests."""

    on = DateField(label=_("Suspended on"), initial=timezone.localdate, validators=[happened])
