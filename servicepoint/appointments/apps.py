from django.apps import AppConfig


class AppointmentsRoom(AppConfig):
    name = "servicepoint.appointments"
    default_auto_field = "django.db.models.BigAutoField"
