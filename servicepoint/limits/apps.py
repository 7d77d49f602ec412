from django.apps import AppConfig


class LimitsRoom(AppConfig):
    name = "servicepoint.limits"
    default_auto_field = "django.db.models.BigAutoField"
