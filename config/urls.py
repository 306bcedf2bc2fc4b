"""Every address begins here: one line for each room."""

from django.urls import include, path

from config import almanac, api, display, refusals, views
from config.look.views import look

urlpatterns = [
    path("", views.my_day, name="my-day"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("inicio/", almanac.neutral, name="neutral"),
    path("display/theme/", display.set_theme, name="set-theme"),
    path("display/veil/", display.set_veil, name="set-veil"),
    path("look/", look, name="look"),
    path("language/", views.set_language, name="set-language"),
    path("accounts/", include("accounts.urls")),
    path("lists/", include("codebook.urls")),
    path("programme/", include("programmes.urls")),
    path("cases/", include("cases.urls")),
    path("tasks/", include("cases.task_urls")),
    path("box/", include("cases.box_urls")),
    path("", include("shelters.urls")),
    path("", include("reintegration.urls")),
    path("", include("reports.urls")),
    path("api/v1/", include(api.urlpatterns)),
]

handler400 = refusals.bad_request
handler403 = refusals.refused
handler404 = refusals.not_found
handler500 = refusals.broken
