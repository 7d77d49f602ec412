"""Parts of pages that their scripts ask for every few seconds: no cookies, no sessions, no log lines."""

from django.urls import URLPattern, URLResolver, path

from servicepoint.public.views import display, place_in_line

app_name = "live"
urlpatterns: list[URLPattern | URLResolver] = [
    path("display/<slug:location>/", display.calls, name="display"),
    path("<str:language>/appointment/<str:key>/", place_in_line.place_in_line, name="place"),
]
