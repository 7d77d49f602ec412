from django.apps import AppConfig


class ServicesRoom(AppConfig):
    name = "servicepoint.services"
    default_auto_field = "django.db.models.BigAutoField"
