"""The languages of the interface: which one a reader gets, and that all of it is said in it."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from octavo.web import messages, words

SHARED = Path(__file__).parents[2] / "../shared/data"


def catalogues() -> list[Path]:
    return messages.po_files()


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-3])
def test_every_string_is_translated(path: Path) -> None:
    catalogue = messages.read(path)
    missing = [
        message.id
        for message in messages.template_catalogue()
        if message.id and not _is_translated(catalogue.get(message.id, message.context))
    ]
    assert not missing, "make messages, then translate these"


def _is_translated(message: Any) -> bool:
    if message is None or message.fuzzy:
        return False
    return all(message.string) if message.pluralizable else bool(message.string)


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-3])
def test_translations_keep_their_places(path: Path) -> None:
    """Every %(name)s, {name} and tag of the original stands in the translation; plurals may leave out the number."""
    for message in messages.read(path):
        originals = message.id if message.pluralizable else (message.id,)
        wanted = _places(originals[-1])
        for text in message.string if message.pluralizable else (message.string,):
            found = _places(text)
            assert found <= wanted if message.pluralizable else found == wanted, (message.id, text)


def _places(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w+\}|</?\w+>", text))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepts", "cookie", "leads_to"),
    [
        ("ar", None, "/ar/"),
        ("ar-EG,en;q=0.5", None, "/ar/"),
        ("en,ar;q=0.9", None, None),
        ("zh-CN,zh;q=0.9", None, "/zh-hans/"),
        ("pt-BR", None, "/pt/"),
        ("sw", None, None),
        ("", None, None),
        ("ar;q=0", None, None),
        ("ar", "en", None),
        ("nonsense;;q=x,\u0000", None, None),
    ],
)
def test_a_first_visit_is_led_once(client: Client, accepts: str, cookie: str | None, leads_to: str | None) -> None:
    if cookie:
        client.cookies["language"] = cookie
    response = client.get("/", headers={"accept-language": accepts})
    assert (response.headers.get("Location"), response.status_code) == (leads_to, 302 if leads_to else 200)
    # Only the front page leads anyone anywhere.
    assert client.get("/latest/", headers={"accept-language": accepts}).status_code == 200


@pytest.mark.django_db
def test_the_switch_keeps_the_page_and_the_choice(client: Client) -> None:
    response = client.get("/choose/language/ar/?to=/latest/%3Fkind%3Dvideo")
    assert response.headers["Location"] == "/ar/latest/?kind=video"
    assert response.cookies["language"].value == "ar"
    back = client.get("/ar/choose/language/en/?to=/ar/about/")
    assert back.headers["Location"] == "/about/"


OUTSIDE = (
    "/ar//evil.example/",
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "",
)


def _payloads() -> list[str]:
    path = SHARED / "sec-payloads/open_redirects.jsonl"
    if not path.exists():
        return []
    return [json.loads(line)["payload"] for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


@pytest.mark.django_db
@pytest.mark.parametrize("target", OUTSIDE)
def test_nobody_is_led_elsewhere(client: Client, target: str) -> None:
    _assert_stays(client, target)


@pytest.mark.django_db
def test_nobody_is_led_elsewhere_by_known_tricks(client: Client) -> None:
    payloads = _payloads()
    if not payloads:
        pytest.skip("the payloads (../shared/data/sec-payloads) are not here")
    for target in payloads:
        _assert_stays(client, target)


def _assert_stays(client: Client, target: str) -> None:
    location = client.get("/choose/language/en/", {"to": target}).headers["Location"]
    assert location.startswith("/"), target
    assert not re.match(r"[/\\\t ]{2}", location), target


@pytest.mark.django_db
def test_choices_are_kept_and_nonsense_is_not(client: Client) -> None:
    answers = {"country": "ke", "language": ["sw", "en", "x" * 50], "interface": "ar", "theme": "dark"}
    response = client.post("/choose/", answers)
    assert response.headers["Location"] == "/ar/"
    assert response.cookies["edition"].value == "KE.sw+en"
    assert response.cookies["theme"].value == "dark"
    page = client.get("/ar/").content.decode()
    assert 'data-theme="dark"' in page
    assert "كينيا" in page
    client.cookies["edition"] = "<>.%%%+\u0000"
    client.cookies["theme"] = "<script>"
    assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_the_edition_follows_the_browser_where_nothing_was_chosen(client: Client, newsroom: Any) -> None:
    newsroom.publisher("jua", languages=("sw",))
    for number in range(10):
        newsroom.article(f"Habari {number}", publisher="jua", language="sw")
        newsroom.article(f"News {number}")
    page = client.get("/", headers={"accept-language": "sw"}).content.decode()
    assert "Habari 1" in page
    assert "News 1" not in page
    assert 'lang="sw" dir="ltr"' in page
    assert "News 1" in client.get("/", headers={"accept-language": "en"}).content.decode()


def test_numbers_and_times_in_both_languages() -> None:
    now = datetime(2026, 5, 4, 12, tzinfo=UTC)
    with translation.override("en"):
        assert words.number(1234567) == "1,234,567"
        assert words.ago(now - timedelta(minutes=39), now) == "39 minutes ago"
        assert words.ago(now - timedelta(minutes=119), now) == "1 hour ago"
        assert words.ago(now - timedelta(days=30), now) == "4 April 2026"
        assert words.ago(now + timedelta(minutes=5), now) == "just now"
        assert words.day(date(2026, 5, 4)) == "4 May 2026"
        assert words.duration(3723) == "1:02:03"
        assert words.country_name("ke") == "Kenya"
        assert words.language_name("zh-Hant") == "Traditional Chinese"
        assert words.language_name("xx-unknown") == "xx_unknown"
    with translation.override("ar"):
        assert words.number(1234) == "١٬٢٣٤"
        assert words.ago(now - timedelta(minutes=39), now) == "قبل ٣٩ دقيقة"
        assert words.day(date(2026, 5, 4)) == "٤ مايو ٢٠٢٦"
        assert words.country_name("KE") == "كينيا"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("count", "said"), [(1, "ناشر واحد"), (2, "ناشران"), (3, "٣ ناشرين"), (11, "١١ ناشرًا"), (100, "١٠٠ ناشر")]
)
def test_arabic_counts_in_six_forms(client: Client, newsroom: Any, count: int, said: str) -> None:
    for number in range(count):
        newsroom.publisher(f"p{number}")
    assert said in client.get("/ar/publishers/").content.decode()


@pytest.mark.django_db
def test_foreign_titles_carry_language_and_direction(client: Client, newsroom: Any) -> None:
    newsroom.article("سبع بلدات", language="ar", publisher="marsa")
    newsroom.article("Plain title", language="en")
    english, arabic = (client.get(path).content.decode() for path in ("/latest/", "/ar/latest/"))
    assert '<h2 class="headline" lang="ar" dir="rtl">' in english
    assert '<h2 class="headline" lang="en" dir="ltr">' in arabic
