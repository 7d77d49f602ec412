"""Numbers for day versions: from a sequence, so that one is never used twice, not even after a rollback."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE appointments_version", reverse_sql="DROP SEQUENCE appointments_version"
        )
    ]
