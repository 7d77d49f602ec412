"""The planner's addresses; each works with a slash at its end and without."""

from django.urls import URLPattern, re_path

from servicepoint.api.planner.views.appointments import book
from servicepoint.api.planner.views.desks import desks
from servicepoint.api.planner.views.slots import hold, slots

DESK = "desks/(?P<desk>[^/]+)"
SLOT = "slots/(?P<key>[^/]+)"

urlpatterns: list[URLPattern] = [
    re_path("^desks/?$", desks, name="planner-desks"),
    re_path(f"^{DESK}/slots/?$", slots, name="planner-slots"),
    re_path(f"^{DESK}/{SLOT}/?$", hold, name="planner-hold"),
    re_path(f"^desks/(?P<product>[^/]+)/(?P<desk>[^/]+)/{SLOT}/?$", hold, name="planner-hold-product"),
    re_path(f"^{DESK}/appointments/?$", book, name="planner-book"),
]
