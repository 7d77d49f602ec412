"""Documents, where each one is, who may come for it, and how it left us.

Where a document is stands in one table: its stay that has not ended. So a document is in one place only, and
its history is what was, not what somebody wrote about it.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from servicepoint.sealing.fields import EncryptedJSONField, EncryptedTextField

from .custody_tables import (  # noqa: F401 - Django finds tables here only
    Instruction,
    ReturnList,
    StockDifference,
    StockScan,
    StockTake,
)

DOCUMENT_NUMBER = r"^V[A-NP-Z1-9]{8}$"  # since October 2019; neither the letter O nor the digit 0


class Kind(models.TextChoices):
    """The documents of the IND that lie ready somewhere."""

    TYPE_I = "I", _("residence permit card, type I (regular, temporary)")
    TYPE_II = "II", _("residence permit card, type II (regular, permanent)")
    TYPE_III = "III", _("residence permit card, type III (asylum, temporary)")
    TYPE_IV = "IV", _("residence permit card, type IV (asylum, permanent)")
    TYPE_V = "V", _("residence permit card, type V (long-term resident EU)")
    EU = "EU", _("residence document EU/EER")
    EU_FAMILY = "EU-F", _("residence document for family of an EU citizen")
    ARTICLE_50 = "ART50", _("residence document Article 50 TEU")
    W = "W", _("type W document")
    W2 = "W2", _("type W2 document")
    STICKER = "STICKER", _("sticker on a separate sheet")


class Place(models.TextChoices):
    """Where a document can be."""

    ANNOUNCED = "announced", _("on its way to us")
    IN_SAFE = "in_safe", _("in the safe")
    OUT = "out", _("taken out of the safe")
    AT_COUNTER = "at_counter", _("at a counter")
    HANDED_OVER = "handed_over", _("handed over to its owner")
    RETURNED = "returned", _("returned to the IND")
    DESTROYED = "destroyed", _("destroyed on instruction of the IND")
    MISSING = "missing", _("not found")


class Delivery(models.Model):
    """A list of documents as the IND sent it, as a file or in one call. `content` stays until it is read."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READING = "reading"
        DONE = "done"
        REFUSED = "refused"  # nothing kept: rows are faulty and the sender chose all or nothing

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    location = models.ForeignKey("locations.Location", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=4)  # file or call
    name = models.CharField(max_length=120, blank=True)
    desk = models.CharField(max_length=8, blank=True)  # the key under which the IND knows the location
    content_digest = models.BinaryField(max_length=32)
    content = EncryptedTextField(null=True)
    all_or_nothing = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=150, blank=True)
    claimed_until = models.DateTimeField(null=True)  # by the worker that reads it
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["location", "content_digest"],
                condition=~Q(state="refused"),
                name="one_delivery_per_content",
            ),
            models.CheckConstraint(condition=Q(source__in=["file", "call"]), name="delivery_source_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "reading"], finished_at=None)
                | Q(state__in=["done", "refused"], finished_at__isnull=False, content__isnull=True),
                name="delivery_content_goes_when_read",
            ),
        ]


