"""Reading from 100,000 stored articles: `python -m benchmarks.reading [ARTICLES]`.

Fills a database through the store's own writes (and tells how fast that went), then asks for front pages, lists,
articles at random and searches, each with the database dropped from the machine's cache beforehand.
"""

import json
import os
import random
import resource
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import quantiles

ARTICLES = 100_000
PUBLISHERS = 200
PER_POLL = 20
WORDS_PER_PARAGRAPH = 60
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
EVERY = timedelta(seconds=25)
LANGUAGES = ("en", "en", "en", "es", "es", "fr", "de", "ar", "zh", "hi", "pt", "ru", "sw", "id")
COUNTRIES = ("US", "GB", "KE", "IN", "ES", "MX", "FR", "DE", "EG", "CN", "BR", "RU", "NG", "ID", "ZA", "CA", "AU")
SECTIONS = ("World", "Politics", "Business", "Sport", "Science", "Culture", "Health", "Local news", "Technology")
ALPHABETS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "ru": "абвгдежзийклмнопрстуфхцчшщыьэюя",
    "hi": "कखगघचछजझटठडढतथदधनपफबभमयरलवशसहािीुूेैोौं",
    "zh": "".join(chr(0x4E00 + 7 * n) for n in range(1200)),
}
LATIN = "etaoinshrdlucmfwypvbgkjqxz"


class Language:
    """Made-up words of one alphabet, used as often as words of a language are (Zipf)."""

    def __init__(self, name: str, dice: random.Random) -> None:
        letters = ALPHABETS.get(name, LATIN)
        longest = 3 if name == "zh" else 11
        size = 30_000
        words = ("".join(dice.choices(letters, k=dice.randint(2, longest))) for _ in range(size))
        self.words = list(words)
        self._weights = list(accumulate(1 / rank for rank in range(1, size + 1)))
        self._space = "" if name == "zh" else " "
        # Articles share paragraphs, for making up each anew takes longer than storing it.
        self.paragraphs = [self.text(dice, WORDS_PER_PARAGRAPH) for _ in range(2000)]

    def text(self, dice: random.Random, words: int) -> str:
        return self._space.join(dice.choices(self.words, cum_weights=self._weights, k=words))


def languages() -> dict[str, Language]:
    dice = random.Random(7)
    return {name: Language(name, dice) for name in sorted(set(LANGUAGES))}


