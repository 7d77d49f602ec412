from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("locations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="location",
            name="province",
            field=models.CharField(blank=True, max_length=40, verbose_name="province"),
        ),
    ]
