"""All authors and nobody else."""

from collections.abc import Callable

import pytest

from octavo.extract.metadata import PageMetadata
from octavo.extract.metadata.names import clean_authors, clean_keywords

Reader = Callable[..., PageMetadata]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (["By Mara Lind and Ole Holm"], ("Mara Lind", "Ole Holm")),
        (["Von Mara Lind, Ole Holm"], ("Mara Lind", "Ole Holm")),
        (["MARA LIND"], ("Mara Lind",)),
        (["mara@harbour.example (Mara Lind)", "Mara Lind"], ("Mara Lind",)),
        (["Harbour Wave (www.harbour.example)"], ("Harbour Wave",)),
        (["admin"], ()),
        (["https://harbour.example/authors/lind"], ()),
        (["More stories by Mara Lind"], ("Mara Lind",)),
        (["Martin Lind Jr., Ole Holm"], ("Martin Lind Jr", "Ole Holm")),
        (["Muh. Mara Lind"], ("Muh. Mara Lind",)),
        (["Mara L."], ("Mara L.",)),
        (["Mara Lind, MS, RD"], ("Mara Lind",)),
        (["Mara Lind, Staff Writer"], ("Mara Lind",)),
        (["Mara Lind Twitter News"], ("Mara Lind",)),
        (["von flerke"], ("flerke",)),
        (["© Mara Lind"], ("Mara Lind",)),
        (["Quelle: dpa"], ()),
        (["记者：李明"], ("李明",)),
        (["Mara Lind writes about bridges. She lives in Lund."], ()),
    ],
)
def test_authors_are_names_and_nothing_else(said: list[str], names: tuple[str, ...]) -> None:
    assert clean_authors(said) == names


def test_keywords_are_split_and_each_once() -> None:
    assert clean_keywords(["Bridges, Lund, #Repairs, bridges, and more words here", "Lund"]) == (
        "Bridges",
        "Lund",
        "Repairs",
        "and more words here",
    )
    assert clean_keywords(["حيتان،بحر العرب", "海底ケーブル、通信", "Paris, Texas"]) == (
        "حيتان",
        "بحر العرب",
        "海底ケーブル",
        "通信",
        "Paris, Texas",
    )


H1 = "<h1>Bridge over the Lund reopens</h1>"


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (f'{H1}<a rel="author" href="/people/mara">Mara Lind</a>', ("Mara Lind",)),
        (f'{H1}<p class="byline">By <a>Mara Lind</a> and <a>Ole Holm</a>, 3 March</p>', ("Mara Lind", "Ole Holm")),
        (f'{H1}<div class="x1">By <span class="x2">Mara Lind</span></div>', ("Mara Lind",)),
        (f"{H1}<p>12.3.2026 | von</p><p>Mara Lind</p>", ("Mara Lind",)),
        (f"{H1}<ul><li><b>Autorin/Autor</b> Mara Lind</li></ul>", ("Mara Lind",)),
        (f"{H1}<p>By Mara Lind, Ole Holm</p>", ("Mara Lind", "Ole Holm")),
        (f"{H1}<p>Text: Mara Lind | Photos: Ole Holm</p>", ("Mara Lind",)),
        (f"{H1}<p>By the river stood a house, and nobody knew who had built it or when that was.</p>", ()),
        (f'{H1}<div class="related"><p class="byline">By Ole Holm</p></div>', ()),
        (f'{H1}<div class="comments"><a rel="author">Ole Holm</a></div>', ()),
        # What holds the headline too says nothing about a part of it.
        (f'<div class="has-sidebar comments-open">{H1}<p class="byline">Mara Lind</p></div>', ("Mara Lind",)),
        (f'{H1}<p class="author">Published on 3 March</p>', ()),
        (f'{H1}<a class="author" href="/autor/mara">Mehr lesen</a>', ()),
    ],
)
def test_the_byline_that_readers_see(read: Reader, body: str, names: tuple[str, ...]) -> None:
    assert read(body, lang="de").authors == names


def linked(author: str) -> str:
    return (
        f'<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "author": {author}}},'
        '{"@type": "Person", "@id": "#mara", "name": "Mara Lind"}]}</script>'
    )


@pytest.mark.parametrize(
    ("author", "names"),
    [
        (
            '[{"@type": "Person", "name": "Mara Lind"}, {"@type": "Person", "name": "Ole Holm"}]',
            ("Mara Lind", "Ole Holm"),
        ),
        ('{"@id": "#mara"}', ("Mara Lind",)),
        ('[{"@type": "Person", "name": "Mara Lind"}, {"@type": "Organization", "name": "AFP"}]', ("Mara Lind", "AFP")),
        # An organisation's name is not taken apart, and no author beside the byline's person.
        ('{"@type": "Organization", "name": "Wave, Boats and Nets"}', ("Ole Holm",)),
        ('"Harbour Post"', ("Ole Holm",)),
    ],
)
def test_linked_data_and_people_before_the_site(read: Reader, author: str, names: tuple[str, ...]) -> None:
    head = f'<meta property="og:site_name" content="Harbour Post">{linked(author)}'
    assert read(f'{H1}<p class="byline">By Ole Holm</p>', head=head).authors == names


def test_an_organisation_where_nobody_else_is_named(read: Reader) -> None:
    head = linked('{"@type": "Organization", "name": "Wave, Boats and Nets"}')
    assert read(H1, head=head).authors == ("Wave, Boats and Nets",)


def test_a_labelled_card(read: Reader) -> None:
    head = '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Mara Lind">'
    assert read(H1, head=head).authors == ("Mara Lind",)
