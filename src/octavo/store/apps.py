"""The store as a Django application, labelled "store" for good: table names and AUTH_USER_MODEL depend on it."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "octavo.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from octavo.store import signals

        signals.connect()
