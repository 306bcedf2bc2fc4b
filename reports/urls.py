from django.urls import path

from reports.views import trail

app_name = "reports"

urlpatterns = [path("", trail.trail, name="trail")]
