"""What is written down when the safe is counted, emptied for the IND, or documents are destroyed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

VERDICTS = ("here", "other_place", "not_here", "unknown")
DIFFERENCES = ("lacking", "other_place", "not_here", "unknown")


class StockTake(models.Model):
    """A count of the safe, or of one drawer. Several people may scan for one count; one is open at a time."""

    location = models.ForeignKey(
        "locations.Location", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    drawer = models.CharField(max_length=8, blank=True)  # empty: the whole safe
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=150)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.CharField(max_length=150, blank=True)
    expected = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["location"], condition=Q(finished_at=None), name="one_open_stock_take_per_location"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, finished_by="") | ~Q(finished_at=None) & ~Q(finished_by=""),
                name="stock_take_finished_by_somebody",
            ),
        ]


class StockScan(models.Model):
    """A document that was scanned in a count, once, and how it stood with the records at that moment."""

    take = models.ForeignKey(StockTake, on_delete=models.CASCADE, related_name="scans", db_index=False)
    number = models.CharField(max_length=9)
    document = models.ForeignKey("documents.Document", on_delete=models.SET_NULL, null=True, related_name="+")
    drawer = models.CharField(max_length=8, blank=True)
    position = models.PositiveSmallIntegerField(null=True)
    verdict = models.CharField(max_length=11)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["take", "number"], name="one_scan_per_document_and_stock_take"),
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="stock_scan_verdict_is_known"),
        ]


class StockDifference(models.Model):
    """One thing that did not fit when a count was finished, and what was done about it."""

    take = models.ForeignKey(StockTake, on_delete=models.CASCADE, related_name="differences", db_index=False)
    number = models.CharField(max_length=9)
    document = models.ForeignKey("documents.Document", on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=11)
    drawer = models.CharField(max_length=8, blank=True)  # where it was scanned; where it should be if lacking
    position = models.PositiveSmallIntegerField(null=True)
    settled_how = models.CharField(max_length=10, blank=True)
    settled_reason = models.CharField(max_length=30, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=150, blank=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["take", "number"], name="one_difference_per_document"),
            models.CheckConstraint(condition=Q(kind__in=DIFFERENCES), name="stock_difference_is_known"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_how="", settled_by="")
                | ~Q(settled_at=None) & ~Q(settled_how="") & ~Q(settled_by="") & ~Q(settled_reason=""),
                name="stock_difference_is_settled_by_somebody_for_a_reason",
            ),
        ]


class ReturnList(models.Model):
    """Documents that nobody collected, on their way back to the IND. Which: the stays that refer to it."""

    location = models.ForeignKey(
        "locations.Location", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=150, blank=True)
    documents = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["location"], condition=Q(sent_at=None), name="one_open_return_list_per_location"
            ),
        ]


class Instruction(models.Model):
    """An instruction of the IND to destroy documents. Which: the stays that refer to it."""

    location = models.ForeignKey(
        "locations.Location", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ind_reference = models.CharField(max_length=30)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    documents = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("instruction to destroy")
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["location", "ind_reference"],
                condition=Q(withdrawn_at=None),
                name="one_instruction_per_reference",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("asked_by")), name="destruction_needs_another_account"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(withdrawn_at=None),
                name="instruction_is_confirmed_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by="") | ~Q(confirmed_at=None) & ~Q(confirmed_by=""),
                name="instruction_is_confirmed_by_somebody",
            ),
        ]
