"""Accounts: what readers choose for themselves, invitations to sign up, addresses of those who are here."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def vouch_for_addresses(apps, schema_editor):
    """Who is here already came by an operator's link: their address needs no letter to prove it."""
    addresses = apps.get_model("account", "EmailAddress").objects
    for reader in apps.get_model("store", "Reader").objects.all():
        addresses.get_or_create(user_id=reader.pk, email=reader.email, defaults={"verified": True, "primary": True})


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0007_press"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.AddField(
            model_name="reader",
            name="avatar",
            field=models.CharField(blank=True, default="", max_length=48, verbose_name="picture"),
        ),
        migrations.AddField(
            model_name="reader",
            name="language",
            field=models.CharField(blank=True, default="", max_length=12, verbose_name="language"),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("note", models.CharField(blank=True, default="", max_length=120, verbose_name="note")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("uses", models.PositiveIntegerField(default=1, verbose_name="accounts it may make")),
                ("used", models.PositiveIntegerField(default=0, verbose_name="accounts made")),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-id"],
            },
        ),
        migrations.RunPython(vouch_for_addresses, migrations.RunPython.noop),
    ]
