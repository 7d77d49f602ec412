"""The addresses of staff."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from servicepoint.staff.views import devices, hall, hall_acts
from servicepoint.staff.views.account import LogIn, LogOut
from servicepoint.staff.views.conflicts import conflicts
from servicepoint.staff.views.start import start

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    path("login/", LogIn.as_view(), name="login"),
    path("logout/", LogOut.as_view(), name="logout"),
    path("conflicts/", conflicts, name="conflicts"),
    path("devices/", devices.devices, name="devices"),
    path("devices/<int:device_id>/revoke/", devices.revoke, name="device_revoke"),
    path("hall/", hall.hall, name="hall"),
    path("hall/<slug:location>/", hall.hall_of, name="hall_of"),
    path("hall/<slug:location>/lists/", hall.hall_lists, name="hall_lists"),
    path("hall/<slug:location>/arrive/", hall_acts.arrive, name="hall_arrive"),
    path("hall/<slug:location>/guest/", hall_acts.arrive_guest, name="hall_guest"),
    path("hall/<slug:location>/allow/", hall_acts.allow, name="hall_allow"),
    path("hall/<slug:location>/visit/<int:visit_id>/back/", hall_acts.come_back, name="hall_back"),
    path("hall/<slug:location>/visit/<int:visit_id>/gone/", hall_acts.go_away, name="hall_gone"),
    path("language/", set_language, name="language"),
]
