from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocationsRoom(AppConfig):
    name = "servicepoint.locations"
    verbose_name = _("Locations and openings")
    default_auto_field = "django.db.models.BigAutoField"
