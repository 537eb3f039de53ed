"""What is followed, in words and as an address."""

from collections.abc import Mapping
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from octavo.core.editions import ScoredTerm
from octavo.core.personal import Follow, FollowKind
from octavo.store.targets import country_of, search_of
from octavo.web import words
from octavo.web.topics import topic_name, topic_slug


def title_of(kind: FollowKind) -> str:
    """Of several."""
    return {
        FollowKind.PUBLISHER: _("Publishers"),
        FollowKind.HASHTAG: _("Hashtags"),
        FollowKind.TOPIC: _("Topics"),
        FollowKind.STORY: _("Stories"),
        FollowKind.PLACE: _("Places"),
        FollowKind.SEARCH: _("Searches"),
    }[kind]


def label_of(kind: FollowKind, target: str) -> str:
    """How a thing without a name of its own is kept: a search by its words."""
    if kind is not FollowKind.SEARCH:
        return ""
    text, where = search_of(target)
    return " · ".join([text, *where.languages, *where.countries, *([where.publisher] if where.publisher else [])])


def follow_name(follow: Follow) -> str:
    """In the interface's language where there is one."""
    if follow.kind is FollowKind.TOPIC:
        return topic_name(follow.target)
    if country := country_of(follow):
        return words.country_name(country)
    return follow.label or follow.target


def follow_path(follow: Follow, slugs: Mapping[int, str] | None = None) -> str:
    """Its page; "" where it is gone. `slugs` are those of publishers by id."""
    match follow.kind:
        case FollowKind.PUBLISHER:
            slug = (slugs or {}).get(int(follow.target))
            return reverse("publisher", args=[slug]) if slug else ""
        case FollowKind.HASHTAG:
            return reverse("hashtag", args=[follow.target])
        case FollowKind.TOPIC:
            return reverse("topic", args=[topic_slug(follow.target)])
        case FollowKind.STORY:
            return reverse("story-by-id", args=[int(follow.target)])
        case FollowKind.PLACE:
            return reverse("place", args=[follow.target])
        case FollowKind.SEARCH:
            return f"{reverse('search')}?{quote(follow.target, safe='=&+%')}"


def reason_in_words(follow: Follow) -> str:
    """ "You follow Kenya", "You follow #Budget"."""
    if follow.kind is FollowKind.SEARCH:
        return _("You follow the search “{words}”").format(words=follow_name(follow))
    if follow.kind is FollowKind.STORY:
        return _("You follow this story")
    return _("You follow {name}").format(name=follow_name(follow))


def habit_in_words(term: ScoredTerm) -> str:
    """ "You often read about Science"."""
    kind, _colon, name = term.detail.partition(":")
    if kind == "topic":
        return _("You often read about {topic}").format(topic=topic_name(name))
    if kind == "language":
        return _("You often read in {language}").format(language=words.language_name(name))
    return _("You often read {publisher}").format(publisher=name)
