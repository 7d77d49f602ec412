"""Addresses of the feed, below /smart/."""

from django.urls import path

from servicepoint.api.feed import views

free_slots = path("smart/slots/<slug:location>/<str:service>.ndjson", views.slots, name="feed-slots")
urlpatterns = [
    path("smart/$bulk-publish", views.manifest, name="feed"),
    path("smart/locations.ndjson", views.locations, name="feed-locations"),
    path("smart/schedules.ndjson", views.schedules, name="feed-schedules"),
]
