"""When it appeared: declared, or seen; on the publisher's clock."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime

import pytest

from octavo.core.feeds import FeedEntry
from octavo.extract.metadata import PageMetadata
from octavo.extract.metadata.days import find_days
from octavo.extract.metadata.months import month_of
from octavo.extract.metadata.times import parse_time

Reader = Callable[..., PageMetadata]
H1 = "<h1>Bridge over the Lund reopens</h1>"
TEXT = "<p>The bridge over the Lund opened again, after two years of repairs.</p>" * 3


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2026-03-01T09:30:00+01:00", "2026-03-01T09:30:00+01:00"),
        ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00+00:00"),
        ("2026-03-01 09:30:00 +0100", "2026-03-01T09:30:00+01:00"),
        ("2026-03-01", "2026-03-01T00:00:00+00:00"),
        ("Sun, 01 Mar 2026 09:30:00 GMT", "2026-03-01T09:30:00+00:00"),
        ("20260301", "2026-03-01T00:00:00+00:00"),
        ("1772357400", "2026-03-01T09:30:00+00:00"),
        ("2026/3/1 9:30", "2026-03-01T09:30:00+00:00"),
        ("1970-01-01T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
        ("2026-13-45", None),
    ],
)
def test_times_are_aware_or_nothing(said: str, iso: str | None) -> None:
    moment = parse_time(said)
    assert (moment.isoformat() if moment else None) == iso


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("8 November 2025", "en"), ("Nov. 8, 2025", "en"), ("November 8th, 2025", "en"), ("Sat, 8th of Nov 2025", "en"),
        ("8. November 2025, 14:30 Uhr", "de"), ("08.11.2025", "de"), ("08.11.25", "de"), ("8.11. 2025", "cs"),
        ("8 de noviembre de 2025", "es"), ("le 8 novembre 2025", "fr"), ("8 novembre 2025", "it"),
        ("8 ноября 2025", "ru"), ("8 листопада 2025 р.", "uk"), ("8 listopada 2025", "pl"), ("8 Kasım 2025", "tr"),
        ("2025. november 8.", "hu"), ("2025年11月8日", "zh"), ("2025년 11월 8일", "ko"), ("٨ نوفمبر ٢٠٢٥", "ar"),
        ("8 نوفمبر 2025", "ar"), ("8 तिसमबर", "hi"), ("8 नवंबर 2025", "hi"), ("8 tháng 11, 2025", "vi"),
        ("8 พฤศจิกายน 2568", "th"), ("8 November 2025", "zu"), ("2025-11-08", "sv"), ("8 Νοεμβρίου 2025", "el"),
        ("8 marraskuuta 2025", "fi"), ("8/11/2025", "fr"),
    ],
)  # fmt: skip
def test_days_in_every_language(text: str, language: str) -> None:
    expected = [] if "तिसमबर" in text else [date(2025, 11, 8)]
    assert [found.day for found in find_days(text, language)] == expected


def test_the_month_comes_first_where_it_does() -> None:
    assert find_days("3/4/2025", "en", month_first=True)[0].day == date(2025, 3, 4)
    assert find_days("3/4/2025", "en")[0].day == date(2025, 4, 3)
    assert find_days("3/14/2025", "en")[0].day == date(2025, 3, 14)
    assert find_days("31.31.2025 and 30 February 2025", "en") == []


def test_the_kept_month_names_are_the_ones_of_cldr() -> None:
    """In a process of its own: Babel's data of one language may change where another one's was looked at before."""
    code = (
        "import json; from octavo.extract.metadata.months import LANGUAGES, collect_names; "
        "print(json.dumps({one: collect_names(one) for one in LANGUAGES}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    for language, names in json.loads(done.stdout).items():
        assert len(set(names.values())) == 12 or language == "vi"
        assert {name: month_of(name, language) for name in names} == names


@pytest.mark.parametrize(
    ("body", "day"),
    [
        (f"{H1}<p>8 November 2025</p>{TEXT}", "2025-11-08"),
        (f'{H1}<time datetime="2025-11-08T10:00:00+01:00">yesterday</time>{TEXT}', "2025-11-08"),
        (f'{H1}<abbr class="published" title="2025-11-08T10:00:00+01:00">10:00</abbr>{TEXT}', "2025-11-08"),
        (f'<div class="date">Published: Nov 8, 2025</div>{H1}{TEXT}', "2025-11-08"),
        (f"{H1}<p>Updated: 9 November 2025</p><p>Published: 8 November 2025</p>{TEXT}", "2025-11-08"),
        (f'{H1}<p class="date">8 November 2025</p><div class="related"><time datetime="2025-11-10">x</time></div>',
         "2025-11-08"),
        (f"{H1}{TEXT}<footer>© 12 March 2020</footer><p>Published on 8 November 2025</p>", "2025-11-08"),
        (f"{H1}<p>The first bridge was built on 3 May 1998 by a man from the town whose name is not known.</p>", None),
    ],
)  # fmt: skip
def test_the_day_that_readers_see(read: Reader, body: str, day: str | None) -> None:
    found = read(body).published_at
    assert (found.date().isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("path", "day"),
    [("2025/11/08/bridge", "2025-11-08"), ("2025/11/8/bridge", "2025-11-08"), ("bridge-20251108.html", "2025-11-08"),
     ("news/08-11-2025", "2025-11-08"), ("bridge-19470913", None), ("item/2025110812345", None)],
)  # fmt: skip
def test_the_day_in_the_address(read: Reader, path: str, day: str | None) -> None:
    found = read(H1 + TEXT, url=f"https://www.harbour.example/{path}").published_at
    assert (found.date().isoformat() if found else None) == day


def published(iso: str, updated: str = "") -> str:
    return f'<meta property="article:published_time" content="{iso}">' + (
        f'<meta property="article:modified_time" content="{updated}">' if updated else ""
    )


@pytest.mark.parametrize(
    ("iso", "shown", "page", "local"),
    [
        # The page shows the same moment on the publisher's clock.
        ("2025-11-09T02:11:03Z", "November 8, 2025 9:11 pm", ("https://www.harbour.example/b", "en"),
         "2025-11-08T21:11:03-05:00"),
        ("2025-11-01T23:01:00Z", "02 Novembre 2025 alle 00:01", ("https://www.porto.example/b", "it"),
         "2025-11-02T00:01:00+01:00"),
        # The day alone, where the country tells the zone.
        ("2025-11-09T02:11:00Z", "8 de noviembre de 2025", ("https://www.puerto.example/b", "es-AR"),
         "2025-11-08T23:11:00-03:00"),
        ("2025-11-09T02:11:00Z", "", ("https://www.harbour.example/2025/11/08/b", "en-US"),
         "2025-11-08T21:11:00-05:00"),
        # Nothing tells: as it was declared.
        ("2025-11-09T02:11:00Z", "", ("https://www.harbour.example/b", "en"),
         "2025-11-09T02:11:00+00:00"),
        ("2025-11-09T02:11:00Z", "8 November 2025", ("https://www.harbour.example/b", "en"),
         "2025-11-09T02:11:00+00:00"),
        ("2025-11-09T02:11:00+01:00", "November 8, 2025 9:11 pm", ("https://www.harbour.example/b", "en"),
         "2025-11-09T02:11:00+01:00"),
    ],
)  # fmt: skip
def test_utc_is_put_on_the_publishers_clock(
    read: Reader, iso: str, shown: str, page: tuple[str, str], local: str
) -> None:
    url, lang = page
    found = read(f"{H1}<p>{shown}</p>{TEXT}", head=published(iso, iso), url=url, lang=lang)
    assert found.published_at is not None
    assert found.published_at.isoformat() == local
    assert found.updated_at == datetime.fromisoformat(iso)


def test_an_earlier_day_that_is_marked_is_the_publication(read: Reader) -> None:
    body = f'{H1}<p class="date">28.04.2025</p>{TEXT}'
    touched = read(body, head=published("2025-04-29T11:52:00+02:00"))
    assert touched.published_at == datetime.fromisoformat("2025-04-28T00:00:00+00:00")
    kept = read(body, head=published("2025-04-29T11:52:00+02:00", "2025-05-02T10:00:00+02:00"))
    assert kept.published_at == datetime.fromisoformat("2025-04-29T11:52:00+02:00")


def test_what_the_feed_said_fills_in(read: Reader) -> None:
    moment = datetime.fromisoformat("2025-11-08T10:00:00+01:00")
    entry = FeedEntry("key", "https://www.harbour.example/b", "Bridge", moment)
    assert read(H1, entry=entry).published_at == moment
