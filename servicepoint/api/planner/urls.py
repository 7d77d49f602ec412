"""The planner's addresses; each works with a slash at its end and without."""

from django.urls import URLPattern, re_path

from servicepoint.api.planner.views.appointments import book
from servicepoint.api.planner.views.desks import desks
from servicepoint.api.planner.views.slots import hold, slots

DESKS = "oap/api/desks"
DESK = f"{DESKS}/(?P<desk>[^/]+)"
SLOT = "slots/(?P<key>[^/]+)"

free_slots: URLPattern = re_path(f"^{DESK}/slots/?$", slots, name="planner-slots")
urlpatterns: list[URLPattern] = [
    re_path(f"^{DESKS}/?$", desks, name="planner-desks"),
    re_path(f"^{DESK}/{SLOT}/?$", hold, name="planner-hold"),
    re_path(f"^{DESKS}/(?P<product>[^/]+)/(?P<desk>[^/]+)/{SLOT}/?$", hold, name="planner-hold-product"),
    re_path(f"^{DESK}/appointments/?$", book, name="planner-book"),
]
