"""What Octavo keeps: models, migrations, the search index, and reads and writes as plain functions.

Knows nothing of HTTP or pages. A read never writes; a write is one short transaction.
`setup` comes first in every process that uses the store; `migrate` brings the database up to date.
"""

import os


def setup() -> None:
    """Make Django ready with Octavo's settings. May be called more than once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "octavo.store.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def migrate() -> None:
    """Bring the database up to date, silently. Two processes that start together take turns."""
    setup()
    from octavo.store.migrating import migrate_once

    migrate_once()
