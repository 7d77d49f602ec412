"""The outbox: what is to be said, and what became of it."""

from django.db import models
from django.db.models import Q

from servicepoint.sealing.fields import EncryptedJSONField


class Message(models.Model):
    """One mail, from the moment it is decided until long after it was sent.

    `note` is sealed, because it carries the manage link; it is emptied once the mail is sent or withdrawn.
    `recipient` is emptied some days later; what remains is the delivery log, without personal data.
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed"
        MOVED = "moved"
        CHANGED = "changed"
        CANCELLED = "cancelled"
        MISSED = "missed"
        REMINDER = "reminder"
        NOTICE = "notice"  # about something that is no appointment, such as a document that lies ready
        ADDRESS_CHANGED = "address_changed"  # to the earlier address, without a word of the appointment

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        WITHDRAWN = "withdrawn"

    kind = models.CharField(max_length=16, choices=Kind)
    topic = models.CharField(max_length=64)
    dedupe_key = models.CharField(max_length=128)
    language = models.CharField(max_length=16)
    recipient = models.CharField(max_length=320, blank=True)
    note = EncryptedJSONField(null=True)
    message_id = models.CharField(max_length=128)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=64, blank=True)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()  # a retry moves it on
    expires_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # when it was sent, given up or withdrawn

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="message_open", condition=Q(state__in=["queued", "sending"])
            ),
            models.Index(fields=["topic", "id"], name="message_topic"),
        ]
        constraints = [
            # not unique=True: that adds a second index for LIKE, and a booking waits for each index
            models.UniqueConstraint(fields=["dedupe_key"], name="message_dedupe_key_once"),
            models.CheckConstraint(
                name="message_kind_known",
                condition=Q(
                    kind__in=[
                        *("confirmed", "moved", "changed", "cancelled"),
                        *("missed", "reminder", "notice", "address_changed"),
                    ]
                ),
            ),
            models.CheckConstraint(
                name="message_state_known",
                condition=Q(state__in=["queued", "sending", "sent", "failed", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="message_open_can_be_sent",
                condition=~Q(state__in=["queued", "sending"]) | (~Q(recipient="") & Q(note__isnull=False)),
            ),
            models.CheckConstraint(
                name="message_sending_is_claimed",
                condition=~Q(state="sending") | Q(claimed_until__isnull=False),
            ),
            models.CheckConstraint(
                name="message_settled_has_moment",
                condition=Q(state__in=["queued", "sending"], settled_at__isnull=True)
                | Q(state__in=["sent", "failed", "withdrawn"], settled_at__isnull=False),
            ),
        ]


class DemoMail(models.Model):
    """A mail of the demonstration: kept to be read in the browser, never sent."""

    message_id = models.CharField(max_length=200, unique=True)
    received_at = models.DateTimeField()
    recipients = models.TextField()
    subject = models.TextField()
    source = models.BinaryField()
