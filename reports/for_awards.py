"""What the rooms below ask of reports."""

from reports.models import Report


def has_reports(award):
    """Was a report of any period of this award asked for?"""
    return Report.objects.filter(award=award).exists()
