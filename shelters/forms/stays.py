from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import EnteredFrom
from codebook.forms.fields import CodeChoiceField
from programmes.forms.records import RecordForm
from shelters.arrivals import case_named
from shelters.models import Bed, DecidedBy, Shelter, Stay
from work.forms import DateField, Form

NO_BED_YET = _("No bed yet")
LONG = forms.Textarea(attrs={"rows": 3})


def number_field():
    """A case is named by its number: whoever is named by her name would stand in an address."""
    return forms.CharField(
        label=_("Number of her case"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"class": "short", "autocomplete": "off", "autocapitalize": "characters"}
        ),
        help_text=_("For example 26-0147-K."),
    )


class BedField(forms.ModelChoiceField):
    """A bed of the shelter, or none yet."""

    def __init__(self, *, empty_label=NO_BED_YET):
        beds = Bed.objects.none()
        super().__init__(queryset=beds, required=False, empty_label=empty_label, label=_("Bed"))

    def offer(self, shelter, night):
        """Offer the beds in which nobody sleeps this night."""
        self.queryset = Bed.objects.of_shelter(shelter).free(night).in_order()

    def label_from_instance(self, bed):
        return f"{bed} ({_('cot')})" if bed.cot else str(bed)


class AdmitForm(Form):
    """Who came, when, on what basis, and where she sleeps."""

    case = number_field()
    admitted_on = DateField(label=_("First night"), initial=timezone.localdate)
    admission_reason = CodeChoiceField(label=_("Why she comes"), code_list="shelter_admission_reason")
    bed = BedField()
    expected_exit_on = DateField(
        label=_("Expected to leave on"),
        required=False,
        help_text=_("Leave empty for as many months as the shelter plans for everybody."),
    )
    not_fitting = forms.CharField(
        label=_("Why she is admitted all the same"), max_length=300, required=False, widget=LONG
    )

    def __init__(self, *args, user=None, shelter=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.shelter = user, shelter
        if "not_fitting" in self.fields:
            self.fields["not_fitting"].asked_where_needed = True
        if shelter:
            self.offer_beds(shelter)

    def offer_beds(self, shelter):
        """Offer every bed that stands; the lowest that is free tonight is proposed."""
        standing = Bed.objects.of_shelter(shelter).standing(timezone.localdate())
        self.fields["bed"].queryset = standing.in_order()
        if not self.is_bound:
            free = standing.free(timezone.localdate()).filter(cot=False)
            self.fields["bed"].offer(shelter, timezone.localdate())
            self.initial.setdefault("bed", free.in_order().first())

    @property
    def asks_why(self):
        """Is the reason asked for: once it is known that the shelter is not meant for her?"""
        return self.has_error("not_fitting") or bool(self["not_fitting"].value())

    def clean_not_fitting(self):
        return self.cleaned_data["not_fitting"] or None

    def clean(self):
        """Find the case once it is known of which shelter's organisation it must be."""
        facts = super().clean()
        shelter = facts.get("shelter", self.shelter)
        if shelter and facts.get("case"):
            try:
                facts["case"] = case_named(facts["case"], shelter, by=self.user)
            except forms.ValidationError as error:
                self.add_error("case", error)
        return facts


class NewStayForm(AdmitForm):
    """The same for a program, which also says in which shelter."""

    shelter = forms.ModelChoiceField(label=_("Shelter"), queryset=Shelter.objects.none())
    field_order = ["shelter"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        offer_shelters(self, Shelter.objects.visible_to(user))


def offer_shelters(form, shelters):
    """Offer a program these shelters, and every bed that ever stood in them."""
    form.fields["shelter"].queryset = shelters.select_related("office")
    form.fields["bed"].queryset = Bed.objects.filter(room__shelter__in=shelters.order_by().values("pk"))


class ExitForm(Form):
    """When she left, where she went, who decided."""

    left_on = DateField(label=_("Left on"), initial=timezone.localdate)
    exit_reason = CodeChoiceField(label=_("Where she went"), code_list="shelter_exit_reason")
    exit_decided_by = forms.ChoiceField(label=_("Who decided"), choices=DecidedBy, widget=forms.RadioSelect)
    exit_details = forms.CharField(label=_("Details"), max_length=500, required=False, widget=LONG)


class PastStayForm(ExitForm, AdmitForm):
    """A whole stay that was over before it was written here: her coming, her bed and her leaving at once."""

    admitted_on = DateField(label=_("First night"))
    bed = BedField(empty_label=_("No bed"))
    left_on = DateField(label=_("Left on"))
    entered_from = forms.ChoiceField(
        label=_("Entered later, from"),
        choices=[one for one in EnteredFrom.choices if one[0] != EnteredFrom.DEMO],
        widget=forms.RadioSelect,
    )
    # What was planned, and why she was taken in all the same, is asked of nobody afterwards.
    expected_exit_on = not_fitting = asks_why = None
    field_order = ["case", "admitted_on", "admission_reason", "bed", "left_on"]

    def offer_beds(self, shelter):
        """Offer every bed that ever stood in the shelter, and propose none."""
        self.fields["bed"].queryset = Bed.objects.of_shelter(shelter).in_order()


class NewPastStayForm(PastStayForm):
    """The same for a program, which also says in which shelter."""

    shelter = forms.ModelChoiceField(label=_("Shelter"), queryset=Shelter.objects.none())
    field_order = ["shelter"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        offer_shelters(self, Shelter.objects.visible_to(user))


class MoveForm(Form):
    """Where she sleeps from which night on."""

    since = DateField(label=_("From the night of"), initial=timezone.localdate)
    bed = BedField(empty_label=_("No bed"))

    def __init__(self, *args, stay=None, **kwargs):
        super().__init__(*args, **kwargs)
        if stay:
            self.fields["bed"].queryset = Bed.objects.of_shelter(stay.shelter).in_order()
            if not self.is_bound:
                self.fields["bed"].offer(stay.shelter, timezone.localdate())
                self.initial.setdefault("bed", self.fields["bed"].queryset.filter(cot=False).first())


class StayForm(RecordForm):
    """What was written of the stay of somebody who lives there.

    Without `reads` what is sealed of it is left out: it stays as it is, unseen.
    """

    class Meta:
        model = Stay
        fields = ["admitted_on", "admission_reason", "expected_exit_on"]

    def __init__(self, *args, reads=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not reads:
            self.fields.pop("exit_details", None)


class LeftStayForm(StayForm):
    """What was written of the stay of somebody who has left."""

    class Meta:
        model = Stay
        fields = [
            *StayForm.Meta.fields, "left_on", "exit_reason", "exit_decided_by", "exit_details",
        ]  # fmt: skip


class WithdrawForm(Form):
    """Why a stay was a mistake."""

    reason = forms.CharField(
        label=_("Why it was a mistake"),
        max_length=300,
        widget=LONG,
        help_text=_("For example: it was written of another resident."),
    )
