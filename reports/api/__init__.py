"""What programs may ask of figures and reports, and do about them: each verb is that of the page."""

from reports.api.deviations import DeviationResource
from reports.api.indicators import IndicatorResource
from reports.api.missing import MissingListResource, MissingSendingResource
from reports.api.reports import ReportResource
from reports.api.schedules import ScheduleResource

__all__ = [
    "DeviationResource",
    "IndicatorResource",
    "MissingListResource",
    "MissingSendingResource",
    "ReportResource",
    "ScheduleResource",
]
