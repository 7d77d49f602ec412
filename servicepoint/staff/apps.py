from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StaffRoom(AppConfig):
    name = "servicepoint.staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the roles in step with the permissions, which Django makes after each migrate."""
        post_migrate.connect(_after_migrate, sender=self, dispatch_uid="staff.roles")


def _after_migrate(**_: Any) -> None:
    from servicepoint.staff.roles import ensure_roles  # noqa: PLC0415 - models exist only after the apps are ready

    ensure_roles()
