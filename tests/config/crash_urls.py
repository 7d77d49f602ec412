"""The site, and beside it pages that break in the ways real ones could."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401


def break_with_value(request, key):
    int(f"{key} {request.POST['name']}")


def break_unique(request, key):
    User.objects.create(username=request.POST["name"])
    with transaction.atomic():
        User.objects.create(username=request.POST["name"])


def break_type(request, key):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [request.POST["name"]])


def break_nested(request, key):
    try:
        break_unique(request, key)
    except Exception as error:
        raise RuntimeError(request.POST["name"]) from error


def refuse(request, key):
    raise PermissionDenied(f"{key} {request.POST['name']}")


BREAKING = {
    "value": break_with_value,
    "unique": break_unique,
    "type": break_type,
    "nested": break_nested,
    "refuse": refuse,
}
urlpatterns = [path(f"{name}/<key>/", view, name=name) for name, view in BREAKING.items()] + urlpatterns
