"""Addresses of the machines in the hall, as somebody types them into a new one: without a language."""

from django.urls import URLPattern, URLResolver, path

from servicepoint.public.views import device, display, kiosk

app_name = "hall"
urlpatterns: list[URLPattern | URLResolver] = [
    path("device/", device.device, name="device"),
    path("kiosk/<slug:location>/", kiosk.front, name="kiosk"),
    path("display/<slug:location>/", display.display, name="display"),
]
