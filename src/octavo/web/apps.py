"""The web room as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "octavo.web"
    label = "web"
