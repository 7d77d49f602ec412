"""The residents' pages, each address under its language: `/nl/...` and `/en/...`."""

from django.urls import URLPattern, URLResolver

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = []
