"""Addresses for programs."""

from django.urls import URLPattern, URLResolver, include, path

from servicepoint.api.views.health import health

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path("v1/", include("servicepoint.api.v1.urls")),
    path("oap/api/", include("servicepoint.api.planner.urls")),
]