class Fault(models.Model):
    """What is wrong with one row of a delivery: the line, the field, and why as a code. Never the value."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="faults", db_index=False)
    line = models.PositiveIntegerField()
    field = models.CharField(max_length=30)
    code = models.CharField(max_length=30)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "line", "field"], name="one_fault_per_field_of_a_row")
        ]


class Document(models.Model):
    """A card or sticker for one person. `elsewhere` names the desk of the IND where it is instead of here."""

    location = models.ForeignKey("locations.Location", on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.CharField(max_length=9)
    kind = models.CharField(max_length=8, choices=Kind)
    v_number = models.CharField(max_length=10)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100)
    birth_date = models.DateField(null=True)
    language = models.CharField(max_length=8)
    email = models.CharField(max_length=254, blank=True)
    address = EncryptedJSONField(default=dict)
    household_digest = models.BinaryField(max_length=32, null=True)
    replaces = models.CharField(max_length=9, blank=True)
    collect_before = models.DateField()
    announced_for = models.DateField(null=True)
    elsewhere = models.CharField(max_length=8, blank=True)
    courier_at = models.DateTimeField(null=True)
    blocked_reason = models.CharField(max_length=30, blank=True)
    delivered_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        default_permissions = ()
        permissions: ClassVar = [
            ("keep_document", "Can scan documents into the safe, take them out and take stock"),
            ("deliver_document", "Can read in deliveries and change what is known of a document"),
            ("oversee_document", "Can return documents and confirm their destruction"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="one_document_per_number"),
            models.CheckConstraint(
                condition=Q(number__regex=DOCUMENT_NUMBER), name="document_number_is_formed"
            ),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=False) | Q(forgotten_at__isnull=False),
                name="document_has_a_birth_date",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["v_number"], condition=~Q(v_number=""), name="document_by_v_number"),
            models.Index(fields=["location", "household_digest"], name="document_by_household"),
        ]


class Stay(models.Model):
    """A document at one place, from when to when; the one without an end is where it is now."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="stays", db_index=False)
    location = models.ForeignKey(
        "locations.Location", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=11, choices=Place)
    drawer = models.CharField(max_length=8, blank=True)
    position = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=30, blank=True)
    reference = models.CharField(max_length=40, blank=True)  # `visit:12/1`, `return:3`, `instruction:4`
    began_at = models.DateTimeField()
    began_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(ended_at=None), name="one_place_per_document"
            ),
            models.UniqueConstraint(fields=["document", "number"], name="one_stay_per_number"),
            models.UniqueConstraint(
                fields=["location", "drawer", "position"],
                condition=Q(ended_at=None, place="in_safe"),
                name="one_document_per_position_of_the_safe",
            ),
            models.CheckConstraint(condition=Q(place__in=Place.values), name="stay_place_is_known"),
            models.CheckConstraint(
                condition=Q(place="in_safe", position__isnull=False) & ~Q(drawer="")
                | ~Q(place="in_safe") & Q(drawer="", position=None),
                name="stay_in_safe_says_where",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="stay_ends_after_start"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["location", "place"], condition=Q(ended_at=None), name="stay_open_by_place"),
            models.Index(fields=["location", "began_at"], name="stay_by_time"),
        ]


class HandOver(models.Model):
    """The receipt for a document that was handed over: what was checked, and the signature."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="hand_over")
    identity = ArrayField(models.CharField(max_length=30), default=list)  # findings as codes
    old_document = models.CharField(max_length=20)  # card, sticker, police_report, none_before
    signature = models.CharField(max_length=5)  # drawn on the screen, or on paper that is kept
    drawing = EncryptedTextField(null=True)
    reference = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(identity=[]), name="hand_over_identity_was_checked"),
            models.CheckConstraint(
                condition=Q(old_document__in=["card", "sticker", "police_report", "none_before"]),
                name="hand_over_old_document_is_known",
            ),
            models.CheckConstraint(
                condition=Q(signature="drawn") | Q(signature="paper", drawing__isnull=True),
                name="hand_over_is_signed",
            ),
        ]


class Invitation(models.Model):
    """Who may book what with one letter. Its code is derived from the data key; the digest is kept here."""

    location = models.ForeignKey(
        "locations.Location", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    service = models.CharField(max_length=8)
    reason = models.CharField(max_length=20)  # ready, missing, poor
    language = models.CharField(max_length=8)
    email = models.CharField(max_length=254, blank=True)
    address = EncryptedJSONField(default=dict)
    household_digest = models.BinaryField(max_length=32, null=True)
    code_version = models.PositiveSmallIntegerField(default=1)
    code_digest = models.BinaryField(max_length=32, null=True)
    made_at = models.DateTimeField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=30, blank=True)
    attacked_at = models.DateTimeField(null=True)  # its code was tried too often; another code empties it
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        default_permissions = ()
        permissions: ClassVar = [("invite_invitation", "Can invite people and replace or revoke their codes")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code_digest"], name="one_invitation_per_code"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="invitation_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["ready", "missing", "poor"]), name="invitation_reason_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["location", "household_digest"], name="invitation_by_household"),
        ]


class Invited(models.Model):
    """One person of an invitation, with the document that lies ready for them when it is about one."""

    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="people", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, related_name="invited")
    v_number = models.CharField(max_length=10)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField(null=True)
    is_open = models.BooleanField(default=True)
    closed_reason = models.CharField(max_length=30, blank=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invitation", "position"], name="one_invited_per_position"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(is_open=True), name="one_open_invitation_per_document"
            ),
            models.UniqueConstraint(
                fields=["v_number"],
                condition=Q(is_open=True, document=None) & ~Q(v_number=""),
                name="one_open_invitation_for_biometrics",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["v_number"], condition=Q(is_open=True), name="invited_by_v_number"),
        ]
