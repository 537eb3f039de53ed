"""The database itself: migrations, and a writer beside readers, each in processes of their own."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from newsroom import Newsroom, extracted
from octavo.store import reading, readings
from octavo.store.models import PageReading
from octavo.store.settings import STORE

needs_sqlite = pytest.mark.skipif(bool(STORE.database_url), reason="is about SQLite's file and its locks")

WRITER = """
import sys, time
from octavo import store
store.migrate()
sys.path.insert(0, sys.argv[1])
from newsroom import Newsroom, digested, extracted, polled
from octavo.store import jobs
from octavo.store.feeds import record_polls
newsroom = Newsroom()
feed = newsroom.feed()
end = time.monotonic() + 3
rounds = 0
while time.monotonic() < end:
    rounds += 1
    here = f"https://daily.example/{sys.argv[2]}/{rounds}"
    entries = [digested(extracted(f"Rain {rounds} {n}", url=f"{here}/{n}")) for n in range(20)]
    record_polls([polled(feed, *entries)])
    jobs.enqueue("fetch_page", f"{rounds}", {}, newsroom.now)
    jobs.finish(job.id for job in jobs.claim(["fetch_page"], newsroom.now, 5, 60))
print("wrote", rounds)
"""
READER = """
import time
from octavo import store
store.migrate()
from newsroom import NOW
from octavo.core.reading import ArticleFilter, EditionKey
from octavo.store import reading
end = time.monotonic() + 3
rounds = 0
while time.monotonic() < end:
    rounds += 1
    reading.front_page(EditionKey("GB", ("en",)), NOW)
    page = reading.latest(ArticleFilter())
    for card in page.cards[:3]:
        assert reading.article(card.id) is not None
    reading.search("rain", ArticleFilter())
print("read", rounds)
"""


def start(program: str, data: Path, *arguments: str) -> "subprocess.Popen[str]":
    tests = str(Path(__file__).parents[1])
    return subprocess.Popen(  # noqa: S603 - our own programs, above
        [sys.executable, "-c", program, tests, *arguments],
        env={"OCTAVO_DATA": str(data), "PYTHONPATH": tests, "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@needs_sqlite
def test_writers_and_readers_never_find_the_database_locked(tmp_path: Path) -> None:
    """They also start together on no database at all: one of them migrates, the others wait."""
    programs = [
        start(WRITER, tmp_path, "a"),
        start(WRITER, tmp_path, "b"),
        start(READER, tmp_path),
        start(READER, tmp_path),
    ]
    for program in programs:
        out, err = program.communicate(timeout=60)
        assert (program.returncode, err) == (0, "")
        assert int(out.split()[1]) > 1


@pytest.mark.django_db
def test_the_migration_is_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


BACKUP = """
import sys
from pathlib import Path
from octavo import store
store.migrate()
from newsroom import Newsroom
from octavo.core.failures import OctavoError
from octavo.core.reading import ArticleFilter
from octavo.store import backup, reading
from octavo.store.settings import STORE
picture = STORE.pictures / "ab" / f"{'ab' * 16}-320.webp"
picture.parent.mkdir(parents=True)
picture.write_bytes(b"picture")
recording = STORE.recordings / f"{'ab' * 16}.mp3"
recording.parent.mkdir()
recording.write_bytes(b"sound")
newsroom = Newsroom()
newsroom.article("Kept")
file = STORE.data / "backup.zip"
backup.export_backup(file)
newsroom.article("Lost")
picture.unlink()
recording.unlink()
backup.import_backup(file)
assert [card.title for card in reading.latest(ArticleFilter()).cards] == ["Kept"]
assert [card.title for card in reading.search("kept", ArticleFilter()).cards] == ["Kept"]
assert picture.read_bytes() == b"picture"
assert recording.read_bytes() == b"sound"
newsroom.article("Later", publisher="other")
for content in (b"nonsense", b"PK"):
    file.write_bytes(content)
    try:
        backup.import_backup(file)
    except OctavoError as error:
        assert "is not a backup" in str(error)
    else:
        raise AssertionError("took nonsense for a backup")
assert len(reading.latest(ArticleFilter()).cards) == 2
print("done 2")
"""


@needs_sqlite
def test_a_backup_brings_everything_back(tmp_path: Path) -> None:
    out, err = start(BACKUP, tmp_path).communicate(timeout=60)
    assert (out, err) == ("done 2\n", "")


@pytest.mark.django_db(transaction=True)
def test_pages_that_were_kept_before_there_were_readings_can_be_read_anew(newsroom: Newsroom) -> None:
    article_id = newsroom.article("Rain", text="In short.", complete=False)
    newsroom.page_arrives(article_id, extracted("Rain", url="https://daily.example/rain", text="The whole story."))
    try:
        call_command("migrate", "store", "0001", verbosity=0)
    finally:
        call_command("migrate", verbosity=0)
    stored = PageReading.objects.get()
    assert (stored.article_id, stored.badge, stored.chars, stored.version) == (article_id, "complete", 16, 1)
    assert readings.stale_articles(2, 10) == [article_id]
    view = reading.article(article_id)
    assert view is not None
    assert (view.text, view.source, view.leaks) == ("The whole story.", "", ())
