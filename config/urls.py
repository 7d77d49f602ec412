"""Which door answers which address."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("servicepoint.api.urls")),
    path("staff/", include("servicepoint.staff.urls")),
    path("", include("servicepoint.public.urls")),
]
