"""Has the stories room tell which hashtags of a story's articles mean the same, whenever the store sums a story up."""

from collections.abc import Sequence

from octavo.core.labels import Hashtag
from octavo.core.stories import StoryTag
from octavo.store.summing import Member

TAGS_OF_AN_ARTICLE = 8


def merge_tags(members: Sequence[Member]) -> list[StoryTag]:
    """A `octavo.store.summing.TagMerger`. A tag goes by a slug that its articles use, so that its page has some."""
    from octavo.stories.hashtags import TaggedArticle, merge_hashtags

    found = merge_hashtags(
        TaggedArticle(str(one.article), one.about.hashtags[:TAGS_OF_AN_ARTICLE], one.language, places=one.about.places)
        for one in members
        if one.about
    )
    uses = _uses(members)
    aliases: dict[str, list[str]] = {}
    for slug, canonical in found.canonical.items():
        aliases.setdefault(canonical, []).append(slug)
    return [_tag(tag, aliases[tag.slug], uses, found.labels[tag.slug]) for tag in found.ranked]


def _uses(members: Sequence[Member]) -> dict[str, float]:
    """How much each slug is used."""
    uses: dict[str, float] = {}
    for one in members:
        for tag in one.about.hashtags if one.about else ():
            uses[tag.slug] = uses.get(tag.slug, 0.0) + tag.score
    return uses


def _tag(tag: Hashtag, aliases: Sequence[str], uses: dict[str, float], labels: dict[str, str]) -> StoryTag:
    slug = tag.slug if tag.slug in uses else max(aliases, key=lambda one: (uses.get(one, 0.0), one))
    named = {language: label for language, label in labels.items() if language}
    return StoryTag(slug, tag.label, tag.score, named, tuple(aliases))
