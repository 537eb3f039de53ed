"""The headline without the site's name, section or other furniture.

What readers see is what was meant, so the page's own main heading leads. Two declarations that agree against it are
believed more (it may be the site's name, or a heading that was edited for one place only), and they tell where a
kicker within the heading ends.
"""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from octavo.extract.metadata.facts import PageFacts, first_text
from octavo.extract.metadata.index import Place, classes, texts_in
from octavo.extract.text import fold, inner_text, plain
from octavo.extract.tree import Element

MAX_TITLE_CHARS = 500
MIN_SUBHEADING_CHARS = 10
MAX_HEADINGS = 8
MAX_NODES_IN_HEADING = 60
# A page's only main heading of this length is its headline, even where search engines are told another one.
MIN_LONE_HEADING_CHARS = 25
_SEPARATORS = re.compile(r"\s+[|\-–—·•»«›:~/]{1,2}\s+|\s*[|｜│»_]\s*|\s*－\s*")
_QUOTES = "»«"
# Signs that stand between a kicker and a headline.
_JOINTS = (": ", " / ", " - ", " – ", " | ")
_KICKER = re.compile(r"kicker|overline|dachzeile|topline|top-line|spitzmarke|eyebrow|roofline|pretitle|pre-title|supra")
# What weblogs put before a title in the title element.
_FURNITURE = ("Blog Archive", "Blog Archiv")


def find_title(facts: PageFacts, site_names: tuple[str, ...]) -> str:
    """The article's headline, "" when the page has none. `site_names` is how the site is called."""
    declared = _declared(facts)
    names = {fold(name) for name in (*site_names, *_FURNITURE) if name} - {"", *map(fold, declared.values())}
    headings = list(_headings(facts, names))
    stated = {key: title for key, value in declared.items() if (title := _strip(value, names))}
    agreed = _agreed(stated)
    for element, heading in headings:
        if found := _confirmed(element, heading, stated, agreed or _agreed_against(heading, stated)):
            return found[:MAX_TITLE_CHARS]
    if agreed := agreed or (_agreed_against(headings[0][1], stated) if len(headings) == 1 else ""):
        return agreed[:MAX_TITLE_CHARS]
    if len(headings) == 1 and (not stated or len(headings[0][1]) >= MIN_LONE_HEADING_CHARS):
        return _without_kicker(*headings[0])[:MAX_TITLE_CHARS]
    best = next(iter(stated.values()), headings[0][1] if headings else "")
    return (_subheading_that_begins(facts, best) or best)[:MAX_TITLE_CHARS]


def _declared(facts: PageFacts) -> dict[str, str]:
    """What the page declares as its title, by where."""
    values = {
        "headline": first_text(facts.node, "headline"),
        "og": facts.first_meta("og:title"),
        "twitter": facts.first_meta("twitter:title"),
        "meta": facts.first_meta("dc.title", "title", "parsely-title", "sailthru.title"),
        "title": _title_element(facts),
        "name": first_text(facts.node, "name"),
    }
    return {key: plain(value) for key, value in values.items() if value}


def _agreed(stated: dict[str, str]) -> str:
    """The headline that linked data and the sharing card give alike, "" for none."""
    headline, card = stated.get("headline", ""), stated.get("og", "")
    return headline if headline and fold(headline) == fold(card) else ""


def _is_one_source(heading: str, agreed: str, stated: dict[str, str]) -> bool:
    """Whether a declaration that is everywhere alike may be for search engines: it is one source then, and a heading of
    some length is the headline."""
    said = {fold(stated.get(key, "")) for key in ("title", "og")}
    return len(heading) >= MIN_LONE_HEADING_CHARS and said == {fold(agreed)}


def _agreed_against(heading: str, stated: dict[str, str]) -> str:
    """The headline of linked data that the page's title repeats, where the sharing card does not follow the heading."""
    headline, title, card = (fold(stated.get(key, "")) for key in ("headline", "title", "og"))
    return stated["headline"] if headline and headline == title and card and card != fold(heading) else ""


def _headings(facts: PageFacts, names: set[str]) -> Iterator[tuple[Element, str]]:
    for _, _, element in facts.index.kinds.headings[:MAX_HEADINGS]:
        heading = _strip(text_of(element), names)
        if len(heading) > 2:
            yield element, heading


def _confirmed(element: Element, heading: str, stated: dict[str, str], agreed: str) -> str:
    """The heading as far as a declaration confirms it, "" where none does or two agree on something else."""
    folded = fold(heading)
    if agreed and fold(agreed) != folded:
        if _agree_whole(folded, fold(agreed)):
            return heading
        part = next((part for part in _parts(element, heading) if fold(part) == fold(agreed)), "")
        return part or (heading if _is_one_source(heading, agreed, stated) else "")
    if card := _without_lead_in(heading, stated.get("og", "")):
        return card
    said = {fold(title): title for title in reversed(stated.values())}
    if folded in said:
        return said[folded] if len(element) and _joins_more(said[folded], heading) else heading
    parts = {fold(part): part for part in _parts(element, heading)}
    confirmed = [parts[title] for title in map(fold, stated.values()) if title in parts]
    if not confirmed and any(_agree(folded, title) for title in said):
        confirmed = [_without_kicker(element, heading)]
    return confirmed[0] if confirmed else ""


