"""A newsroom with stories, and two readers of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from newsroom import Newsroom
from octavo.core.labels import Hashtag
from octavo.store import preferences
from octavo.store.models import Reader
from web.my.sample import CAST, WORDS
from web.telling import DISASTER, MACHAKOS, POLITICS, SPORT, story


@pytest.fixture
def room() -> Newsroom:
    """Time is the real one: pages ask what is fresh."""
    from django.utils import timezone

    return Newsroom(timezone.now())


@pytest.fixture
def told(room: Newsroom) -> dict[str, int]:
    """Ten stories that two publishers tell, and three that lead nowhere by themselves."""
    for slug in ("post", "wire", "echo"):
        room.publisher(slug, name=slug.title(), country="KE")
    made: dict[str, int] = {}
    for number in range(10):
        two = [
            room.article(f"Told twice {number}", publisher=slug, age=timedelta(hours=1)) for slug in ("post", "wire")
        ]
        made[f"twice-{number}"] = story(room, two, topics=(POLITICS,))
    for name, title, more in (
        ("sport", "Island side wins the cup", {"topics": (SPORT,), "country": "CL"}),
        (
            "tagged",
            "Budget read aloud",
            {"topics": (DISASTER,), "country": "", "hashtags": (Hashtag("budget", "Budget"),)},
        ),
        ("goat", WORDS, {"topics": (DISASTER,), "country": "KE", "places": (MACHAKOS,)}),
    ):
        made[name] = room.article(title, publisher="echo", age=timedelta(hours=9), keywords=("budget",))
        made[f"{name}-story"] = story(room, [made[name]], **more)
    return made


@pytest.fixture
def cast(told: dict[str, int]) -> dict[str, int]:
    """The reader and the other reader, whose edition is Kenya's."""
    found = {name: Reader.objects.create_user(f"{name}@octavo.example").pk for name in CAST}
    for reader in found.values():
        preferences.prefer(reader, country="KE", languages=("en",))
    return found


@pytest.fixture
def enter(cast: dict[str, int]) -> Callable[[str], Client]:
    def enter(name: str) -> Client:
        client = Client(headers={"host": "localhost"})
        client.force_login(Reader.objects.get(pk=cast[name]))
        return client

    return enter


@pytest.fixture
def reader(enter: Callable[[str], Client]) -> Client:
    return enter("reader")
