"""The tables of what was done. Rows are added and read; triggers refuse everything else."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One act: who did what to which thing, and when. Holds ids and codes, never a person's details."""

    at = models.DateTimeField(_("when"))
    act = models.CharField(_("act"), max_length=80)
    subject = models.CharField(_("subject"), max_length=120)
    actor_kind = models.CharField(_("kind of actor"), max_length=20)
    actor_name = models.CharField(_("account"), max_length=150, blank=True)
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        default_permissions = ("view",)
        permissions = (("search_entry", "Can tell a person what was done with their data"),)
        indexes = (
            models.Index(fields=["subject", "id"], name="audit_entry_of_subject"),
            BrinIndex(fields=["at"], name="audit_entry_by_time"),
        )


class Link(models.Model):
    """A link of the chain over the entries (see `chain`).

    No foreign key: the link of an entry that somebody removed is what tells of it.
    """

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    linked_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
