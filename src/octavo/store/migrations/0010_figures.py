"""Figures of a day, measured by the worker."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0009_notifications"),
    ]

    operations = [
        migrations.CreateModel(
            name="DayFigures",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="day")),
                ("measured_at", models.DateTimeField(null=True, verbose_name="measured")),
                ("articles", models.PositiveIntegerField(null=True, verbose_name="articles")),
                ("database", models.PositiveBigIntegerField(default=0, verbose_name="database")),
                ("pictures", models.PositiveBigIntegerField(default=0, verbose_name="pictures")),
                ("uploads", models.PositiveBigIntegerField(default=0, verbose_name="uploads")),
                ("pages", models.PositiveBigIntegerField(default=0, verbose_name="kept pages")),
                ("index", models.PositiveBigIntegerField(default=0, verbose_name="search index")),
                ("going_articles", models.PositiveIntegerField(default=0)),
                ("going_pages", models.PositiveIntegerField(default=0)),
                ("going_page_bytes", models.PositiveBigIntegerField(default=0)),
                ("going_entries", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "figures of a day",
                "verbose_name_plural": "figures of days",
            },
        ),
    ]
