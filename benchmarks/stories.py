"""Editions and stories over 100,000 articles in 30,000 stories, and what storing labels and assignments takes.

The stories are made up, their sizes are like those of a day's news: most have one voice, a few a hundred. Times are
of the machine at work; CPU times beside them are ours alone.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

ARTICLES = 100_000
STORIES = 30_000
PUBLISHERS = 300
DAYS = 7
AT_ONCE = 16
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
COUNTRIES = ("KE", "GB", "US", "DE", "FR", "IN", "BR", "JP", "NG", "EG", "ES", "UA")
LANGUAGES = {"KE": ("en", "sw"), "DE": ("de",), "FR": ("fr",), "IN": ("en", "hi"), "BR": ("pt",), "JP": ("ja",)}
OTHERS = {"EG": ("ar",), "ES": ("es",), "UA": ("uk",)}
TOPICS = ("01000000", "02000000", "04000000", "11000000", "13000000", "15000000", "16000000")
TARGETS = {
    "edition made, CPU ms": ("<", 50.0),
    "edition made ahead, CPU ms": ("<", 5.0),
}


def languages_of(country: str) -> tuple[str, ...]:
    return LANGUAGES.get(country) or OTHERS.get(country) or ("en",)


def make_publishers() -> list[tuple[int, str, str]]:
    """(id, country, language)."""
    from octavo.store.models import Publisher

    found = []
    for number in range(PUBLISHERS):
        country = COUNTRIES[number % len(COUNTRIES)]
        language = random.choice(languages_of(country))
        row = Publisher.objects.create(slug=f"p{number}", name=f"Press {number}", country=country, languages=[language])
        found.append((row.pk, country, language))
    return found


def story_sizes(articles: int, stories: int) -> list[int]:
    """As many as `stories`, `articles` in all, with a long tail."""
    weights = [1 / (rank + 1) ** 0.8 for rank in range(stories)]
    total = sum(weights)
    sizes = [1 + int(weight / total * (articles - stories)) for weight in weights]
    for place in range(articles - sum(sizes)):
        sizes[place % stories] += 1
    return sizes


def batches(articles: int, stories: int) -> Iterator[list[tuple[object, object]]]:
    """(draft, labels and story) of 200 articles at a time, in order of time."""
    from octavo.core.articles import ExtractedArticle, PictureReference, Quality
    from octavo.core.ids import url_hash
    from octavo.core.labels import Hashtag, Labels, Name, Place, PlaceKind, PlaceRole, TopicLabel
    from octavo.store.writing import Draft

    publishers = make_publishers()
    plan = []
    for story, size in enumerate(story_sizes(articles, stories)):
        began = NOW - timedelta(days=DAYS) * random.random()
        plan += [(min(began + timedelta(hours=random.expovariate(0.15)), NOW), story) for _ in range(size)]
    plan.sort()
    batch: list[tuple[object, object]] = []
    for number, (moment, story) in enumerate(plan):
        publisher_id, country, language = random.choice(publishers)
        home = COUNTRIES[story % len(COUNTRIES)]
        text = f"Words of story {story} by article {number}. " * 20
        article = ExtractedArticle(
            url=f"https://p{publisher_id}.example/{number}",
            title=f"Story {story} as article {number} tells it",
            text=text,
            html=f"<p>{text}</p>",
            excerpt=text[:200],
            language=language,
            published_at=moment,
            picture=PictureReference(f"https://p{publisher_id}.example/{number}.jpg") if number % 2 else None,
            quality=Quality(complete=True),
            version=1,
        )
        draft = Draft(article, url_hash(article.url), publisher_id, country, language, "", moment)
        place = Place(f"{story % 500}", f"Place {story % 500}", home, PlaceKind.CITY, PlaceRole.MAIN, 1.0, 1.0, 2.0)
        labels = Labels(
            language,
            topics=(TopicLabel(TOPICS[story % len(TOPICS)], "topic", 0.9),),
            places=(place,),
            country=home,
            hashtags=(Hashtag(f"story{story % 5000}", f"Story{story % 5000}"),),
            names=tuple(Name(f"Name {story} {n}", f"name {story} {n}") for n in range(10)),
            embedding=bytes(768),
            embedder="none/1",
            version=1,
        )
        batch.append((draft, (labels, story)))
        if len(batch) == 200:
            yield batch
            batch = []
    if batch:
        yield batch


def fill(articles: int, stories: int) -> dict[str, float]:
    """Through the store's own writes, 16 assignments in each transaction, as the worker does; large stories apart."""
    from django.db import transaction

    from octavo.core.stories import Assignment
    from octavo.store import labels as kept
    from octavo.store import stories as told
    from octavo.store.models import Picture
    from octavo.store.writing import insert_articles

    begun: dict[int, str] = {}
    labelled = grouped = worst = 0.0
    for batch in batches(articles, stories):
        with transaction.atomic():
            ids = insert_articles([draft for draft, _ in batch])  # type: ignore[misc]  # made above
        rows = [(ids[draft.url_hash], *more) for draft, more in batch]  # type: ignore[attr-defined,misc]
        start = time.process_time()
        found = [
            kept.Labelled(one, labels, draft.content_hash)
            for (one, labels, _), (draft, _) in zip(rows, batch, strict=True)
        ]  # type: ignore[attr-defined]
        kept.record_labels(found, NOW)
        labelled += time.process_time() - start
        wanted = [Assignment(str(one), begun.setdefault(story, str(one))) for one, _, story in rows]
        for place in range(0, len(wanted), AT_ONCE):
            start = time.process_time()
            told.record_assignments(wanted[place : place + AT_ONCE], NOW, 1)
            took = time.process_time() - start
            grouped, worst = grouped + took, max(worst, took)
    while told.refresh_stale(40, NOW):
        continue
    Picture.objects.update(state="stored", width=1200, height=800, colour="#336699", widths=[320, 640])
    return {
        "labels stored, CPU ms an article": labelled / articles * 1000,
        "assignment stored, CPU ms an article": grouped / articles * 1000,
        "longest transaction of 16 assignments, CPU ms": worst * 1000,
    }


