"""The page about programs for people, under its language: `/nl/programs/` and `/en/programs/`."""

from django.urls import path

from servicepoint.api.views.programs import programs

app_name = "programs"
urlpatterns = [path("programs/", programs, name="programs")]
