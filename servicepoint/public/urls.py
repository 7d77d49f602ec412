"""The residents' pages, each address under its language: `/nl/...` and `/en/...`."""

from django.urls import URLPattern, URLResolver, include, path

from servicepoint.public.views import information, triage

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", information.start, name="start"),
    path("check/", triage.check, name="check"),
    path("check/<path:answers>/", triage.check, name="check"),
    path("telephone/", information.telephone, name="telephone"),
    path("accessibility/", information.accessibility, name="accessibility"),
    path("privacy/", information.privacy, name="privacy"),
    path("", include("servicepoint.public.urls_booking")),
    path("", include("servicepoint.public.urls_managing")),
]
