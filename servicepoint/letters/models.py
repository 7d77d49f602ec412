"""Letters on paper: that one is wanted, in which batch it was printed, and what became of it.

A row holds no content. What the letter says is put together when it is printed, so that address and code are
those of that moment, and nothing readable or sealed lies about.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Batch(models.Model):
    """Letters that go to the print service together; its id is the name under which the service knows it."""

    class State(models.TextChoices):
        MAKING = "making", _("being made")
        HANDED_OVER = "handed_over", _("at the print service")
        CONFIRMED = "confirmed", _("printed")
        FAILED = "failed", _("failed")

    class Form(models.TextChoices):
        ONE_FILE = "one_file", _("one file")
        SINGLE_FILES = "single_files", _("a file for each letter")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    location = models.ForeignKey("locations.Location", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=11, choices=State, default=State.MAKING)
    form = models.CharField(max_length=12, choices=Form)
    letters = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)  # of the manifest, which names every file's own
    made_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)  # printed
    posted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()  # a retry moves it on
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("batch of letters")
        verbose_name_plural = _("batches of letters")
        default_permissions = ()
        permissions: ClassVar = [
            ("follow_batch", "Can see batches of letters and each letter, and hand over again what failed")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="batch_state_has_its_moments",
                condition=Q(state="making", handed_over_at=None, confirmed_at=None)
                | Q(state="failed", confirmed_at=None)
                | Q(state="handed_over", handed_over_at__isnull=False, confirmed_at=None) & ~Q(sha256="")
                | Q(state="confirmed", handed_over_at__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_form_is_known", condition=Q(form__in=["one_file", "single_files"])
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["making", "handed_over", "confirmed"], posted_at=None),
                name="batch_open",
            ),
            models.Index(fields=["location", "made_at"], name="batch_by_time"),
        ]


class Letter(models.Model):
    """One letter about a topic (`invitation:12`), from the moment that it is wanted."""

    class Kind(models.TextChoices):
        READY = "ready", _("document lies ready")
        BIOMETRICS_MISSING = "biometrics_missing", _("photo and fingerprints are missing")
        BIOMETRICS_POOR = "biometrics_poor", _("photo and fingerprints are too poor")
        REMINDER = "reminder", _("reminder: nobody booked yet")
        ASSIGNED = "assigned", _("time chosen for the reader")
        CALLED_OFF = "called_off", _("nobody needs to come any more")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for printing")
        IN_BATCH = "in_batch", _("being printed")
        HANDED_OVER = "handed_over", _("at the print service")
        PRINTED = "printed", _("printed")
        POSTED = "posted", _("posted")
        FAILED = "failed", _("not printed")
        RETURNED = "returned", _("came back")
        WITHDRAWN = "withdrawn", _("withdrawn")

    location = models.ForeignKey("locations.Location", on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=Kind)
    dedupe_key = models.CharField(max_length=128)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=11, choices=State, default=State.WAITING)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="rows")
    first_page = models.PositiveIntegerField(null=True)  # in the batch's file; set once its content is fixed
    pages = models.PositiveSmallIntegerField(null=True)
    wanted_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)  # printed, posted, failed or withdrawn
    returned_at = models.DateTimeField(null=True)
    returned_reason = models.CharField(max_length=20, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="replaced_by")
    replaces_reason = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        default_permissions = ()
        permissions: ClassVar = [
            ("send_letter", "Can print letters again, note what came back, and change where they go")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dedupe_key"], name="one_letter_per_dedupe_key"),
            models.CheckConstraint(
                name="letter_kind_is_known",
                condition=Q(
                    kind__in=[
                        *("ready", "biometrics_missing", "biometrics_poor"),
                        *("reminder", "assigned", "called_off"),
                    ]
                ),
            ),
            models.CheckConstraint(
                name="letter_state_fits",
                condition=Q(state="waiting", batch=None, settled_at=None)
                | Q(state__in=["in_batch", "handed_over"], batch__isnull=False, settled_at=None)
                | Q(state__in=["printed", "posted", "failed"], batch__isnull=False, settled_at__isnull=False)
                | Q(state="returned", batch__isnull=False, returned_at__isnull=False)
                | Q(state="withdrawn", settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_replaces_another", condition=Q(replaces=None) | ~Q(replaces=F("id"))
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["wanted_at", "id"], condition=Q(state="waiting"), name="letter_waiting"),
            models.Index(fields=["topic", "id"], name="letter_topic"),
            models.Index(fields=["location", "state", "wanted_at"], name="letter_by_state"),
        ]
