"""Tables of second factors, each of one account of staff, and of the keys of programs."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from servicepoint.sealing.fields import EncryptedTextField


class Authenticator(models.Model):
    """An app that shows six digits. `last_step` is the newest half minute whose digits were used."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    secret = EncryptedTextField()
    last_step = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()


class Passkey(models.Model):
    """A key of a telephone, a computer or a stick: `credential` is its public half."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    credential_id = models.BinaryField(max_length=1023, unique=True)
    credential = models.BinaryField(max_length=4096)
    uses = models.BigIntegerField(default=0)
    name = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()


class RecoveryCode(models.Model):
    """A code on paper for when everything else is lost: good once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()


class SignOn(models.Model):
    """Who an account is at the provider of single sign-on: the provider's name and its own for the person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_per_sign_on")
        ]


class ClientKey(models.Model):
    """What a program of the back office shows: for one location, and what it may do there (`scopes`)."""

    name = models.CharField(max_length=60)
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=20))
    location = models.ForeignKey("locations.Location", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(revoked_at=None), name="one_client_key_per_name"
            ),
            models.CheckConstraint(condition=~Q(scopes=[]), name="client_key_may_do_something"),
        ]
