"""A wrap-up with a recording, and a reader who follows something, for a browser to look at."""

from typing import Any

from newsroom import Newsroom
from octavo.core.briefs import Brief, BriefOf, BriefSentence, Citation, Feature, KeptBrief, WrapItem, Wrapup
from octavo.core.editions import DayPart
from octavo.core.personal import FollowKind
from octavo.core.reading import EditionKey
from octavo.core.speech import Recording, SpokenChapter

SECONDS = 45


def speak(newsroom: Newsroom, named: dict[str, int]) -> Any:
    """The reader."""
    from octavo.demo.sound import bells
    from octavo.store import briefs, recordings, subscriptions
    from octavo.store.models import Article, Reader
    from octavo.store.settings import STORE
    from octavo.web.spoken import script_of

    key, day, part = EditionKey("", ("en",)), newsroom.now.date(), DayPart.MORNING
    articles = [Article.objects.get(pk=named[name]) for name in ("harbour-post-0-0", "al-marsa-0-10")]
    said = tuple(BriefSentence(one.title, (Citation(str(one.pk), one.title),)) for one in articles)
    items = (WrapItem(str(named["story-water"]), articles[0].title, said, said[1:], is_new=False),)
    brief = Brief(Feature.WRAPUP, said, table=Wrapup(items, 0.6))
    target = briefs.edition_target(key, day, part)
    kept = KeptBrief(brief, b"x" * 16, newsroom.now, 1)
    briefs.record_briefs(BriefOf.EDITION, target, [kept], [one.pk for one in articles])
    script, sound = script_of(key, day, part), bells((262, 392), SECONDS)
    assert script
    STORE.recordings.mkdir()
    (STORE.recordings / f"{'a' * 32}.wav").write_bytes(sound)
    chapters = tuple(SpokenChapter(0, one.title, one.language, one.story, one.articles) for one in script.chapters)
    made = Recording(
        day, part, f"{'a' * 32}.wav", "audio/wav", len(sound), SECONDS * 1000, "en", script.hash, newsroom.now, chapters
    )
    recordings.record(briefs.edition_name(key), target, made, script.sources, 14)
    reader = Reader.objects.create_user("anna@octavo.example", "eight leaves make one sheet", handle="anna")
    subscriptions.follow(reader.pk, FollowKind.PUBLISHER, str(articles[0].publisher_id), newsroom.now)
    return reader
