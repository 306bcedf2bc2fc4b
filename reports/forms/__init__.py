"""What is asked on the pages of reports and of the trail."""

from reports.forms.reports import (
    AskForm,
    ChoosePeriodForm,
    ConfirmForm,
    DeviationForm,
    ReportFilterForm,
    ScheduleForm,
)
from reports.forms.trail import TrailFilterForm

__all__ = [
    "AskForm",
    "ChoosePeriodForm",
    "ConfirmForm",
    "DeviationForm",
    "ReportFilterForm",
    "ScheduleForm",
    "TrailFilterForm",
]
