"""Addresses for programs. What they ask most stands apart: each list inside another costs time."""

from django.urls import URLPattern, URLResolver, include, path

from servicepoint.api.feed import urls as feed
from servicepoint.api.planner import urls as planner
from servicepoint.api.v1 import urls as v1
from servicepoint.api.views.health import health

app_name = "api"
asked_most: list[URLPattern] = [
    path("v1/locations/<slug>/slots", v1.free_slots, name="v1-slots"),
    planner.free_slots,
    feed.free_slots,
]
urlpatterns: list[URLPattern | URLResolver] = [
    *planner.urlpatterns,
    *feed.urlpatterns,
    path("healthz", health, name="health"),
    path("v1/", include("servicepoint.api.v1.urls")),
]
