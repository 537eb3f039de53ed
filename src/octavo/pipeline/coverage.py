"""`python -m octavo.pipeline.coverage`: what the catalogue covers, as the Markdown of docs/catalogue-coverage.md."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from babel import Locale

from octavo.core.catalogue import CataloguePublisher
from octavo.pipeline.catalogue import load_catalogue
from octavo.pipeline.feedcheck import Asked, feeds_of


def main() -> None:
    sys.stdout.write(coverage(load_catalogue()))


def coverage(publishers: Sequence[CataloguePublisher]) -> str:
    """The whole document: totals, a table of the countries and one of the languages."""
    feeds = feeds_of(publishers)
    lines = ["# What the catalogue covers", "", _INTRODUCTION, "", *_totals(publishers, feeds), ""]
    lines += ["## Countries", "", *_countries(publishers), "", "## Languages", "", *_languages(feeds)]
    return "\n".join(lines) + "\n"


_INTRODUCTION = """\
Made from the files of [the catalogue](catalogue.md) by `python -m octavo.pipeline.coverage`; a test keeps it in
agreement with them. Publishers of no one country are counted under "the world"."""


def _totals(publishers: Sequence[CataloguePublisher], feeds: Sequence[Asked]) -> Iterator[str]:
    uses = Counter(asked.feed.use for asked in feeds)
    yield from ("| | |", "|---|---:|")
    yield f"| publishers | {len(publishers)} |"
    yield f"| with an owner named | {sum(bool(publisher.owner) for publisher in publishers)} |"
    yield f"| feeds | {len(feeds)} |"
    yield f"| of these video | {uses['video']} |"
    yield f"| of these podcasts | {uses['podcast']} |"
    yield f"| live pages | {sum(len(publisher.streams) for publisher in publishers)} |"
    yield f"| countries | {len({publisher.country for publisher in publishers} - {''})} |"
    yield f"| languages of feeds | {len({asked.feed.language for asked in feeds})} |"


def _countries(publishers: Sequence[CataloguePublisher]) -> Iterator[str]:
    names = Locale("en").territories
    yield from ("| country | publishers | feeds | languages |", "|---|---:|---:|---|")
    for code in sorted({publisher.country for publisher in publishers}, key=lambda code: names.get(code, "~")):
        own = [publisher for publisher in publishers if publisher.country == code]
        feeds = feeds_of(own)
        tongues = ", ".join(sorted({asked.feed.language for asked in feeds}))
        yield f"| {names.get(code, 'the world')} | {len(own)} | {len(feeds)} | {tongues} |"


def _languages(feeds: Sequence[Asked]) -> Iterator[str]:
    counts = Counter(asked.feed.language for asked in feeds)
    yield from ("| language | feeds | publishers |", "|---|---:|---:|")
    for tag, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        slugs = {asked.publisher.slug for asked in feeds if asked.feed.language == tag}
        yield f"| {_name(tag)} ({tag}) | {count} | {len(slugs)} |"


def _name(tag: str) -> str:
    names = Locale("en").languages
    return str(names.get(tag.replace("-", "_")) or names[tag.partition("-")[0]])


if __name__ == "__main__":
    main()
