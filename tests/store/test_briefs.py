"""Briefs are kept whole, one set for each target, and go with every article that they were made of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from newsroom import NOW, Newsroom
from octavo.core.briefs import (
    Agreement,
    Brief,
    BriefOf,
    BriefSentence,
    Citation,
    Clash,
    Difference,
    Feature,
    FigureCell,
    FigureRow,
    FigureStatus,
    KeptBrief,
    Loaded,
    Perspectives,
    Telling,
    TimelineEntry,
    Who,
    WhoKind,
    WrapItem,
    Wrapup,
)
from octavo.core.editions import DayPart, Edition, PlacedStory
from octavo.core.reading import EditionKey
from octavo.core.rights import Terms
from octavo.core.settings import StoreSettings
from octavo.store import briefs, retention, takedowns
from octavo.store.models import Brief as BriefRow
from octavo.store.models import BriefSource, Job, Story
from web.telling import story

pytestmark = pytest.mark.django_db

QUOTE = Citation("1", "Nine people died\0, said <b>the</b> mayor.")
TELLING = Telling("7", "KE", QUOTE)
SENTENCE = BriefSentence("Nine people died.", (QUOTE, Citation("2", "توفي تسعة")), "en")
TABLES = {
    Feature.PERSPECTIVES: Perspectives(
        (Agreement((TELLING, TELLING), is_unanimous=True),),
        (Difference(Clash.FIGURE, ("9", "12"), (TELLING,)),),
        (TELLING,),
        (Loaded("horror", "alarm", TELLING, is_quoted=True),),
    ),
    Feature.FIGURES: (
        FigureRow("dead", "people", FigureStatus.DIFFER, (FigureCell(TELLING, "9", 9.0, NOW, True, 1),), ("8",)),
        FigureRow("hurt", "", FigureStatus.AGREE, (FigureCell(TELLING, "∞", float("inf")),)),
    ),
    Feature.TIMELINE: (TimelineEntry(date(2026, 5, 4), SENTENCE, is_exact=False),),
    Feature.WHO: (Who("Amina", WhoKind.PERSON, SENTENCE, 3),),
    Feature.WRAPUP: Wrapup((WrapItem("5", "Flood", (SENTENCE,), (SENTENCE,), is_new=False),), 1.5),
    Feature.SUMMARY: None,
}


def kept(feature: Feature = Feature.SUMMARY, digest: bytes = b"x" * 12 + bytes(4)) -> KeptBrief:
    made = Brief(feature, (SENTENCE,), "Flood", 2, "embedded/1", TABLES[feature], "slow")
    return KeptBrief(made, digest, NOW, 1, "en")


@pytest.mark.parametrize("feature", TABLES)
def test_a_brief_is_read_as_it_was_recorded(newsroom: Newsroom, feature: Feature) -> None:
    article = newsroom.article("Flood")
    assert briefs.record_briefs(BriefOf.STORY, "5", [kept(feature)], [article])
    (found,) = briefs.briefs_of(BriefOf.STORY, "5").values()
    clean = repr(kept(feature)).replace("\\x00", "").replace("value=inf", "value=0.0")
    assert repr(found).replace("\\x00", "") == clean
    assert briefs.made_of(BriefOf.STORY, "5") == b"x" * 12 + bytes(4)


def test_what_was_kept_before_there_were_models_reads_as_before() -> None:
    from octavo.store.packed import pack
    from octavo.store.packed_briefs import unpack_brief

    packed = pack(["Flood", [["Nine people died.", [["1", "Nine died."]]]], None])
    found = unpack_brief(packed, Feature.SUMMARY, provider="embedded/1", dropped=2)
    sentence = BriefSentence("Nine people died.", (Citation("1", "Nine died."),))
    assert found == Brief(Feature.SUMMARY, (sentence,), "Flood", 2)


def test_a_rewritten_brief_takes_the_place_of_what_it_was_made_from_alone(newsroom: Newsroom) -> None:
    article = newsroom.article("Flood")
    old = kept()
    briefs.record_briefs(BriefOf.ARTICLE, str(article), [old], [article])
    made = replace(old, brief=replace(old.brief, provider="some-model", dropped=5, notice=""))
    briefs.rewrite_briefs(BriefOf.ARTICLE, str(article), [replace(made, content_hash=b"y" * 16)])
    assert briefs.briefs_of(BriefOf.ARTICLE, str(article))[Feature.SUMMARY].brief.provider == "embedded/1"
    briefs.rewrite_briefs(BriefOf.ARTICLE, str(article), [made])
    (found,) = briefs.all_briefs_of(BriefOf.ARTICLE, str(article))
    assert (found.brief.provider, found.brief.dropped, found.brief.notice) == ("some-model", 5, "")
    assert BriefSource.objects.count() == 1


def test_what_was_made_before_is_replaced(newsroom: Newsroom) -> None:
    first, second = newsroom.article("Flood"), newsroom.article("Rain")
    briefs.record_briefs(BriefOf.STORY, "5", [kept(Feature.FIGURES), kept(Feature.WHO)], [first, second])
    briefs.record_briefs(BriefOf.STORY, "5", [kept(Feature.WHO, b"y" * 16)], [second])
    assert list(briefs.briefs_of(BriefOf.STORY, "5")) == [Feature.WHO]
    assert list(BriefSource.objects.values_list("article_id", flat=True)) == [second]
    assert briefs.briefs_of(BriefOf.ARTICLE, "5") == {}


def test_a_takedown_takes_every_brief_that_could_quote_it(newsroom: Newsroom) -> None:
    gone, other = newsroom.article("Flood"), newsroom.article("Rain")
    briefs.record_briefs(BriefOf.STORY, "5", [kept(Feature.WHO)], [gone, other])
    briefs.record_briefs(BriefOf.EDITION, "KE|en|2026-05-04|morning", [kept(Feature.WRAPUP)], [gone, other])
    briefs.record_briefs(BriefOf.ARTICLE, str(other), [kept()], [other])
    takedowns.take_down_article(gone, takedowns.Request("press@daily.example", ""), NOW)
    assert list(BriefRow.objects.values_list("kind", flat=True)) == ["article"]
    assert BriefSource.objects.count() == 1


def test_nothing_is_kept_of_an_article_that_went_while_it_was_told(newsroom: Newsroom) -> None:
    gone, other = newsroom.article("Flood"), newsroom.article("Rain")
    takedowns.take_down_article(gone, takedowns.Request("press@daily.example", ""), NOW)
    assert not briefs.record_briefs(BriefOf.STORY, "5", [kept(Feature.WHO)], [gone, other])
    assert not BriefRow.objects.exists()


def test_a_text_that_its_publisher_changed_is_quoted_no_more(newsroom: Newsroom) -> None:
    article = newsroom.article("Flood", text="Twelve people died.", url="https://daily.example/flood")
    briefs.record_briefs(BriefOf.ARTICLE, str(article), [kept()], [article])
    newsroom.article("Flood", text="Nine people died.", url="https://daily.example/flood")
    assert not BriefRow.objects.exists()
    assert Job.objects.get(kind="brief_article").payload == {"article": article}


def test_a_revision_has_all_that_quoted_it_told_anew(newsroom: Newsroom) -> None:
    article = newsroom.article("Flood", text="Twelve people died.", url="https://daily.example/flood")
    briefs.record_briefs(BriefOf.STORY, "5", [kept(Feature.WHO), kept(Feature.FIGURES)], [article])
    briefs.record_briefs(BriefOf.EDITION, "KE|en+sw|2026-05-04|night", [kept(Feature.WRAPUP)], [article])
    newsroom.article("Flood", text="Nine people died.", url="https://daily.example/flood")
    assert {job.kind: job.payload for job in Job.objects.filter(kind__startswith="brief_")} == {
        "brief_story": {"story": 5},
        "brief_wrapup": {"country": "KE", "languages": ["en", "sw"], "day": "2026-05-04", "part": "night"},
    }


def test_old_articles_and_old_editions_take_theirs_along(newsroom: Newsroom, tmp_path: Path) -> None:
    article = newsroom.article("Flood")
    briefs.record_briefs(BriefOf.ARTICLE, str(article), [kept()], [article])
    briefs.record_briefs(BriefOf.EDITION, "KE|en|2026-05-04|morning", [kept(Feature.WRAPUP)], [article])
    later = NOW + timedelta(days=40)
    settings = StoreSettings(data=tmp_path, keep_editions_days=30)
    assert retention.prune(later, settings).briefs == 1
    assert list(BriefRow.objects.values_list("kind", flat=True)) == ["article"]
    retention.prune(later, replace(settings, keep_articles_days=30))
    assert not BriefRow.objects.exists()


def test_the_latest_wrapup_is_of_this_edition_alone(newsroom: Newsroom) -> None:
    article = newsroom.article("Flood")
    kenya, any_key = EditionKey("KE", ("en",)), EditionKey("KE", ("en", "sw"))
    for key, day in ((kenya, 3), (kenya, 4), (any_key, 5)):
        target = briefs.edition_target(key, date(2026, 5, day), DayPart.MORNING)
        made = replace(kept(Feature.WRAPUP), made_at=datetime(2026, 5, day, tzinfo=UTC))
        briefs.record_briefs(BriefOf.EDITION, target, [made], [article])
    assert briefs.latest_wrapup(kenya) == (date(2026, 5, 4), DayPart.MORNING)
    assert briefs.latest_wrapup(EditionKey("K_", ("en",))) is None


def test_each_publisher_speaks_before_any_speaks_twice_and_copies_last(newsroom: Newsroom) -> None:
    ages = [timedelta(hours=hours) for hours in (4, 3, 2, 1)]
    first = newsroom.article("Flood one", publisher="daily", age=ages[0])
    second = newsroom.article("Flood two", publisher="daily", age=ages[1])
    copy = newsroom.article("Flood three", publisher="lamp", age=ages[2])
    other = newsroom.article("Flood four", publisher="coast", age=ages[3])
    told = story(newsroom, [first, second, copy, other], {copy: first})
    assert briefs.story_members(told) == [other, second, first, copy]
    assert briefs.story_members(told, limit=2, first=first) == [first, other]


def test_only_what_viewers_may_see_is_looked_at(newsroom: Newsroom) -> None:
    for terms in Terms:
        newsroom.publisher(terms.value, terms=terms)
    text = "The harbour was calm on Monday. " * 20
    ids = [newsroom.article("Calm", publisher=terms.value, text=text) for terms in Terms]
    private = briefs.told(ids, instance_is_private=True)
    public = briefs.told(ids, instance_is_private=False)
    assert [one.article.text.strip() for one in private] == [text.strip()] * 3
    lengths = {terms: len(one.article.text) for terms, one in zip(Terms, public, strict=True)}
    assert lengths[Terms.LINK] == 0 < lengths[Terms.EXCERPT] <= 400 < lengths[Terms.FULL]
    assert private[0].content_hash != public[0].content_hash


def edition(stories: dict[int, int]) -> Edition:
    lead = tuple(PlacedStory(one, article, 1.0, ()) for one, article in stories.items())
    return Edition(EditionKey("GB", ("en",)), NOW.date(), DayPart.MIDDAY, NOW, lead, ())


def test_a_story_of_two_voices_is_told_once_in_ten_minutes_and_when_it_changed(newsroom: Newsroom) -> None:
    pair = [newsroom.article("Flood", publisher=name) for name in ("daily", "coast")]
    many, single = story(newsroom, pair), story(newsroom, [lone := newsroom.article("Local")])
    made = edition({many: pair[0], single: lone})
    briefs.want_briefs(made, NOW, 1)
    jobs = {(job.kind, job.key): job.run_at for job in Job.objects.filter(kind__startswith="brief_")}
    assert set(jobs) == {
        ("brief_story", str(many)),
        ("brief_wrapup", "GB|en|2026-05-04|midday"),
        ("brief_article", str(pair[0])),
        ("brief_article", str(lone)),
    }
    Job.objects.all().delete()
    later = NOW + timedelta(minutes=1)
    told = replace(kept(Feature.WHO), made_at=later)
    briefs.record_briefs(BriefOf.STORY, str(many), [told], pair)
    briefs.want_briefs(made, later, 1)
    assert not Job.objects.filter(kind="brief_story").exists()
    Story.objects.filter(pk=many).update(changed_at=later + timedelta(minutes=2))
    briefs.want_briefs(made, later + timedelta(minutes=3), 1)
    assert Job.objects.get(kind="brief_story").run_at == later + briefs.STORY_EVERY


def test_another_writer_has_all_told_anew_and_none_the_same(newsroom: Newsroom) -> None:
    pair = [newsroom.article("Flood", publisher=name) for name in ("daily", "coast")]
    both = story(newsroom, pair)
    made = edition({both: pair[0]})
    by = {BriefOf.STORY: "some-model perspectives/1", BriefOf.ARTICLE: "some-model summary/1"}
    for kind, target in ((BriefOf.STORY, both), (BriefOf.ARTICLE, pair[0])):
        digest = briefs.brief_hash(["of these texts"], by[kind])
        assert digest[:12] == briefs.brief_hash(["of these texts"], "")[:12]
        briefs.record_briefs(kind, str(target), [replace(kept(Feature.WHO, digest), made_at=NOW)], pair)
    Story.objects.filter(pk=both).update(changed_at=NOW - timedelta(hours=1))
    briefs.want_briefs(made, NOW, 1, by)
    assert set(Job.objects.filter(kind__startswith="brief_").values_list("kind", flat=True)) == {"brief_wrapup"}
    for other in ({}, {**by, BriefOf.STORY: "another perspectives/1", BriefOf.ARTICLE: "some-model summary/2"}):
        Job.objects.all().delete()
        briefs.want_briefs(made, NOW, 1, other)
        assert {(job.kind, job.key) for job in Job.objects.exclude(kind="brief_wrapup")} == {
            ("brief_story", str(both)),
            ("brief_article", str(pair[0])),
        }
