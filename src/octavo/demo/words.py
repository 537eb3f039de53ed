"""What publishers print around their articles, in their own languages: cookie notices, bylines, dates."""

import functools
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from octavo.demo.content import DATA


@functools.cache
def read_words() -> Mapping[str, Mapping[str, str]]:
    """Language -> name -> words, from data/words.toml."""
    return tomllib.loads((DATA / "words.toml").read_text(encoding="utf-8"))


def words_for(language: str) -> Mapping[str, str]:
    return read_words()[language]


def local_time(moment: datetime, zone: str) -> datetime:
    """`moment` on the publisher's clock; `zone` is an offset such as "+05:30"."""
    hours, minutes = zone[1:].split(":")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return moment.astimezone(timezone(-offset if zone.startswith("-") else offset))


def written_time(moment: datetime, zone: str, language: str) -> str:
    """The time as the publisher writes it ("14 May 2025, 09:40")."""
    from babel.dates import format_date, format_time

    local, locale = local_time(moment, zone), language.replace("-", "_")
    return f"{format_date(local, 'long', locale=locale)}, {format_time(local, 'short', locale=locale)}"
