"""The addresses of staff."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from servicepoint.staff.views.account import LogIn, LogOut
from servicepoint.staff.views.biometrics import fingers, overdue, photo
from servicepoint.staff.views.conflicts import conflicts
from servicepoint.staff.views.start import start

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", start, name="start"),
    path("login/", LogIn.as_view(), name="login"),
    path("logout/", LogOut.as_view(), name="logout"),
    path("conflicts/", conflicts, name="conflicts"),
    path("biometrics/overdue/", overdue.overdue, name="overdue"),
    path("biometrics/<uuid:sitting_id>/photo/", photo.photo, name="photo"),
    path("biometrics/<uuid:sitting_id>/photo/accept/", photo.accept, name="photo_accept"),
    path("biometrics/<uuid:sitting_id>/fingers/", fingers.fingers, name="fingers"),
    path("biometrics/<uuid:sitting_id>/fingers/impossible/", fingers.impossible, name="fingers_impossible"),
    path("biometrics/<uuid:sitting_id>/done/", fingers.done, name="done"),
    path("biometrics/<uuid:sitting_id>/fingers/decide/", fingers.decide, name="fingers_decide"),
    path("language/", set_language, name="language"),
]
