"""Sittings, what was captured in them, and what could not be. Pictures stand here sealed only.

`sealed` is a CMS envelope to the receiver's certificate: nobody here can open it. It is emptied as soon as
the receiver has confirmed, and at the hard limit whatever happened.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

HELD = ("sealed", "due", "handed_over")  # the states in which an envelope is still here


class Sitting(models.Model):
    """One person before the camera and the scanner. `subject` says who in the words of whoever opened it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject = models.CharField(max_length=64)  # such as `visit:12/1`; emptied after KEEP_DAYS
    age = models.PositiveSmallIntegerField()
    head_covering = models.BooleanField(default=False)
    asked = ArrayField(models.CharField(max_length=12))
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sitting for photo and fingerprints")
        verbose_name_plural = _("sittings for photo and fingerprints")
        default_permissions = ()
        permissions: ClassVar = [
            ("take_sitting", "Can take photos and fingerprints"),
            ("oversee_sitting", "Can accept prints of poor quality that another account took"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject"], condition=~Q(subject=""), name="one_sitting_a_subject"
            )
        ]


class Capture(models.Model):
    """One attempt. Numbers and reasons stay; the envelope does not. `id` is its name at the receiver."""

    class State(models.TextChoices):
        SEALED = "sealed"  # the best so far; not accepted yet
        DUE = "due"  # accepted: to be handed over
        HANDED_OVER = "handed_over"  # the receiver has it, and has not confirmed that it is safe there
        ACKNOWLEDGED = "acknowledged"  # confirmed, deleted here
        DROPPED = "dropped"  # a better one came, or none was needed
        EXPIRED = "expired"  # deleted at the hard limit, never confirmed

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="captures", db_index=False)
    kind = models.CharField(max_length=8)
    hand = models.CharField(max_length=5, blank=True)
    finger = models.CharField(max_length=6, blank=True)
    attempt = models.PositiveSmallIntegerField()
    quality = models.JSONField(default=dict)  # numbers only
    problems = ArrayField(models.CharField(max_length=24), default=list)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=150)
    accepted_at = models.DateTimeField(null=True)
    override_reason = models.CharField(max_length=16, blank=True)
    override_by = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.SEALED)
    sealed = models.BinaryField(null=True)
    sealed_sha256 = models.CharField(max_length=64)
    delete_at = models.DateTimeField()
    sent_attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=40, blank=True)
    alarmed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sitting", "kind", "hand", "finger", "attempt"], name="one_capture_an_attempt"
            ),
            models.UniqueConstraint(
                fields=["sitting", "kind", "hand"],
                condition=Q(accepted_at__isnull=False),
                name="one_accepted_capture_a_kind_and_hand",
            ),
            models.CheckConstraint(
                condition=Q(state__in=HELD, sealed__isnull=False, settled_at__isnull=True)
                | Q(
                    state__in=["acknowledged", "dropped", "expired"],
                    sealed__isnull=True,
                    settled_at__isnull=False,
                ),
                name="capture_envelope_is_here_while_open",
            ),
            models.CheckConstraint(
                condition=Q(kind="photo", hand="", finger="")
                | Q(
                    kind="finger",
                    hand__in=["right", "left"],
                    finger__in=["index", "middle", "ring", "thumb"],
                ),
                name="capture_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(problems=[]) | Q(accepted_at=None) | ~Q(override_reason=""),
                name="capture_with_problems_needs_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind="finger")
                | Q(override_reason="")
                | (~Q(override_by="") & ~Q(override_by=F("taken_by"))),
                name="capture_poor_print_needs_another_account",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=["due", "handed_over"]), name="capture_due"
            ),
            models.Index(fields=["delete_at"], condition=Q(state__in=HELD), name="capture_delete_at"),
        ]


class Exemption(models.Model):
    """A finger that cannot give a print, for now or for good, and why."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="exemptions", db_index=False)
    hand = models.CharField(max_length=5)
    finger = models.CharField(max_length=6)
    lasting = models.CharField(max_length=9)
    reason = models.CharField(max_length=16)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sitting", "hand", "finger"], name="one_exemption_a_finger"),
            models.CheckConstraint(
                condition=Q(lasting__in=["temporary", "permanent"]), name="exemption_lasting_is_known"
            ),
        ]
