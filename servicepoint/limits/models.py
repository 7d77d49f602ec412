"""The counters: one row for each subject that was busy lately."""

from django.db import models


class Allowance(models.Model):
    """How far a subject has used up what it may do.

    `used_until` is the moment at which everything spent so far has come back. `subject` is a keyed digest:
    the table tells neither addresses nor V-numbers.
    """

    pk = models.CompositePrimaryKey("scope", "subject")
    scope = models.CharField(max_length=40)
    subject = models.BinaryField(max_length=32)
    used_until = models.DateTimeField()  # no index: every spend would have to keep it

    class Meta:
        default_permissions = ()
