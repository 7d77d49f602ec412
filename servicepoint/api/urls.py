"""Addresses for programs."""

from django.urls import URLPattern, URLResolver, path

from servicepoint.api.feed.urls import urlpatterns as feed
from servicepoint.api.planner.urls import urlpatterns as planner
from servicepoint.api.views.health import health

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    *planner,
    *feed,
    path("healthz", health, name="health"),
]
