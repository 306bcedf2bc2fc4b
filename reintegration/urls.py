"""Addresses of placements; none of them names a person or a place."""

from django.urls import path

from reintegration.views import placements

app_name = "reintegration"

urlpatterns = [
    path("placements/", placements.placements, name="placements"),
    path("placements/<uuid:placement>/", placements.placement, name="placement"),
    path("placements/<uuid:placement>/whereabouts/", placements.whereabouts, name="whereabouts"),
    path("placements/<uuid:placement>/change/", placements.placement_change, name="placement-change"),
    path("placements/<uuid:placement>/end/", placements.placement_end, name="placement-end"),
    path("placements/<uuid:placement>/assign/", placements.placement_assign, name="placement-assign"),
]
