"""The front page: the newest of a country and its languages, spread over publishers, then section by section.

`choose_lead` (pure) is the whole rule. The judged edition, with stories and a score for each, comes later.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from octavo.core.articles import Kind
from octavo.core.reading import ArticleFilter, Card, EditionKey, FrontPage, SectionView
from octavo.store.languages import kept_languages
from octavo.store.reading.cards import cards
from octavo.store.reading.lists import newest
from octavo.store.sections import known_sections
from octavo.store.sql import marks, query

LEAD = 8
MOST_OF_ONE_PUBLISHER = 2
CARDS_PER_SECTION = 6
FEWEST_CARDS_PER_SECTION = 3
# News of one and a half days; where there are fewer than eight, older ones.
FRESH = timedelta(hours=36)
_CANDIDATES = 40
# Twice what a row shows: the lead takes some, and one publisher may have sent several in a row.
_PER_SECTION = 2 * CARDS_PER_SECTION
_SLUGS = tuple(known_sections())


def front_page(key: EditionKey, now: datetime) -> FrontPage:
    """The front page of a country (any where it is "") and languages. With few articles it simply is shorter."""
    lead = choose_lead(_candidates(key), key, now)
    shown = {card.id for card in lead}
    sections = _sections(kept_languages(key.languages), shown)
    return FrontPage(lead, sections, article_count=len(lead) + sum(len(section.cards) for section in sections))


def _candidates(key: EditionKey) -> tuple[Card, ...]:
    """The newest of the country, of the languages, and of everything where those two are too few for a lead."""
    places = newest(ArticleFilter(languages=key.languages), _CANDIDATES)
    if key.country:
        places += newest(ArticleFilter(languages=key.languages, countries=(key.country,)), _CANDIDATES)
    if len(set(places)) < LEAD:
        places += newest(ArticleFilter(), _CANDIDATES)
    return cards(list(dict.fromkeys(article_id for _, article_id in places)))


def choose_lead(candidates: Iterable[Card], key: EditionKey, now: datetime) -> tuple[Card, ...]:
    """Eight cards: fresh before old, the country's publishers before others, newest first, two of one publisher
    at most while others have something; the first with a picture opens the page."""
    languages = kept_languages(key.languages)

    def order(card: Card) -> tuple[bool, bool, bool, float]:
        return (
            card.shown_at < now - FRESH,
            bool(languages) and card.language not in languages,
            card.publisher.country != key.country,
            -card.shown_at.timestamp(),
        )

    ordered = sorted((card for card in candidates if card.kind is not Kind.PODCAST), key=order)
    lead = spread(ordered, LEAD)
    opener = next((card for card in lead if card.picture), None)
    return (opener, *(card for card in lead if card is not opener)) if opener else tuple(lead)


def spread(ordered: Sequence[Card], limit: int) -> list[Card]:
    """The first `limit` cards, two of one publisher at most; more of one only where others give too few."""
    taken: dict[int, int] = {}
    chosen: list[Card] = []
    passed_over: list[Card] = []
    for card in ordered:
        of_publisher = taken.get(card.publisher.id, 0)
        taken[card.publisher.id] = of_publisher + 1
        (chosen if of_publisher < MOST_OF_ONE_PUBLISHER else passed_over).append(card)
    return (chosen + passed_over)[:limit]


def _sections(languages: Sequence[str], shown: set[int]) -> tuple[SectionView, ...]:
    """The well-known sections that can fill a row with what the lead has not shown."""
    ids = dict(query(f"SELECT slug, id FROM store_section WHERE slug IN ({marks(_SLUGS)})", _SLUGS))  # noqa: S608 - bound
    rows = _newest_by_section([ids[slug] for slug in _SLUGS if slug in ids], languages)
    by_id = {card.id: card for card in cards(list({article_id for _, article_id in rows} - shown))}
    sections: list[SectionView] = []
    for slug, label in known_sections().items():
        found = [
            by_id[article_id] for section_id, article_id in rows if section_id == ids.get(slug) and article_id in by_id
        ]
        found.sort(key=lambda card: (card.shown_at, card.id), reverse=True)
        row = tuple(spread(found, CARDS_PER_SECTION))
        if len(row) >= FEWEST_CARDS_PER_SECTION:
            sections.append(SectionView(slug, label, row))
    return tuple(sections)


def _newest_by_section(section_ids: Sequence[int], languages: Sequence[str]) -> list[tuple[int, int]]:
    """(section id, article id) of the newest in each section and language, in one query."""
    branches = [(section_id, language) for section_id in section_ids for language in languages or ("",)]
    if not branches:
        return []
    comparison = "=" if languages else ">="
    one = (
        f"SELECT * FROM (SELECT section_id, id FROM store_article WHERE section_id = %s AND language {comparison} %s"  # noqa: S608 - values are bound
        f" ORDER BY shown_at DESC, id DESC LIMIT {_PER_SECTION}) AS b"
    )
    sql = " UNION ALL ".join(f"{one}{number}" for number in range(len(branches)))
    return [
        (section_id, article_id)
        for section_id, article_id in query(sql, [value for branch in branches for value in branch])
    ]
