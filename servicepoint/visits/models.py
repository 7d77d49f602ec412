"""Tables of the day: visits with their stages, the persons in them, and who sits at which counter.

Names stay in the appointment: a visit points to a person there by position. Only someone who came without an
appointment has details here, sealed.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from servicepoint.sealing.fields import EncryptedJSONField

AT_A_COUNTER = ["called", "serving"]
STATES = ["waiting", "called", "serving", "parked", "missed", "finished", "left", "closed", "no_show"]
OUTCOMES = ["done", "application_taken", "incomplete", "not_eligible", "refused", "left"]


class Day(models.Model):
    """One day at a location. Every act of that day locks this row, and `version` rises with each of them."""

    location = models.ForeignKey(
        "locations.Location", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    version = models.PositiveIntegerField(default=1)
    walk_ins_max = models.PositiveSmallIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["location", "day"], name="visits_one_row_per_location_and_day")
        ]


class Visit(models.Model):
    """A party on the day: with an appointment or without, here or marked as not come."""

    location = models.ForeignKey(
        "locations.Location", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    appointment = models.ForeignKey(
        "appointments.Appointment", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ticket_letter = models.CharField(max_length=1, blank=True)
    ticket_number = models.PositiveSmallIntegerField(null=True)
    basket = ArrayField(models.CharField(max_length=8))
    language = models.CharField(max_length=8)
    scheduled_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    in_line_at = models.DateTimeField(null=True)
    priority = models.CharField(max_length=20, blank=True)
    override = models.CharField(max_length=20, blank=True)
    for_counter = models.ForeignKey(
        "locations.Counter", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [
            ("serve_visit", "Can serve visitors at a counter"),
            ("list_visit", "Can see everyone of a day"),
            ("lead_visit", "Can watch and close the day"),
            ("receive_visit", "Can receive people in the hall"),
            ("allow_visit", "Can say how many people without an appointment are received"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["location", "day", "ticket_letter", "ticket_number"],
                name="one_ticket_number_per_location_and_day",
            ),
            models.UniqueConstraint(fields=["appointment"], name="one_visit_per_appointment"),
            models.CheckConstraint(
                condition=Q(arrived_at=None, ticket_number=None, in_line_at=None)
                | Q(arrived_at__isnull=False, ticket_number__isnull=False, in_line_at__isnull=False),
                name="visit_has_a_ticket_once_here",
            ),
            models.CheckConstraint(
                condition=Q(appointment=None) ^ Q(scheduled_at__isnull=False),
                name="visit_is_scheduled_with_an_appointment",
            ),
        ]


class Stage(models.Model):
    """A state of a visit, from when to when; the one without an end is where the visit stands now."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="stages")
    state = models.CharField(max_length=8)
    counter = models.ForeignKey(
        "locations.Counter", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    undone = models.BooleanField(default=False)
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=150, blank=True)
    reason = models.CharField(max_length=30, blank=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="stage_is_known"),
            models.UniqueConstraint(
                fields=["visit"], condition=Q(ended_at=None), name="one_open_stage_per_visit"
            ),
            models.UniqueConstraint(
                fields=["counter"],
                condition=Q(ended_at=None, state__in=AT_A_COUNTER),
                name="one_served_visit_per_counter",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="stage_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AT_A_COUNTER) | Q(counter__isnull=False),
                name="stage_names_its_counter",
            ),
        ]


class VisitPerson(models.Model):
    """A person of a visit, and how it ended for them. `attendee` is their position in the appointment."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="people", db_index=False)
    position = models.PositiveSmallIntegerField()
    attendee = models.PositiveSmallIntegerField(null=True)
    details = EncryptedJSONField(null=True)
    service = models.CharField(max_length=8)
    situation = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=30, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    follow_up = models.ForeignKey(
        "appointments.Appointment", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "position"], name="one_visit_person_per_position"),
            models.CheckConstraint(condition=Q(outcome__in=["", *OUTCOMES]), name="outcome_is_known"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="outcome_has_its_moment",
            ),
        ]


class Check(models.Model):
    """One line of the list of what to bring, as found at the counter."""

    person = models.ForeignKey(VisitPerson, on_delete=models.CASCADE, related_name="checks", db_index=False)
    requirement = models.CharField(max_length=50)
    result = models.CharField(max_length=14)
    reason = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "requirement"], name="one_check_per_requirement"),
            models.CheckConstraint(
                condition=Q(result__in=["seen", "copied", "missing", "not_applicable"]),
                name="check_result_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(result="not_applicable") | ~Q(reason=""), name="check_not_applicable_says_why"
            ),
        ]


class Step(models.Model):
    """Something done for a person at the counter; the latest of a kind counts. `codes` hold no details."""

    person = models.ForeignKey(VisitPerson, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20)
    codes = ArrayField(models.CharField(max_length=30), default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        default_permissions = ()


class CounterShift(models.Model):
    """Who sits at which counter, from when to when, and for which services."""

    location = models.ForeignKey(
        "locations.Location", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    counter = models.ForeignKey("locations.Counter", on_delete=models.PROTECT, related_name="+")
    account = models.CharField(max_length=150)
    services = ArrayField(models.CharField(max_length=8))
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["counter"], condition=Q(closed_at=None), name="one_open_shift_per_counter"
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(closed_at=None), name="one_open_shift_per_account"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="shift_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(services__len__gt=0), name="shift_has_a_service"),
        ]
