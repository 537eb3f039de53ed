"""The shape of the catalogue: publishers of the world and their feeds, as the data files list them."""

from dataclasses import dataclass

from octavo.core.rights import Terms


@dataclass(frozen=True, slots=True)
class CatalogueFeed:
    """`use` is news, video, podcast or live. `section` is a well-known section slug, "" for general news."""

    url: str
    use: str = "news"
    section: str = ""
    language: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueStream:
    """A broadcaster's public live page, shown as a card. `player` is what plays the stream inside our page once the
    reader asks: a player that may be framed, or the stream's own file; "" where there is none."""

    url: str
    title: str
    language: str = ""
    player: str = ""


@dataclass(frozen=True, slots=True)
class CataloguePublisher:
    """`country` is ISO 3166-1 alpha-2, "" for publishers of no one country; `languages` are BCP 47, the main one first.

    `terms_note` says why the terms are what they are: the licence, and where it is stated.
    """

    slug: str
    name: str
    home_url: str
    country: str
    languages: tuple[str, ...]
    feeds: tuple[CatalogueFeed, ...]
    owner: str = ""
    about: str = ""
    terms: Terms = Terms.EXCERPT
    terms_note: str = ""
    streams: tuple[CatalogueStream, ...] = ()
