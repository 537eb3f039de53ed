"""What the check of the catalogue's feeds found, as Markdown that can be committed.

The same answers give the same text: ordered by country and short name, with the day and nothing else of the moment
or of the machine. Hands `report` to `octavo doctor --catalogue --report FILE`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from octavo.core.catalogue import CataloguePublisher
from octavo.pipeline.catalogue import WORLD
from octavo.pipeline.feedcheck import FeedReport, Kind, Trouble, feeds_of

ADVICE: dict[Kind, tuple[str, str]] = {
    Kind.GONE: ("Gone", "Look for the publisher's new feed; take the feed out where there is none."),
    Kind.NOT_A_FEED: ("Not a feed", "Look for the publisher's new feed; take the feed out where there is none."),
    Kind.REFUSED: ("Refused", "Ask again on another day, and from another network, before you take the feed out."),
    Kind.UNREACHED: (
        "Not reached",
        "Ask again on another day, and from another network, before you take the feed out.",
    ),
    Kind.MOVED: ("Moved for good", "Write the new address into the file, if it is still the publisher's own."),
    Kind.EMPTY: ("Empty", "Ask again on another day; take the feed out where it stays empty."),
    Kind.STALE: ("Stale", "Look whether the publisher has another feed; take out what nobody fills any more."),
    Kind.LANGUAGE: ("In another language", "Look at the feed, and mend its language or its publisher's languages."),
    Kind.TITLE: ("With another title", "Look whether it is still the same show, and mend the title."),
    Kind.UNDATED: ("Without dates", "Nothing to mend: Octavo goes by when it saw an entry. A dated feed is better."),
}
"""Heading, and what to do, for each kind of trouble, in the order in which they are told."""


def report(reports: Iterable[FeedReport], publishers: Sequence[CataloguePublisher], day: date) -> str:
    """The whole report. Feeds of `publishers` without a report were not asked, and are counted as such."""
    ordered = sorted(reports, key=_place)
    left = len(feeds_of(publishers)) - len(ordered)
    lines = [f"# The catalogue's feeds on {day:%Y-%m-%d}", "", _summary(ordered, left), ""]
    lines += [*_totals(ordered, left), "", "## By country", "", *_by_country(ordered, publishers), ""]
    for kind in ADVICE:
        lines += _section(kind, ordered)
    return "\n".join(lines).rstrip() + "\n"


def _place(report: FeedReport) -> tuple[str, str, int]:
    publisher = report.asked.publisher
    return publisher.country.lower() or WORLD, publisher.slug, publisher.feeds.index(report.asked.feed)


def _summary(reports: Sequence[FeedReport], left: int) -> str:
    wrong = sum(report.is_wrong for report in reports)
    words = f"{len(reports)} feeds were asked once; {len(reports) - wrong} are well, {wrong} are not."
    return words + (f" {left} were not asked, as the network went away." if left else "")


def _totals(reports: Sequence[FeedReport], left: int) -> Iterator[str]:
    counts = Counter(trouble.kind for report in reports for trouble in report.troubles)
    yield from ("| answer | feeds |", "|---|---:|")
    yield f"| Well | {sum(not report.is_wrong for report in reports)} |"
    yield from (f"| {heading} | {counts[kind]} |" for kind, (heading, _) in ADVICE.items() if counts[kind])
    if left:
        yield f"| Not asked | {left} |"


def _by_country(reports: Sequence[FeedReport], publishers: Sequence[CataloguePublisher]) -> Iterator[str]:
    asked, wrong = Counter(map(_country, reports)), Counter(_country(report) for report in reports if report.is_wrong)
    houses = Counter(publisher.country.lower() or WORLD for publisher in publishers)
    yield from ("| country | publishers | feeds asked | well | not well |", "|---|---:|---:|---:|---:|")
    for code in sorted(houses):
        yield f"| {code} | {houses[code]} | {asked[code]} | {asked[code] - wrong[code]} | {wrong[code]} |"


def _country(report: FeedReport) -> str:
    return _place(report)[0]


def _section(kind: Kind, reports: Sequence[FeedReport]) -> list[str]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for report in reports:
        for trouble in report.troubles:
            if trouble.kind is kind:
                found[_country(report)].append(_line(report, trouble))
    if not found:
        return []
    heading, advice = ADVICE[kind]
    return [f"## {heading}", "", advice, "", *(line for lines in found.values() for line in lines), ""]


def _line(report: FeedReport, trouble: Trouble) -> str:
    detail = f"`{trouble.detail}`" if trouble.kind is Kind.MOVED else trouble.detail
    where = f"`{_country(report)}.toml` {report.asked.publisher.slug}: `{report.asked.feed.url}`"
    return f"- {where}" + (f": {detail}" if detail else "")
