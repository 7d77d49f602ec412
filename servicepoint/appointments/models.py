"""Tables of the promise of time. The claim table *is* the taken time: a row there is a place taken.

Every booking waits for each index. So a foreign key has one of its own only where no other index begins with
it and something is looked up by it.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from servicepoint.sealing.fields import EncryptedJSONField, EncryptedTextField

BITS_PER_COUNTER = 2**32  # each counter has its own stretch of one number line: see Claim.span


def _on_counter_line(tick: str) -> models.expressions.CombinedExpression:
    return Cast(F("counter_id"), models.BigIntegerField()) * Value(BITS_PER_COUNTER) + F(tick)


class Appointment(models.Model):
    """A booked time for a party, kept as booked, moved or cancelled until its data is forgotten."""

    location = models.ForeignKey("locations.Location", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    key_digest = models.BinaryField(max_length=32, unique=True)
    key_version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, default="booked")
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    language = models.CharField(max_length=8)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    needs = models.JSONField(default=dict)
    sequence = models.PositiveIntegerField(default=0)
    moves = models.PositiveIntegerField(default=0)
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints: ClassVar = [
            # not unique=True: that adds a second index for LIKE
            models.UniqueConstraint(fields=["code"], name="appointment_code_once"),
            models.CheckConstraint(
                condition=Q(status__in=["booked", "cancelled"]), name="appointment_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled") ^ Q(cancelled_at=None), name="appointment_cancelled_at_is_set"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_start"
            ),
        ]
        permissions: ClassVar = [
            ("see_appointments", "Can see appointments and the persons in them"),
            ("book_appointment", "Can book and change appointments for callers"),
        ]


class Attendee(models.Model):
    """A person named in an appointment. Name, birth date and V-number never change after booking."""

    appointment = models.ForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="attendees", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    service = models.CharField(max_length=8)
    situation = models.CharField(max_length=40, blank=True)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    birth_date = models.DateField(null=True)
    v_number = models.CharField(max_length=10, blank=True)
    bsn = EncryptedTextField(blank=True, default="")
    person_digest = models.BinaryField(max_length=32)
    is_open = models.BooleanField(default=True)
    dropped_at = models.DateTimeField(null=True)
    only_requirements = ArrayField(models.CharField(max_length=50), default=list)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person_digest", "service"],
                condition=Q(is_open=True),
                name="one_open_appointment_per_person_and_service",
            ),
            models.UniqueConstraint(fields=["appointment", "position"], name="one_attendee_per_position"),
        ]


class Claim(models.Model):
    """Time taken at a counter, by a hold (it expires) or by an appointment (it does not).

    `span` maps the counter and its ticks (5 minutes since 1970, UTC) to one number line, so that the
    exclusion constraint needs no database extension.
    """

    location = models.ForeignKey(
        "locations.Location", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    counter = models.ForeignKey(
        "locations.Counter", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    start_tick = models.IntegerField()
    end_tick = models.IntegerField()
    basket = ArrayField(models.CharField(max_length=8), default=list)
    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, null=True, related_name="claim")
    hold_digest = models.BinaryField(max_length=32, null=True, unique=True)
    expires_at = models.DateTimeField(null=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    span = models.GeneratedField(
        expression=Func(
            _on_counter_line("start_tick"),
            _on_counter_line("end_tick"),
            function="int8range",
            output_field=BigIntegerRangeField(),
        ),
        output_field=BigIntegerRangeField(),
        db_persist=True,
    )

    class Meta:
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_party_at_a_counter_at_a_time", expressions=[("span", RangeOperators.OVERLAPS)]
            ),
            models.CheckConstraint(condition=Q(end_tick__gt=F("start_tick")), name="claim_ends_after_start"),
            models.CheckConstraint(
                condition=Q(appointment=None) ^ Q(expires_at=None), name="claim_is_hold_or_appointment"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["location", "day"], name="claim_by_location_and_day"),
            models.Index(fields=["expires_at"], condition=~Q(expires_at=None), name="claim_by_expiry"),
        ]


class DayVersion(models.Model):
    """A number that is new with every change of the claims of a location and day (see `snapshot`)."""

    location = models.ForeignKey(
        "locations.Location", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField()
    version = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["location", "day"], name="one_version_per_location_and_day")
        ]


class Draft(models.Model):
    """What someone has typed so far, on our side, so that Back, refresh and a lost hold cost nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner_digest = models.BinaryField(max_length=32)
    location = models.ForeignKey(
        "locations.Location", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    answers = EncryptedJSONField(default=dict)
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField(db_index=True)


class Request(models.Model):
    """An act that its sender may repeat: the same key answers the same the second time."""

    key_digest = models.BinaryField(max_length=32, primary_key=True)
    act = models.CharField(max_length=20)
    answer = models.JSONField(null=True)
    made_at = models.DateTimeField(db_index=True)
