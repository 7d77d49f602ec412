from django.apps import AppConfig


class PublicRoom(AppConfig):
    name = "servicepoint.public"
    default_auto_field = "django.db.models.BigAutoField"
