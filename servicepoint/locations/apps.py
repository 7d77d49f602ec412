from django.apps import AppConfig


class LocationsRoom(AppConfig):
    name = "servicepoint.locations"
    default_auto_field = "django.db.models.BigAutoField"
