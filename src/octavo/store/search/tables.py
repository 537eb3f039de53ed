"""The search index's own tables, made by the first migration: no model describes them."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from octavo.store.search import postgres, sqlite


def create(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    statements = postgres.CREATE if editor.connection.vendor == "postgresql" else sqlite.CREATE
    for statement in statements:
        editor.execute(statement)


def drop(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP TABLE IF EXISTS article_search")
