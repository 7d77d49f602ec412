"""What was loaded from the content files, so that officials' later edits can be told from it."""

from django.db import models


class LoadedRow(models.Model):
    """One row that came from a content file: which, and a digest of its values as they were loaded."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    row_id = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(name="loaded_row_once", fields=["kind", "key"])]
