from django.apps import AppConfig


class ContentRoom(AppConfig):
    name = "servicepoint.content"
    default_auto_field = "django.db.models.BigAutoField"
