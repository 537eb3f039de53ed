"""By which names an instance may be called, who may read there, and what makes no sense."""

import pytest

from octavo.core.config import load
from octavo.core.failures import OctavoError
from octavo.core.settings import GatherSettings, SiteSettings


@pytest.mark.parametrize(
    ("host", "public_url", "first", "private"),
    [
        ("127.0.0.1", "", "localhost", True),
        ("::1", "", "localhost", True),
        ("0.0.0.0", "", "localhost", False),
        ("192.168.1.5", "", "192.168.1.5", False),
        ("fd00::5", "", "[fd00::5]", False),
        ("127.0.0.1", "https://news.example:8443/", "news.example", False),
    ],
)
def test_names_that_are_answered(host: str, public_url: str, first: str, private: bool) -> None:
    site = SiteSettings(host=host, public_url=public_url)
    assert site.answers_to[0] == first
    assert site.is_private is private


def test_a_public_address_is_the_only_name() -> None:
    assert SiteSettings(public_url="https://news.example").answers_to == ("news.example",)


@pytest.mark.parametrize(
    ("room", "name", "value"),
    [
        (SiteSettings, "OCTAVO_PUBLIC_URL", "https://"),
        (SiteSettings, "OCTAVO_PUBLIC_URL", "https://news.example/below"),
        (SiteSettings, "OCTAVO_LANGUAGE", "klingon"),
        (SiteSettings, "OCTAVO_COUNTRY", "Kenya"),
        (GatherSettings, "OCTAVO_CONTACT", "me\r\nX-Header: mine"),
    ],
)
def test_nonsense_is_named(room: type[SiteSettings] | type[GatherSettings], name: str, value: str) -> None:
    with pytest.raises(OctavoError, match=name):
        load(room, {name: value})
