"""What is asked on the pages of reports and of the trail."""

from reports.forms.missing import MissingPeriodForm, SendMissingForm
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
    "MissingPeriodForm",
    "ReportFilterForm",
    "ScheduleForm",
    "SendMissingForm",
    "TrailFilterForm",
]
