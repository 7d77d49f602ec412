from django.apps import AppConfig


class NotificationsRoom(AppConfig):
    name = "servicepoint.notifications"
    default_auto_field = "django.db.models.BigAutoField"
