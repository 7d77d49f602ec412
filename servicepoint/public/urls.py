"""The residents' pages, each address under its language: `/nl/...` and `/en/...`."""

from django.urls import URLPattern, URLResolver, include, path

from servicepoint.public.views import information, kiosk, triage

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", information.start, name="start"),
    path("check/", triage.check, name="check"),
    path("check/<path:answers>/", triage.check, name="check"),
    path("telephone/", information.telephone, name="telephone"),
    path("accessibility/", information.accessibility, name="accessibility"),
    path("privacy/", information.privacy, name="privacy"),
    path("kiosk/<slug:location>/", kiosk.kiosk, name="kiosk"),
    path("kiosk/<slug:location>/ticket/<str:ticket>/", kiosk.ticket, name="kiosk_ticket"),
    path("kiosk/<slug:location>/ticket/<str:ticket>/print/", kiosk.ticket_print, name="kiosk_print"),
    path("", include("servicepoint.public.urls_booking")),
    path("", include("servicepoint.public.urls_managing")),
]
