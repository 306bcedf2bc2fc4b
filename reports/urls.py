from django.urls import path

from reports.views import figures, given_up, missing, reports, schedules, trail

app_name = "reports"

urlpatterns = [
    path("trail/", trail.trail, name="trail"),
    path("work/", given_up.given_up, name="given-up"),
    path("work/<int:outbox_row>/try-again/", given_up.try_again, name="try-again"),
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.report_ask, name="report-ask"),
    path("reports/schedules/", schedules.schedules, name="schedules"),
    path("reports/schedules/new/", schedules.schedule_create, name="schedule-create"),
    path("reports/schedules/<uuid:report_schedule>/end/", schedules.schedule_end, name="schedule-end"),
    path("reports/indicators/", figures.indicators, name="indicators"),
    path("reports/indicators/<text:indicator_code>/", figures.indicator, name="indicator"),
    path("reports/missing/", missing.missing, name="missing"),
    path("reports/missing/numbers/", missing.missing_numbers, name="missing-numbers"),
    path("reports/missing/send/", missing.missing_send, name="missing-send"),
    path("reports/missing/<uuid:missing_list>/done/", missing.missing_done, name="missing-done"),
    path("reports/<uuid:report>/", reports.report, name="report"),
    path("reports/<uuid:report>/progress/", reports.report_progress, name="report-progress"),
    path("reports/<uuid:report>/make-again/", reports.report_make_again, name="report-make-again"),
    path("reports/<uuid:report>/approve/", reports.report_approve, name="report-approve"),
    path("reports/<uuid:report>/explain/<text:indicator_code>/", reports.report_explain, name="explain"),
    path("reports/<uuid:report>/file/<text:language>/", reports.report_file, name="report-file"),
    path("reports/<uuid:report>/figures/<int:figure>/", figures.figure, name="figure"),
]
