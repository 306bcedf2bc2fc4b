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
from reports.actions.missing import (
    deliver_missing_lists,
    finish_missing_list,
    send_missing_lists,
)

__all__ = [
    "LANGUAGES",
    "approve_report",
    "ask_for_due_reports",
    "ask_for_report",
    "change_explanation",
    "deliver_missing_lists",
    "end_schedule",
    "explain_deviation",
    "finish_missing_list",
    "make_files",
    "make_report",
    "new_report",
    "report_at_once",
    "schedule_reports",
    "send_missing_lists",
]