def _joins_more(title: str, heading: str) -> bool:
    """Whether a title has a sign between its parts ("Kicker: headline") where the heading's markup has none."""
    return sum(map(title.count, _JOINTS)) > sum(map(heading.count, _JOINTS))


def _without_lead_in(heading: str, card: str) -> str:
    """The sharing card's title, where it is the heading without the topic that stands before its colon."""
    topic, colon, rest = heading.partition(": ")
    is_rest = bool(colon) and len(rest) >= MIN_LONE_HEADING_CHARS and fold(rest) == fold(card)
    return card if is_rest and len(topic) < len(rest) else ""


def _parts(element: Element, heading: str) -> Iterator[str]:
    """What may be the headline within a heading that holds a kicker or a subtitle too, the longest first."""
    children = [text for child in islice(element, 6) if (text := text_of(child))]
    rests = [heading.removeprefix(text).lstrip(" :|–—-/·") for text in children[:2] if heading.startswith(text)]
    ends = [heading.removesuffix(text).rstrip(" :|–—-/·") for text in children[-2:] if heading.endswith(text)]
    pieces = _SEPARATORS.split(heading) if "|" in heading or "｜" in heading else []
    found = {part for part in (*rests, *ends, *children, *pieces) if len(part) > 4 and part != heading}
    yield from sorted(found, key=lambda part: (-len(part), part))


def _without_kicker(element: Element, heading: str) -> str:
    """Without what the markup calls a kicker at the heading's start."""
    first = next(iter(element), None)
    if first is None or not _KICKER.search(classes(first)):
        return heading
    return heading.removeprefix(text_of(first)).lstrip(" :|–—-/·") or heading


def _subheading_that_begins(facts: PageFacts, title: str) -> str | None:
    """Older pages give the h1 to the site and the h2 or h3 to the article."""
    folded = fold(title)
    for _, _, element in facts.index.kinds.subheadings[:MAX_HEADINGS]:
        text = text_of(element)
        if len(text) >= MIN_SUBHEADING_CHARS and text != title and folded.startswith(fold(text)):
            return text
    return None


def heading_of(facts: PageFacts, title: str) -> Place | None:
    """Where the headline stands: the heading that says the title, else the first main heading."""
    folded = fold(title)
    places = (*facts.index.kinds.headings[:MAX_HEADINGS], *facts.index.kinds.subheadings[:20])
    for place in places if folded else ():
        text = fold(text_of(place.element))
        if text and (folded in text or (len(text) > 12 and text in folded)):
            return place
    return next(iter(facts.index.kinds.headings), None)


def text_of(element: Element) -> str:
    return inner_text(texts_in(element, MAX_NODES_IN_HEADING))[:1000]


def _title_element(facts: PageFacts) -> str:
    return next((plain((place.element.text or "")[:2000])[:1000] for place in facts.index.kinds.titles), "")


def _agree(one: str, two: str) -> bool:
    """One of these folded titles begins with or holds the other at a length that is no accident."""
    shorter, longer = sorted((one, two), key=len)
    return len(shorter) >= max(12, len(longer) // 2) and shorter in longer


def _agree_whole(heading: str, agreed: str) -> bool:
    """Whether a declaration is the folded heading and more: a section or a slogan was put before or after it."""
    return len(heading) >= MIN_SUBHEADING_CHARS and (agreed.startswith(heading) or agreed.endswith(heading))


def strip_site_name(title: str, site_names: tuple[str, ...]) -> str:
    """Without the parts at either end that name the site."""
    return _strip(title, {fold(name) for name in site_names if name} - {""})


def _strip(title: str, names: set[str]) -> str:
    for _ in range(3):
        pieces = list(_SEPARATORS.finditer(title))
        if not pieces:
            break
        last, first = pieces[-1], pieces[0]
        if _names_site(last, title[last.end() :], names) and title[: last.start()].strip():
            title = title[: last.start()].strip()
        elif _names_site(first, title[: first.start()], names) and first.start() > 0:
            title = title[first.end() :].strip()
        else:
            break
    return title


def _names_site(separator: re.Match[str], part: str, names: set[str]) -> bool:
    """Whether what is beyond a separator is a name of the site, or nothing at all (a closing quotation mark is not)."""
    folded = fold(part)
    if not folded:
        return not any(quote in separator[0] for quote in _QUOTES)
    return any(
        folded == name
        or (len(name) > 3 and (folded.startswith(name) or name.startswith(folded)) and len(folded) > 2)
        or (len(name) > 4 and folded.endswith(name))
        for name in names
    )


def host_names(url: str) -> tuple[str, ...]:
    """What a site may be called after its host: "www.example.co.uk" gives "example.co.uk" and "example"."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ()
    labels = [label for label in host.split(".") if len(label) > 3]
    return (host, *labels) if host else ()
