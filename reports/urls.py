from django.urls import path

from reports.views import given_up, trail

app_name = "reports"

urlpatterns = [
    path("trail/", trail.trail, name="trail"),
    path("work/", given_up.given_up, name="given-up"),
    path("work/<int:outbox_row>/try-again/", given_up.try_again, name="try-again"),
]
