"""Reads markup as a browser would, for tests of what comes out of sanitizers."""

from html.parser import HTMLParser


class Seen(HTMLParser):
    """Which elements and attributes a browser would make of it."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