def measure(name: str, read: Callable[[], object], times: int = 40) -> dict[str, float]:
    """Medians in milliseconds; the first rounds warm up. What the clock shows beyond CPU and the wait for a core is
    waiting for the disk."""
    rounds = []
    for number in range(times + 3):
        start, start_cpu, start_queue = time.perf_counter(), time.process_time(), queued_s()
        read()
        if number >= 3:
            rounds.append((time.process_time() - start_cpu, time.perf_counter() - start, queued_s() - start_queue))
    medians = [quantiles(of, n=20)[9] * 1000 for of in zip(*rounds, strict=True)]
    names = (f"{name}, CPU ms", f"{name}, ms", f"{name}, of it waiting for a core, ms")
    return dict(zip(names, medians, strict=True))


def queued_s() -> float:
    """How long this process was ready and another had the core; 0 where the system does not say."""
    told = Path("/proc/self/schedstat")
    return int(told.read_text().split()[1]) / 1e9 if told.exists() else 0.0


def reads() -> dict[str, Callable[[], object]]:
    from octavo.core.reading import EditionKey
    from octavo.core.settings import EditionsSettings
    from octavo.editions.candidates import wanted_candidates
    from octavo.pipeline import editions as making
    from octavo.store import editions, reading
    from octavo.store.models import Story

    key = EditionKey("KE", ("sw", "en"))
    ahead = making.Editions(EditionsSettings())
    made = making.make(key, NOW)
    editions.record_snapshots([made])
    largest = Story.objects.order_by("-voices").values_list("pk", flat=True)[0]
    ids = list(Story.objects.order_by("-id").values_list("pk", flat=True)[:5000])
    print(f"lead {len(made.lead)}, sections {[len(row.stories) for row in made.sections]}")
    return {
        "candidates": lambda: reading.candidates(wanted_candidates(key, NOW)),
        "edition made": lambda: making.make(key, NOW),
        "edition made ahead": lambda: ahead.current(key, NOW),
        "edition's cards": lambda: reading.edition_view(key, made),
        "story at random": lambda: reading.story_view(random.choice(ids)),
        "largest story": lambda: reading.story_view(largest),
        "latest stories of a language": lambda: reading.latest_stories(reading.StoryFilter(languages=("sw",))),
        "latest stories of a topic and language": lambda: reading.latest_stories(
            reading.StoryFilter(languages=("sw",), topic=TOPICS[0])
        ),
        "related candidates": lambda: reading.related_candidates(random.choice(ids), NOW),
    }


def run(articles: int = ARTICLES, stories: int = STORIES) -> dict[str, float]:
    """Every figure by its name. Uses a data directory of its own."""
    random.seed(4)
    with tempfile.TemporaryDirectory(prefix="octavo-benchmark-") as directory:
        os.environ["OCTAVO_DATA"] = directory
        from octavo import store

        store.migrate()
        figures = fill(articles, stories)
        figures["database, MB"] = sum(path.stat().st_size for path in Path(directory).glob("octavo.*")) / 1e6
        for name, read in reads().items():
            figures |= measure(name, read)
        return figures


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    for name, figure in run(many, many * STORIES // ARTICLES).items():
        print(f"{figure:12.2f}  {name}")
