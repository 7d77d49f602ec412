"""The counters need not survive a crash of the database server, so they cost no write-ahead log."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("limits", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE limits_allowance SET UNLOGGED", "ALTER TABLE limits_allowance SET LOGGED"
        ),
    ]
