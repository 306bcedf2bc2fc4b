from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        """Say which awards have reports: what their periods are counted by is changed no more."""
        from cases import looks
        from programmes import dependants
        from reports.for_awards import has_reports

        dependants.RESTING_ON_PERIODS.append(has_reports)
        looks.add({"missing": _("what is missing for the reports")})
