"""What is done about reports: have them made, explain them, approve them."""

from reports.actions.approving import approve_report
from reports.actions.asking import (
    ask_for_due_reports,
    ask_for_report,
    end_schedule,
    new_report,
    report_at_once,
    schedule_reports,
)
from reports.actions.explaining import change_explanation, explain_deviation
from reports.actions.making import LANGUAGES, make_files, make_report

__all__ = [
    "LANGUAGES",
    "approve_report",
    "ask_for_due_reports",
    "ask_for_report",
    "change_explanation",
    "end_schedule",
    "explain_deviation",
    "make_files",
    "make_report",
    "new_report",
    "report_at_once",
    "schedule_reports",
]
