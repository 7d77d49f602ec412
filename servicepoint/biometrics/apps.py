from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BiometricsRoom(AppConfig):
    name = "servicepoint.biometrics"
    verbose_name = _("Photo and fingerprints")
    default_auto_field = "django.db.models.BigAutoField"
