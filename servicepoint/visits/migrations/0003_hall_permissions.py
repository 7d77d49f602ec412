from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("visits", "0002_permissions")]

    operations = [
        migrations.AlterModelOptions(
            name="visit",
            options={
                "default_permissions": (),
                "permissions": [
                    ("serve_visit", "Can serve visitors at a counter"),
                    ("list_visit", "Can see everyone of a day"),
                    ("lead_visit", "Can watch and close the day"),
                    ("receive_visit", "Can receive people in the hall"),
                    ("allow_visit", "Can say how many people without an appointment are received"),
                ],
            },
        ),
    ]