def polls(articles: int, feeds: list[int], spoken: dict[str, Language]) -> Iterator[object]:
    """Polls of twenty new articles each, the oldest first."""
    from octavo.core.polling import PollOutcome

    dice = random.Random(11)
    at = NOW - articles * EVERY
    for number in range(0, articles, PER_POLL):
        place = (number // PER_POLL) % len(feeds)
        entries = tuple(_entry(number + n, place, at + n * EVERY, dice, spoken) for n in range(PER_POLL))
        at += PER_POLL * EVERY
        yield PollOutcome(feeds[place], at, at + timedelta(minutes=30), 1800, content_hash=b"x" * 16, entries=entries)


def _entry(number: int, place: int, at: datetime, dice: random.Random, spoken: dict[str, Language]) -> object:
    from octavo.core.articles import ExtractedArticle, PictureReference, Quality
    from octavo.core.ids import content_hash, entry_key_hash
    from octavo.core.polling import DigestedEntry

    language = LANGUAGES[place % len(LANGUAGES)]
    words = spoken[language]
    paragraphs = dice.choices(words.paragraphs, k=5)
    url = f"https://press{place}.example/2026/news/{number}?utm_source=rss"
    title = words.text(dice, 9)
    text = "\n\n".join(paragraphs)
    article = ExtractedArticle(
        url=url,
        title=title,
        html="".join(f'<p>{paragraph} <a href="{url}">more</a></p>' for paragraph in paragraphs),
        text=text,
        excerpt=text[:300],
        authors=("Ada Writer",),
        published_at=at,
        language=language,
        section=dice.choice(SECTIONS),
        keywords=tuple(dice.choices(words.words[:400], k=3)),
        picture=PictureReference(f"https://press{place}.example/pictures/{number}.jpg") if number % 2 else None,
        quality=Quality(complete=True),
        version=1,
    )
    return DigestedEntry(
        key_hash=entry_key_hash(url),
        content_hash=content_hash(title, text),
        said=zlib.compress(json.dumps({"url": url, "title": title, "content": article.html}).encode(), 1),
        article=article,
        wants_page=False,
    )


def make_feeds() -> list[int]:
    from octavo.store.feeds import add_feed
    from octavo.store.models import Publisher

    ids = []
    for place in range(PUBLISHERS):
        publisher = Publisher.objects.create(
            slug=f"press{place}",
            name=f"Press {place}",
            country=COUNTRIES[place % len(COUNTRIES)],
            languages=[LANGUAGES[place % len(LANGUAGES)]],
        )
        ids.append(add_feed(f"https://press{place}.example/feed", publisher_id=publisher.pk)[0])
    return ids


def fill(articles: int, spoken: dict[str, Language]) -> dict[str, float]:
    """Store `articles` through the store's writes; making them up is not counted."""
    from octavo.store.feeds import record_polls

    took = cpu = worst = 0.0
    batch: list[object] = []
    for poll in polls(articles, make_feeds(), spoken):
        batch.append(poll)
        if len(batch) == 10:
            start, start_cpu = time.perf_counter(), time.thread_time()
            record_polls(batch)  # type: ignore[arg-type]  # made above
            took, cpu = took + time.perf_counter() - start, cpu + time.thread_time() - start_cpu
            worst = max(worst, time.perf_counter() - start)
            batch.clear()
    return {
        "stored and indexed, articles/s": articles / took,
        "stored and indexed, CPU s for 10,000": cpu / articles * 10_000,
        "longest write of 200 articles, ms": worst * 1000,
    }


def forget_cache(directory: Path) -> None:
    """Drop the database from this machine's cache, and our connection with its own; a new one is ready."""
    from django.db import connection

    connection.close()
    for path in directory.glob("octavo.sqlite3*"):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM store_counter")


def measure(name: str, read: Callable[[], object], directory: Path, *, times: int, cold: bool) -> dict[str, float]:
    """Milliseconds of `read`: median and 95th percentile."""
    taken = []
    for number in range(times):
        if cold and number % 10 == 0:
            forget_cache(directory)
        start = time.perf_counter()
        read()
        taken.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(taken, n=20)
    how = "cold" if cold else "warm"
    return {f"{name}, {how}, median ms": cuts[9], f"{name}, {how}, p95 ms": cuts[18]}


def reads(articles: int, spoken: dict[str, Language]) -> dict[str, Callable[[], object]]:
    from octavo.core.reading import ArticleFilter, EditionKey
    from octavo.store import reading

    dice = random.Random(3)
    language = lambda: dice.choice(LANGUAGES)  # noqa: E731 - a name for each would say less
    country = lambda: dice.choice(COUNTRIES)  # noqa: E731
    word = lambda rank: spoken["en"].words[dice.randrange(*rank)]  # noqa: E731
    anything = ArticleFilter()
    return {
        "front page": lambda: reading.front_page(EditionKey(country(), (language(),)), NOW),
        "article at random": lambda: reading.article(dice.randint(1, articles)),
        "latest": lambda: reading.latest(ArticleFilter(languages=(language(),)), None, 24),
        "latest of a country": lambda: reading.latest(
            ArticleFilter(languages=(language(), "en"), countries=(country(),)), None, 24
        ),
        "publisher": lambda: reading.latest(ArticleFilter(publisher=f"press{dice.randrange(PUBLISHERS)}")),
        "hashtag": lambda: reading.latest(ArticleFilter(hashtag=word((0, 400)))),
        "section": lambda: reading.latest(ArticleFilter(section="sport", languages=(language(),))),
        "search, most frequent words": lambda: reading.search(word((0, 5)), anything),
        "search, frequent words": lambda: reading.search(f"{word((5, 100))} {word((5, 100))}", anything),
        "search, rare words": lambda: reading.search(word((2000, 30_000)), anything),
        "search, frequent word of one publisher": lambda: reading.search(
            word((0, 20)), ArticleFilter(publisher=f"press{dice.randrange(PUBLISHERS)}")
        ),
        "search, prefix": lambda: reading.search(f"{word((0, 5000))[:3]}*", anything),
        "search, Chinese": lambda: reading.search(spoken["zh"].words[dice.randrange(500)] + "之", anything),
        "search, phrase": lambda: reading.search(f'"{word((0, 20))} {word((0, 20))}"', anything),
        "data version": reading.data_version,
        "gathering state": lambda: reading.gathering_state(NOW),
        "editions": reading.editions,
        "sections": lambda: reading.sections(language()),
    }


def run(articles: int = ARTICLES) -> dict[str, float]:
    """Every figure by its name. Uses a data directory of its own."""
    with tempfile.TemporaryDirectory(prefix="octavo-benchmark-") as directory:
        os.environ["OCTAVO_DATA"] = directory
        from octavo import store

        store.migrate()
        spoken = languages()
        figures = fill(articles, spoken)
        figures["database, MB"] = sum(path.stat().st_size for path in Path(directory).glob("octavo.*")) / 1e6
        for name, read in reads(articles, spoken).items():
            figures |= measure(name, read, Path(directory), times=100, cold=True)
        figures["resident, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return figures


if __name__ == "__main__":
    for name, figure in run(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES).items():
        print(f"{figure:12.2f}  {name}")
