from django.apps import AppConfig


class ApiRoom(AppConfig):
    name = "servicepoint.api"
    default_auto_field = "django.db.models.BigAutoField"
