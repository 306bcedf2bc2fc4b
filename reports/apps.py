from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        """Say which awards have reports: what their periods are counted by is changed no more."""
        from programmes import dependants
        from reports.for_awards import has_reports

        dependants.RESTING_ON_PERIODS.append(has_reports)
