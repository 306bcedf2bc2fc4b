"""What Celery is asked to do for reports."""

from celery import shared_task

from reports import actions


@shared_task(name="reports.ask_what_is_due")
def ask_what_is_due():
    """Every minute: have made what fell due, also while beat stood still."""
    actions.ask_for_due_reports()
