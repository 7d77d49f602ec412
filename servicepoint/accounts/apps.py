from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsRoom(AppConfig):
    name = "servicepoint.accounts"
    verbose_name = _("Second factors")
    default_auto_field = "django.db.models.BigAutoField"
