"""The time zones of the country that a page is published in, told by its address or its declared language."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

MAX_ZONES = 40
# Country codes that are used as words.
_NOT_COUNTRIES = frozenset({"io", "tv", "me", "ai", "fm", "co", "ly", "cc", "ws", "to", "gg", "am"})
_COUNTRY_NAMES = {"uk": "GB"}
_SOME_NOON = datetime(2020, 1, 15, 12)  # noqa: DTZ001  # only to ask a zone for its usual offset


def zones_of(url: str, tags: list[str]) -> list[ZoneInfo]:
    """The zones of the publisher's country, those nearest to UTC first; [] where no country is told."""
    from babel.core import get_global

    for country in countries_of(url, tags):
        zones = [zone for name in get_global("territory_zones").get(country, ())[:MAX_ZONES] if (zone := _zone(name))]
        if zones:
            return sorted(zones, key=lambda zone: abs(zone.utcoffset(_SOME_NOON) or timedelta()))
    return []


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # the machine may lack a name, or all of them
        return None


def countries_of(url: str, tags: list[str]) -> Iterator[str]:
    """ISO 3166 codes: of the host's last label, then of the regions in language tags ("es-AR")."""
    last = (urlsplit(url).hostname or "").rpartition(".")[2].lower()
    if len(last) == 2 and last not in _NOT_COUNTRIES:
        yield _COUNTRY_NAMES.get(last, last.upper())
    for tag in tags:
        region = tag.replace("_", "-").rpartition("-")[2]
        if len(region) == 2 and len(tag) >= 5:
            yield region.upper()
