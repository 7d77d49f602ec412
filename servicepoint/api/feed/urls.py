"""Addresses of the feed, below /smart/."""

from django.urls import path

from servicepoint.api.feed import views

urlpatterns = [
    path("$bulk-publish", views.manifest, name="feed"),
    path("locations.ndjson", views.locations, name="feed-locations"),
    path("schedules.ndjson", views.schedules, name="feed-schedules"),
    path("slots/<slug:location>/<str:service>.ndjson", views.slots, name="feed-slots"),
]
