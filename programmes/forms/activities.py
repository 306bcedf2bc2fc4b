from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.forms.records import RecordForm
from programmes.models import Activity, ActivityStatus, Component
from work.forms import DateField, FilterForm, Form


class ActivityForm(RecordForm):
    """A line of the work plan."""

    class Meta:
        model = Activity
        fields = [
            "title",
            "objective",
            "component",
            "place",
            "responsible",
            "planned_start",
            "planned_end",
            "product",
        ]

    def __init__(self, *args, award, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.instance
        objectives = award.objectives.all()
        self.fields["objective"].queryset = objectives.open() | objectives.filter(pk=chosen.objective_id)
        components = Component.objects.filter(organisation=award.organisation_id)
        self.fields["component"].queryset = components.open() | components.filter(pk=chosen.component_id)


ALL = ("", pgettext_lazy("activities", "All"))
LATE = ("late", pgettext_lazy("activity", "Late"))


class ActivityFilterForm(FilterForm):
    """Which activities of a work plan are shown."""

    status = forms.ChoiceField(label=_("State"), choices=[ALL, LATE, *ActivityStatus.choices], required=False)

    def narrow(self, activities, today):
        """Those of the state that was asked for; all of them where the question cannot be read."""
        status = self.cleaned_data.get("status") if self.is_valid() else ""
        if status == LATE[0]:
            return activities.late(today)
        return activities.with_status(status) if status else activities


class ReportActivityForm(RecordForm):
    """What came of an activity."""

    class Meta:
        model = Activity
        fields = ["started_on", "finished_on", "evidence", "comment"]


class CancelActivityForm(Form):
    """When it was decided that an activity will not take place, and why."""

    cancelled_on = DateField(label=_("Cancelled on"), initial=timezone.localdate)
    cancelled_reason = forms.CharField(
        label=_("Why it was cancelled"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
