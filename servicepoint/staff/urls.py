"""The addresses of staff."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from servicepoint.staff.views.account import LogIn, LogOut
from servicepoint.staff.views.conflicts import conflicts
from servicepoint.staff.views.record import record
from servicepoint.staff.views.start import start

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    path("login/", LogIn.as_view(), name="login"),
    path("logout/", LogOut.as_view(), name="logout"),
    path("record/", record, name="record"),
    path("conflicts/", conflicts, name="conflicts"),
    path("language/", set_language, name="language"),
]
