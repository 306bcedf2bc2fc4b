"""What may be typed into the pages of this room; the API takes the same."""

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.roles import Role
from cases.forms.fields import departments
from programmes.forms.records import RecordForm
from reintegration.models import Placement, PlacementKind
from work.forms import DateField, FilterForm, Form

LONG = forms.Textarea(attrs={"rows": 3})
WHERE_HELP = _("What is written already is not shown here. Leave it empty to keep that.")


class PlacementForm(RecordForm):
    """How and where somebody lives after the shelter."""

    kept_unseen = ("whereabouts",)

    department = forms.ChoiceField(label=_("Department"), choices=departments, required=False)
    whereabouts = forms.CharField(
        label=_("Where and with whom"), max_length=300, required=False, widget=LONG, help_text=WHERE_HELP
    )

    class Meta:
        model = Placement
        fields = ["kind", "department", "country"]

    def clean_whereabouts(self):
        """What was typed; nothing where the box stayed empty, which keeps what stands."""
        return self.cleaned_data["whereabouts"] or ""


class EndPlacementForm(Form):
    """From which day she lives so no more, and why."""

    until = DateField(label=_("From which day"), initial=timezone.localdate)
    end_reason = forms.CharField(label=_("Why it ended"), max_length=300, widget=LONG)


class FollowerForm(Form):
    """Who follows her home."""

    worker = forms.ModelChoiceField(
        label=_("Who follows her home"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args, placement=None, **kwargs):
        super().__init__(*args, **kwargs)
        if placement:
            organisation = placement.case.office.organisation_id
            workers = User.objects.working(role=Role.REINTEGRATION_WORKER, organisation=organisation)
            self.fields["worker"].queryset = workers


class PlacementFilterForm(FilterForm):
    """What narrows the list of placements."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[*BLANK_CHOICE_DASH, ("open", _("Going on")), ("ended", pgettext_lazy("placement", "Ended"))],
    )
    kind = forms.ChoiceField(
        label=_("How she lives"), required=False, choices=[*BLANK_CHOICE_DASH, *PlacementKind.choices]
    )
