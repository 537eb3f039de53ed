"""Where everything of the newsroom is found: hosts, article paths, picture and media addresses."""

import re
import unicodedata
import zlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from octavo.demo.anchor import Anchor
from octavo.demo.content import DemoArticle, DemoPublisher, Illustration, MediaFile
from octavo.demo.words import local_time


@dataclass(frozen=True, slots=True)
class Addresses:
    """Absolute addresses as they stand since the first start."""

    anchor: Anchor

    def home(self, publisher: str) -> str:
        return f"http://{publisher}.localhost:{self.anchor.port}/"

    def of(self, publisher: str, path: str) -> str:
        return self.home(publisher) + path.lstrip("/")

    def article(self, article: DemoArticle, publisher: DemoPublisher) -> str:
        return self.of(publisher.slug, self.article_path(article, publisher))

    def article_path(self, article: DemoArticle, publisher: DemoPublisher) -> str:
        day = local_time(self.published_at(article), publisher.zone)
        path = publisher.article_path.format(
            slug=article.slug,
            section=slugify(article.section),
            section_number=_section_number(article, publisher),
            number=article_number(article),
            year=f"{day:%Y}",
            month=f"{day:%m}",
            day=f"{day:%d}",
        )
        return quote(path)

    def picture(self, article: DemoArticle, illustration: Illustration) -> str:
        return self.of(article.publisher, f"/pictures/{illustration.name}.jpg")

    def media(self, article: DemoArticle, media: MediaFile) -> str:
        return self.of(article.publisher, f"/media/{media.file}")

    def beside(self, article: DemoArticle, file: str) -> str:
        """A transcript or captions of the article's recording."""
        return self.of(article.publisher, f"/media/{file}")

    def chapters(self, article: DemoArticle) -> str:
        return self.of(article.publisher, f"/chapters/{article.slug}.json")

    def published_at(self, article: DemoArticle) -> datetime:
        return self.anchor.started_at - article.age

    def updated_at(self, article: DemoArticle, now: datetime) -> datetime:
        """When the text that is served at `now` was written."""
        if article.correction and now >= self.anchor.started_at + article.correction.after:
            return self.anchor.started_at + article.correction.after
        return self.published_at(article)


def article_number(article: DemoArticle) -> int:
    """A number of six digits that stays with the article, as content management systems give them."""
    return 100_000 + zlib.crc32(f"{article.publisher}/{article.slug}".encode()) % 900_000


def slugify(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).lower()
    return re.sub(r"[^\w]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")


def _section_number(article: DemoArticle, publisher: DemoPublisher) -> int:
    return publisher.sections.index(article.section) + 1 if article.section in publisher.sections else 99
