"""Publisher, address, language, section, keywords; the publisher's rules; the agency."""

from collections.abc import Callable

import pytest

from octavo.core.knowledge import PublisherRules
from octavo.extract.metadata import PageMetadata
from octavo.extract.metadata.source import find_source

Reader = Callable[..., PageMetadata]
H1 = "<h1>Bridge over the Lund reopens</h1>"


def test_rules_of_the_publisher_are_tried_first(read: Reader) -> None:
    rules = PublisherRules(
        ("harbour.example",),
        authors=(".absent", ".who b"),
        title=("h2.real",),
        published=("[data-when]", "i.when"),
    )
    body = (
        f'{H1}<h2 class="real">The bridge</h2><p class="who">By <b>Mara Lind</b></p><i class="when">8 November 2025</i>'
    )
    head = '<meta name="author" content="Ole Holm"><meta name="date" content="2026-01-01">'
    said = read(body, head=head, rules=rules)
    assert (said.title, said.authors) == ("The bridge", ("Mara Lind",))
    assert said.published_at is not None
    assert said.published_at.date().isoformat() == "2025-11-08"


def test_rules_that_find_nothing_change_nothing(read: Reader) -> None:
    rules = PublisherRules(("harbour.example",), authors=(".absent",), title=("h6",), published=("time",))
    said = read(H1, head='<meta name="author" content="Ole Holm">', rules=rules)
    assert (said.title, said.authors, said.published_at) == ("Bridge over the Lund reopens", ("Ole Holm",), None)


@pytest.mark.parametrize(
    ("canonical", "url"),
    [
        ("https://www.harbour.example/news/bridge#top", "https://www.harbour.example/news/bridge"),
        ("/news/other", "https://www.harbour.example/news/other"),
        ("https://www.harbour.example/", "https://www.harbour.example/news/bridge?from=feed"),
        ("https://evil.example/news/bridge", "https://www.harbour.example/news/bridge?from=feed"),
        ("http://[broken", "https://www.harbour.example/news/bridge?from=feed"),
    ],
)
def test_the_canonical_address_is_believed_on_its_own_site(read: Reader, canonical: str, url: str) -> None:
    asked = "https://www.harbour.example/news/bridge?from=feed"
    assert read(H1, head=f'<link rel="canonical" href="{canonical}">', url=asked).url == url


@pytest.mark.parametrize(
    ("head", "text", "source"),
    [
        ("", "LUND (Reuters) - The bridge opened again.", "Reuters"),
        ("", "PARIS (AFP) – The bridge opened again.", "AFP"),
        ("", "Lund/Malmö (dpa) - Die Brücke ist wieder offen.", "dpa"),
        ("", "MALMÖ, March 3 (Xinhua) -- The bridge opened again.", "Xinhua"),
        ("", "The bridge opened again.\n\n(AP)", "AP"),
        ("", "Die Brücke ist wieder offen.\n\nQuelle: dpa/AFP", "dpa"),
        ("", "桥重新开放。\n\n来源：新华社", "Xinhua"),
        ("", "РИА Новости — мост снова открыт, сообщает город.", "RIA Novosti"),
        ('<meta name="source" content="EFE">', "El puente abrió.", "EFE"),
        ('<meta name="author" content="Mara Lind, Reuters">', "The bridge opened again.", "Reuters"),
        ("", "The bridge opened again, Reuters said on Monday, and closed (again) later.", None),
        ("", "The AP exam (a test) was hard.\n\nShe likes the APA style.", None),
        ('<meta property="og:site_name" content="AP NEWS"><meta name="author" content="Associated Press">', "x", None),
        ('<meta property="og:site_name" content="Reuters">', "LUND (Reuters) - The bridge opened again.", None),
    ],
)
def test_the_agency_that_the_page_names(read: Reader, head: str, text: str, source: str | None) -> None:
    said = read(H1, head=head)
    assert find_source(said.facts, said.authors, text, said.publisher) == source
