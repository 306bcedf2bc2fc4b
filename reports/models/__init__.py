"""What is told to donors: schedules, reports, and figures that never move again."""

from reports.models.made import Deviation, Figure, Report, ReportFile, ReportStatus, Stretch
from reports.models.missing import MissingList, MissingSending
from reports.models.schedules import Schedule
from reports.models.versions import IndicatorVersion, TemplateVersion

__all__ = [
    "Deviation",
    "Figure",
    "IndicatorVersion",
    "MissingList",
    "MissingSending",
    "Report",
    "ReportFile",
    "ReportStatus",
    "Schedule",
    "Stretch",
    "TemplateVersion",
]
