"""Stories in the store: what grouping decides is recorded once, links outlive merges and splits, counts are true."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from newsroom import NOW, Newsroom, extracted
from octavo.core.labels import Hashtag, Labels, Name, Place, PlaceKind, PlaceRole, TopicLabel
from octavo.core.stories import Assignment, Reason, Regrouping
from octavo.core.views import StoryView
from octavo.store import label_queue, labels, reading, retention, sightings, stories
from octavo.store.models import ArticleHashtag, ArticleLabels, Story, StoryFacet, StoryMember

pytestmark = pytest.mark.django_db

HARBOUR = Place("1", "Harbour", "KE", PlaceKind.CITY, PlaceRole.MAIN, 1.0, -1.5, 37.2)
ECONOMY = TopicLabel("04000000", "economy", 0.9)


def label(newsroom: Newsroom, *article_ids: int, **fields: Any) -> None:
    """As labelling does, every article alike."""
    fields = {"topics": (ECONOMY,), "places": (HARBOUR,), "country": "KE", "version": 1, **fields}
    found = labels.to_label(article_ids)
    made = Labels(language="en", embedding=b"\0\0", embedder="test/1", **fields)
    labels.record_labels([labels.Labelled(one.article, made, one.content_hash) for one in found], newsroom.now)


def group(
    newsroom: Newsroom, article_ids: Sequence[int], story: int | str, copies: dict[int, int] | None = None
) -> int:
    """Put articles into the story that `story` began (or is called), and return the id of its row."""
    copies = copies or {}
    reasons = (Reason("names", 1.5, ("Harbour council",)),)
    wanted = [
        Assignment(str(one), str(story), str(copies[one]) if one in copies else None, 0.9, reasons=reasons)
        for one in article_ids
    ]
    stories.record_assignments(wanted, newsroom.now, 1)
    return reading.stories_of([article_ids[0]])[article_ids[0]]


@pytest.fixture
def three(newsroom: Newsroom) -> tuple[int, int, int]:
    """Of three publishers, the oldest first; labelled and of no story yet."""
    newsroom.publisher("coast", country="KE", languages=("en",))
    newsroom.publisher("kueste", country="DE", languages=("de",))
    found = (
        newsroom.article("Ferry stopped by the council", publisher="coast", age=timedelta(hours=3), picture=True),
        newsroom.article("Fähre vom Rat gestoppt", publisher="kueste", language="de", age=timedelta(hours=2)),
        newsroom.article("Council stops the ferry", publisher="daily", age=timedelta(hours=1)),
    )
    label(newsroom, *found, hashtags=(Hashtag("ferry", "Ferry", 1.0),))
    return found


def test_a_story_says_what_its_articles_say(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    story_id = group(newsroom, three, three[0])
    view = reading.story_view(story_id)
    assert view is not None
    assert not isinstance(view, int)
    assert [one.card.id for one in view.tellings] == list(three)
    assert (view.voices, view.publishers, view.languages) == (3, 3, ("en", "de"))
    assert view.told_from == {"KE": 1, "DE": 1, "GB": 1}
    assert (view.title, view.title_language) == ("Council stops the ferry", "en")
    assert view.places[0].name == "Harbour"
    assert view.topics[0].code == ECONOMY.code
    assert [tag.label for tag in view.hashtags] == ["Ferry"]
    assert view.tellings[0].reasons[0].items == ("Harbour council",)
    assert (view.first_at, view.last_at) == (NOW - timedelta(hours=3), NOW - timedelta(hours=1))


def test_a_card_is_in_the_readers_language(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    story_id = group(newsroom, three, three[0])
    (english,) = reading.story_cards([story_id], ("en",))
    (german,) = reading.story_cards([story_id], ("de", "en"))
    (asked,) = reading.story_cards([story_id], ("de",), {story_id: three[2]})
    assert (english.card.id, german.card.id, asked.card.id) == (three[0], three[1], three[2])
    assert [one.slug for one in english.sources] == ["coast", "kueste", "daily"]
    assert (english.voices, english.articles) == (3, 3)


def test_a_copy_of_a_copy_that_came_with_it_copies_the_first(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    first, second, third = three
    view = reading.story_view(group(newsroom, three, first, copies={second: first, third: second}))
    assert isinstance(view, StoryView)
    assert [one.copy_of for one in view.tellings] == [None, first, first]
    assert view.voices == 1


def test_a_later_original_takes_the_place_of_an_earlier_one(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    first, second, third = three
    aside = newsroom.article("Ferry remembered", publisher="aside")
    label(newsroom, aside)
    story_id = group(newsroom, [first, second, aside], first, copies={second: first, aside: first})
    stories.record_assignments(
        [Assignment(str(third), str(first), str(first))], newsroom.now, 1, [[str(third), str(first), str(second)]]
    )
    view = reading.story_view(story_id)
    assert isinstance(view, StoryView)
    # A copy that was not looked at follows what it copies.
    assert {one.card.id: one.copy_of for one in view.tellings} == {
        third: None,
        first: third,
        second: third,
        aside: third,
    }
    assert [one.card.id for one in view.tellings if one.is_likely_original] == [third]
    assert (view.voices, Story.objects.get(pk=story_id).voices) == (1, 1)


def test_copies_are_one_voice(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    again = newsroom.article("Ferry news again", publisher="coast", age=timedelta(minutes=5))
    label(newsroom, again)
    story_id = group(newsroom, [*three, again], three[0], copies={three[2]: three[0]})
    view = reading.story_view(story_id)
    assert view is not None
    assert not isinstance(view, int)
    assert (len(view.tellings), view.publishers, view.voices) == (4, 3, 2)
    assert view.tellings[0].copies == (three[2],)
    assert [one.is_likely_original for one in view.tellings] == [True, False, False, False]


def test_a_copy_of_a_copy_is_a_copy_of_the_original(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    group(newsroom, three[:2], three[0], copies={three[1]: three[0]})
    group(newsroom, three[2:], three[0], copies={three[2]: three[1]})
    assert set(StoryMember.objects.values_list("article", "copy_of")) == {
        (three[0], None),
        (three[1], three[0]),
        (three[2], three[0]),
    }


def test_recorded_twice_nothing_changes(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    story_id = group(newsroom, three, three[0])
    before = list(StoryMember.objects.order_by("pk").values()), list(Story.objects.values())
    assert group(newsroom, three, three[1]) == story_id
    assert (list(StoryMember.objects.order_by("pk").values()), list(Story.objects.values())) == before
    assert not sightings.ungrouped_sightings(1)


def test_both_names_of_a_story_lead_to_it(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    first, second, third = three
    story_id = group(newsroom, [first], first)
    assert group(newsroom, [second], first) == story_id
    assert group(newsroom, [third], stories.story_name(story_id)) == story_id


def test_a_merge_keeps_the_older_and_the_younger_leads_there(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    first, second, third = (group(newsroom, [one], one) for one in three)
    stories.apply_regrouping(Regrouping(merged={stories.story_name(second): stories.story_name(third)}), NOW, 1)
    # Named the wrong way round: the older stays all the same.
    stories.apply_regrouping(Regrouping(merged={str(three[0]): stories.story_name(second)}), NOW, 1)
    assert (reading.story_view(second), reading.story_view(third)) == (first, first)
    view = reading.story_view(first)
    assert view is not None
    assert not isinstance(view, int)
    assert view.voices == 3
    assert set(StoryFacet.objects.values_list("story", flat=True)) == {first}
    # Grouping may still know the merged by their names.
    fourth = newsroom.article("Ferry again", publisher="fourth")
    assert group(newsroom, [fourth], stories.story_name(third)) == first


def test_a_split_moves_only_what_is_named(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    story_id = group(newsroom, three, three[0])
    stories.apply_regrouping(Regrouping(moved={str(three[2]): str(three[2])}), NOW, 1)
    found = reading.stories_of(three)
    assert (found[three[0]], found[three[1]]) == (story_id, story_id)
    assert found[three[2]] != story_id
    assert Story.objects.get(pk=story_id).voices == 2


def test_a_story_merged_by_mistake_gets_its_link_back(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    first, second = group(newsroom, three[:1], three[0]), group(newsroom, three[1:2], three[1])
    stories.apply_regrouping(Regrouping(merged={stories.story_name(second): stories.story_name(first)}), NOW, 1)
    stories.apply_regrouping(Regrouping(moved={str(three[1]): str(three[1])}), NOW, 1)
    assert reading.stories_of([three[1]]) == {three[1]: second}
    assert not isinstance(reading.story_view(second), int)


def test_a_story_that_all_left_leads_to_where_they_went(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    first, second = group(newsroom, three[:1], three[0]), group(newsroom, three[1:], three[1])
    moved = {str(one): stories.story_name(first) for one in three[1:]}
    stories.apply_regrouping(Regrouping(moved=moved), NOW, 1)
    assert reading.story_view(second) == first


def test_stories_go_with_their_last_article(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    story_id = group(newsroom, three, three[0], copies=dict.fromkeys(three[1:], three[0]))
    retention.forget_articles([three[0]])
    assert stories.refresh_stale(10, NOW) == 1
    view = reading.story_view(story_id)
    assert view is not None
    assert not isinstance(view, int)
    # The copies have another original now, and are one voice still.
    assert [(one.card.id, one.copy_of) for one in view.tellings] == [(three[1], None), (three[2], three[1])]
    assert view.voices == 1
    retention.forget_articles(list(three[1:]))
    assert reading.story_view(story_id) is None
    assert not StoryFacet.objects.exists()
    assert not ArticleLabels.objects.exists()


def test_lists_of_stories_by_what_they_are_about(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    first, second = group(newsroom, three[:2], three[0]), group(newsroom, three[2:], three[2])

    def ids(**where: Any) -> list[int]:
        return [card.id for card in reading.latest_stories(reading.StoryFilter(**where)).stories]

    assert ids() == ids(topic=ECONOMY.code) == ids(place="1") == ids(about="KE") == [second, first]
    assert ids(hashtag="ferry", languages=("en",)) == [second, first]
    assert ids(languages=("de",)) == ids(country="DE") == ids(topic=ECONOMY.code, languages=("de",)) == [first]
    assert ids(topic="15000000") == ids(languages=("sw",)) == []


def test_a_list_goes_on_where_it_ended(newsroom: Newsroom) -> None:
    articles = [newsroom.article(f"Number {number}", publisher=f"p{number}") for number in range(7)]
    made = {group(newsroom, [one], one) for one in articles}
    seen: list[int] = []
    cursor = None
    while True:
        page = reading.latest_stories(reading.StoryFilter(languages=("en",)), cursor, 3)
        seen += [card.id for card in page.stories]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert (len(seen), set(seen)) == (7, made)


def test_what_is_new_since_a_reader_looked(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    story_id = group(newsroom, three[:1], three[0])
    looked_at, newsroom.now = newsroom.now, newsroom.now + timedelta(minutes=10)
    group(newsroom, three[1:], three[0])
    assert reading.joined_since(story_id, looked_at) == three[1:]
    assert reading.new_counts([story_id], looked_at) == {story_id: 2}
    assert reading.new_counts([story_id], newsroom.now) == {}


def test_related_candidates_share_something(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    other = newsroom.article("Elsewhere", publisher="far")
    label(newsroom, other, places=(), country="", topics=(TopicLabel("15000000", "sport", 1.0),))
    first, _, _ = (group(newsroom, [one], one) for one in (three[0], three[1], other))
    assert [one.id for one in reading.related_candidates(first, NOW)] == [str(three[1])]


def test_what_waits_for_labels_comes_newest_first(newsroom: Newsroom) -> None:
    old = newsroom.article(age=timedelta(hours=5))
    new = newsroom.article(age=timedelta(hours=1))
    page = newsroom.article(age=timedelta(minutes=1), wants_page=True)
    assert label_queue.claim_unlabelled(NOW, 2, 60) == [new, old]
    assert label_queue.claim_unlabelled(NOW, 2, 60) == []
    newsroom.page_arrives(page, None)
    assert label_queue.claim_unlabelled(NOW, 2, 60) == [page]
    # The lease is over: whoever claimed them died.
    assert set(label_queue.claim_unlabelled(NOW + timedelta(seconds=61), 9, 60)) == {new, old, page}


def test_a_changed_text_is_labelled_again_and_stays_in_its_story(
    newsroom: Newsroom, three: tuple[int, int, int]
) -> None:
    story_id = group(newsroom, three, three[0])
    url = "https://coast.example/article/1"
    newsroom.article("Ferry sails again", publisher="coast", url=url, age=timedelta(hours=3))
    assert label_queue.claim_unlabelled(NOW, 9, 60) == [three[0]]
    label(newsroom, three[0])
    assert reading.stories_of(three) == dict.fromkeys(three, story_id)
    assert not sightings.ungrouped_sightings(1)
    assert stories.refresh_stale(10, NOW) == 1
    assert Story.objects.get().title in {"Ferry sails again", "Council stops the ferry"}


def test_labels_of_a_text_that_changed_meanwhile_do_not_count_as_done(newsroom: Newsroom) -> None:
    article_id = newsroom.article("Rain", url="https://daily.example/rain")
    (found,) = labels.to_label([article_id])
    newsroom.article("Rain at last", url="https://daily.example/rain", text="Another text.")
    labels.record_labels([labels.Labelled(article_id, Labels("en", version=1), found.content_hash)], NOW)
    assert label_queue.is_any_unlabelled(NOW)
    assert not sightings.ungrouped_sightings(1)


def test_proposed_hashtags_are_for_articles_without_a_publishers(newsroom: Newsroom) -> None:
    bare, tagged = newsroom.article(), newsroom.article(keywords=("sea",))
    for slug in ("ferry", "harbour"):
        label(newsroom, bare, tagged, hashtags=(Hashtag(slug, slug.title()),))
    found = set(ArticleHashtag.objects.values_list("article", "hashtag__slug"))
    assert found == {(bare, "harbour"), (tagged, "sea")}


def test_labels_are_kept_whole_and_bounded(newsroom: Newsroom) -> None:
    article_id = newsroom.article()
    names = tuple(Name(f"Name\0 {number}" * 100, str(number)) for number in range(1000))
    label(newsroom, article_id, names=names)
    (seen,) = sightings.sightings([article_id])
    assert seen.places == (HARBOUR,)
    assert (len(seen.names), len(seen.names[0].text)) == (120, 172)
    assert (seen.publisher, seen.at, seen.embedding) != ("", None, b"")


def test_older_labels_are_made_anew_later(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    group(newsroom, three, three[0])
    assert not label_queue.is_any_unlabelled(NOW)
    assert label_queue.label_stale(2, 2) == 2
    assert len(label_queue.claim_unlabelled(NOW, 9, 60)) == 2
    assert set(ArticleLabels.objects.filter(version=1).values_list("article", flat=True)) == set(three)


def test_a_page_takes_as_many_queries_for_many_as_for_one(
    newsroom: Newsroom, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    articles = [newsroom.article(f"Number {number}", publisher=f"p{number}") for number in range(30)]
    label(newsroom, *articles)
    story_id = group(newsroom, articles[:20], articles[0])
    for one in articles[20:]:
        group(newsroom, [one], one)
    with django_assert_max_num_queries(5):
        reading.story_view(story_id)
    with django_assert_max_num_queries(5):
        reading.latest_stories(reading.StoryFilter(languages=("en",)), None, 24)


def test_extraction_that_changes_nothing_asks_for_no_labels(newsroom: Newsroom) -> None:
    article_id = newsroom.article("Rain", url="https://daily.example/rain", text="It rained.")
    label(newsroom, article_id)
    newsroom.page_arrives(article_id, extracted("Rain", url="https://daily.example/rain", text="It rained."))
    assert not label_queue.is_any_unlabelled(NOW)


def test_the_headline_names_what_the_story_is_about(newsroom: Newsroom) -> None:
    vague = newsroom.article("The goatherd who outran a river, and the wall", publisher="a", age=timedelta(hours=2))
    clear = newsroom.article("Perkerra bursts its banks and a school is home to many", publisher="b")
    label(newsroom, vague, clear, hashtags=(Hashtag("perkerra", "Perkerra", 1.0),))
    assert Story.objects.get(pk=group(newsroom, [vague, clear], vague)).title.startswith("Perkerra")
