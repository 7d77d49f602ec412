"""Addresses of the feed, below /smart/; no list of their own: each list inside another costs time."""

from django.urls import path

from servicepoint.api.feed import views

urlpatterns = [
    path("smart/slots/<slug:location>/<str:service>.ndjson", views.slots, name="feed-slots"),
    path("smart/$bulk-publish", views.manifest, name="feed"),
    path("smart/locations.ndjson", views.locations, name="feed-locations"),
    path("smart/schedules.ndjson", views.schedules, name="feed-schedules"),
]
