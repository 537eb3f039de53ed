"""What a page says about itself beside title, people, times and pictures: its publisher, address, language, section
and keywords."""

from urllib.parse import urlsplit, urlunsplit

from octavo.core.languages import canonical_language
from octavo.extract.metadata.facts import PageFacts, first_text, texts, types_of
from octavo.extract.metadata.links import absolute
from octavo.extract.metadata.names import clean_keywords
from octavo.extract.text import plain

MAX_NAME_CHARS = 200
MAX_SECTION_CHARS = 120
SECTION_META = (
    "article:section", "og:article:section", "parsely-section", "section", "category", "cxenseparse:category",
)  # fmt: skip


def publisher_name(facts: PageFacts) -> str | None:
    name = (
        facts.first_meta("og:site_name")
        or first_text(facts.node, "publisher")
        or next((first_text(item, "name") for item in facts.nodes if "WebSite" in types_of(item)), None)
        or facts.first_meta("application-name")
    )
    return plain(name)[:MAX_NAME_CHARS] or None if name else None


def site_names(facts: PageFacts) -> tuple[str, ...]:
    """Every way in which the page calls its site."""
    nodes = [item for item in facts.nodes if types_of(item) & {"WebSite", "Organization", "NewsMediaOrganization"}]
    named = [
        facts.first_meta("og:site_name"),
        facts.first_meta("application-name"),
        facts.first_meta("apple-mobile-web-app-title"),
        first_text(facts.node, "publisher"),
        *(first_text(item, key) for item in nodes[:6] for key in ("name", "alternateName")),
    ]
    return tuple(dict.fromkeys(plain(name)[:MAX_NAME_CHARS] for name in named if name))


def canonical_url(facts: PageFacts, url: str) -> str:
    """The page's own idea of its address, believed on the same site alone, and not when it names the front page."""
    for candidate in (*facts.index.links.get("canonical", ()), *facts.all_meta("og:url")):
        found = absolute(url, candidate)
        if found and _is_same_site(found, url) and (_has_path(found) or not _has_path(url)):
            return urlunsplit(urlsplit(found)._replace(fragment=""))
    return url


def _has_path(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def _is_same_site(one: str, two: str) -> bool:
    """The same host, give or take "www.", "m." or "amp." before it."""
    first, second = (_bare_host(url) for url in (one, two))
    return bool(first) and first == second


def _bare_host(url: str) -> str:
    host = urlsplit(url).hostname or ""
    for prefix in ("www.", "m.", "amp.", "mobile."):
        host = host.removeprefix(prefix)
    return host


def declared_languages(facts: PageFacts) -> list[str]:
    """The language tags that the page declares, as it writes them, the most telling first."""
    tree = facts.index.tree
    declared = (
        first_text(facts.node, "inLanguage"), tree.get("lang"), tree.get("xml:lang"),
        facts.first_meta("content-language", "og:locale", "dc.language", "language"),
    )  # fmt: skip
    return [tag for tag in declared if tag]


def language_of(tags: list[str]) -> str | None:
    """The first tag that is one; detection on the text is the understand room's."""
    return next((tag for value in tags if (tag := canonical_language(value))), None)


def section_of(facts: PageFacts) -> str | None:
    value = first_text(facts.node, "articleSection") or facts.first_meta(*SECTION_META)
    return plain(value).split(",")[0].strip()[:MAX_SECTION_CHARS] or None if value else None


def keywords_of(facts: PageFacts) -> tuple[str, ...]:
    stated = texts(facts.node.get("keywords")) or facts.all_meta("article:tag", "og:article:tag")
    listed = facts.all_meta("news_keywords", "keywords", "parsely-tags", "sailthru.tags")
    return clean_keywords(stated or [part for value in listed for part in value.split(",")])
