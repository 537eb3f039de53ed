"""Pages are tested in both interface languages, so the translations are compiled first."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from octavo.web import filters, frames, front_page, messages
from octavo.web.templatetags import notices
from octavo.web.views import front


@pytest.fixture(autouse=True, scope="session")
def _compiled_messages() -> None:
    messages.compile_all()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What pages remember for seconds belongs to another test's newsroom."""
    yield
    for function in (
        frames._rendered,
        filters._in_use,
        filters._publishers,
        front.current_state,
        notices.due,
    ):
        function.forget()  # type: ignore[attr-defined]
    front.PAGES.clear()
    front_page.made.cache_clear()


@pytest.fixture
def client() -> Client:
    """A stranger on a private instance."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def pictures() -> Path:
    from octavo.store.settings import STORE

    return STORE.pictures


@pytest.fixture
def set_private(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """As if the instance listened on loopback, or had a public address."""
    from octavo.store.settings import SITE

    def set_private(private: bool) -> None:
        site = replace(SITE, public_url="" if private else "http://localhost")
        for module in ("visible", "context", "paths", "views.machines", "middleware"):
            monkeypatch.setattr(f"octavo.web.{module}.SITE", site)

    return set_private
