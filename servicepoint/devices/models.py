"""The machines in the hall that staff let in: where each stands, and a digest of the secret it shows."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from .rules import KINDS, NAME_LENGTH_MAX


class Device(models.Model):
    """A kiosk or a display. It is let in with a code that is good once and briefly; then it has a secret."""

    location = models.ForeignKey(
        "locations.Location", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=NAME_LENGTH_MAX)
    announced_at = models.DateTimeField()
    code_digest = models.BinaryField(max_length=32, null=True)
    code_until = models.DateTimeField()
    secret_digest = models.BinaryField(max_length=32, null=True)
    enrolled_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ("view", "add", "change")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="device_kind_is_known"),
            models.UniqueConstraint(fields=["code_digest"], name="one_device_per_code"),
            models.UniqueConstraint(fields=["secret_digest"], name="one_device_per_secret"),
            models.CheckConstraint(
                condition=Q(secret_digest=None) | Q(enrolled_at__isnull=False, code_digest=None),
                name="device_code_is_used_once",
            ),
        ]
