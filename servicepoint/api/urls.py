"""Addresses for programs; first what they ask most, as each level of addresses costs."""

from django.urls import URLPattern, URLResolver, include, path

from servicepoint.api.feed.urls import urlpatterns as feed
from servicepoint.api.planner.urls import urlpatterns as planner
from servicepoint.api.v1.urls import asked_most
from servicepoint.api.views.health import health

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    *asked_most,
    *planner,
    *feed,
    path("healthz", health, name="health"),
    path("v1/", include("servicepoint.api.v1.urls")),
]
