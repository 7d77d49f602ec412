from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollectionRoom(AppConfig):
    name = "servicepoint.collection"
    verbose_name = _("Calling people in")
    default_auto_field = "django.db.models.BigAutoField"
