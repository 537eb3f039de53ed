"""Feeds of our own, so that any list can be followed with any reader: RSS 2.0 and Atom."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo.core.reading import ArticleFilter, Card
from octavo.store import reading
from octavo.store.settings import SITE
from octavo.web.caching import conditional
from octavo.web.paths import absolute, article_path
from octavo.web.podcast import xml_text
from octavo.web.sections import section_label
from octavo.web.visible import visible_page
from octavo.web.words import interface_language

ENTRIES = 40
FORMATS: dict[str, type[Rss201rev2Feed | Atom1Feed]] = {"feed.xml": Rss201rev2Feed, "atom.xml": Atom1Feed}


@dataclass(frozen=True, slots=True)
class _List:
    title: str
    path: str
    where: ArticleFilter


@require_safe
@conditional
def latest_feed(request: HttpRequest, file: str) -> HttpResponse:
    return _feed(request, file, _List(_("Latest"), reverse("latest"), ArticleFilter()))


@require_safe
@conditional
def named_feed(request: HttpRequest, name: str, slug: str, file: str) -> HttpResponse:
    return _feed(request, file, _named(name, slug))


def _named(name: str, slug: str) -> _List:
    where, title = ArticleFilter(), ""
    if name == "section" and (section := reading.section(slug)):
        where, title = ArticleFilter(section=slug), section_label(section.slug, section.label)
    elif name == "publisher" and (publisher := reading.publisher(slug)):
        where, title = ArticleFilter(publisher=slug), publisher.name
    elif name == "hashtag" and (tag := reading.hashtag(slug)):
        where, title = ArticleFilter(hashtag=slug), f"#{tag.label}"
    if not title:
        raise Http404(_("There is no page at this address."))
    return _List(title, reverse(name, args=[slug]), where)


def _feed(request: HttpRequest, file: str, found: _List) -> HttpResponse:
    feed = FORMATS[file](
        title=f"{found.title} · {SITE.site_name}",
        link=absolute(request, found.path),
        description=found.title,
        language=interface_language(),
        feed_url=absolute(request, request.path),
    )
    for card in visible_page(reading.latest(found.where, None, ENTRIES)).cards:
        add_card(request, feed, card)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def add_card(request: HttpRequest, feed: Rss201rev2Feed | Atom1Feed, card: Card) -> None:
    """The excerpt at most: the text itself is the publisher's page."""
    feed.add_item(
        title=xml_text(card.title),
        link=absolute(request, article_path(card)),
        description=xml_text(card.excerpt),
        author_name=xml_text(card.publisher.name),
        pubdate=card.shown_at,
        updateddate=card.shown_at,
        unique_id=absolute(request, reverse("article-by-id", args=[card.id])),
        unique_id_is_permalink=False,
        categories=[section_label(card.section_slug, card.section_label)] if card.section_slug else [],
    )
