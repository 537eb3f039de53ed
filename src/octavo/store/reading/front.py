"""The front page: the newest of a country and its languages, spread over publishers, then section by section.

`choose_lead` (pure) is the whole rule. The judged edition, with stories and a score for each, comes later.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from octavo.core.articles import Kind
from octavo.core.reading import ArticleFilter, Card, EditionKey, FrontPage, SectionView
from octavo.store.languages import kept_languages
from octavo.store.reading.cards import cards
from octavo.store.reading.lists import newest
from octavo.store.sections import known_sections
from octavo.store.sql import marks, query, query_in

LEAD = 8
MOST_OF_ONE_PUBLISHER = 2
CARDS_PER_SECTION = 6
FEWEST_CARDS_PER_SECTION = 3
# News of one and a half days; where there are fewer than eight, older ones.
FRESH = timedelta(hours=36)
_CANDIDATES = 24
# More than a row shows: the lead takes some, and one publisher may have sent several one after the other.
_PER_SECTION = CARDS_PER_SECTION + 4
# Publishers' own sections fill up to so many rows, chosen among the newest articles.
FEW_SECTIONS = 4
_NEWEST_FOR_SECTIONS = 200


def front_page(key: EditionKey, now: datetime) -> FrontPage:
    """The front page of a country (any where it is "") and languages. With few articles it simply is shorter."""
    lead = choose_lead(_candidates(key), key, now)
    shown = {card.id for card in lead}
    sections = _sections(kept_languages(key.languages), shown)
    return FrontPage(lead, sections)


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
    """Rows of the well-known sections, and of publishers' own where those are few."""
    slugs = tuple(known_sections())
    sql = f"SELECT id, slug, label FROM store_section WHERE slug IN ({marks(slugs)})"  # noqa: S608 - values are bound
    known = sorted(query(sql, slugs), key=lambda row: slugs.index(row[1]))
    sections = _rows(known, languages, shown)
    if len(sections) < FEW_SECTIONS:
        others = _others(languages, {row[0] for row in known})
        sections += _rows(others, languages, shown)[: FEW_SECTIONS - len(sections)]
    return tuple(sections)


def _rows(named: Sequence[tuple[int, str, str]], languages: Sequence[str], shown: set[int]) -> list[SectionView]:
    """The sections of (id, slug, label) that can fill a row with what the page has not shown yet."""
    article_ids: dict[int, list[int]] = {}
    for section_id, article_id in _newest_by_section([row[0] for row in named], languages):
        article_ids.setdefault(section_id, []).append(article_id)
    wanted = {article_id for ids in article_ids.values() for article_id in ids} - shown
    by_id = {card.id: card for card in cards(list(wanted))}
    sections = []
    for section_id, slug, label in named:
        found = [by_id[article_id] for article_id in article_ids.get(section_id, ()) if article_id in by_id]
        found.sort(key=lambda card: (card.shown_at, card.id), reverse=True)
        row = tuple(spread(found, CARDS_PER_SECTION))
        if len(row) >= FEWEST_CARDS_PER_SECTION:
            sections.append(SectionView(slug, label, row))
    return sections


def _others(languages: Sequence[str], known: set[int]) -> list[tuple[int, str, str]]:
    """(id, slug, label) of the publishers' own sections that the newest articles name most."""
    places = newest(ArticleFilter(languages=tuple(languages)), _NEWEST_FOR_SECTIONS)
    rows = query_in(
        "SELECT s.id, s.slug, s.label FROM store_article a JOIN store_section s ON s.id = a.section_id"
        " WHERE a.id IN ({marks})",
        [article_id for _, article_id in places],
    )
    named = Counter(row for row in rows if row[0] not in known)
    return [(row[0], row[1], row[2]) for row, _ in named.most_common(FEW_SECTIONS)]


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
