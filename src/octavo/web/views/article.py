"""An article's page, and what its publisher changed in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo.core.briefs import BriefOf, Feature, KeptBrief
from octavo.core.commissions import About
from octavo.core.personal import Follow, FollowKind, Mute, MuteKind
from octavo.core.reading import ArticleView, PictureView, RevisionView
from octavo.core.writing import EMBEDDED
from octavo.extract.changes import DiffPart, word_diff
from octavo.store import reading
from octavo.store.ai_reports import upheld
from octavo.store.briefs import briefs_of
from octavo.store.models import Original
from octavo.web.ai_reports import What
from octavo.web.ask.offers import asking
from octavo.web.badges import article_badges
from octavo.web.brief_views import Summary
from octavo.web.briefs import article_summary, suggested
from octavo.web.caching import conditional
from octavo.web.editions import edition_of, languages_of
from octavo.web.mine import muted_of
from octavo.web.paths import absolute, article_path, article_slug, middle_width, outside, picture_path
from octavo.web.related import beside
from octavo.web.structured import json_ld
from octavo.web.talk import article_talk
from octavo.web.transcripts import passages
from octavo.web.visible import (
    VisibleArticle,
    visible_article,
    visible_cards,
    visible_episode,
    visible_revisions,
)

MORE = 4
# Unchanged text longer than this is shortened between two changes.
CONTEXT_CHARS = 160


def found_article(article_id: int) -> VisibleArticle:
    article = reading.article(article_id)
    if article is None:
        raise Http404(_("This article does not exist, or is kept no longer."))
    return visible_article(article)


@require_safe
@conditional
def article(request: HttpRequest, article_id: int, slug: str = "") -> HttpResponse:
    visible = found_article(article_id)
    article = visible.article
    muted = muted_of(request)
    if slug != article_slug(article.card.title):
        return HttpResponsePermanentRedirect(article_path(article.card))
    aside = beside(article_id, edition_of(request).languages, datetime.now(UTC))
    others, hidden_others = muted.related(aside.others)
    related, hidden_related = muted.related(aside.related)
    more, hidden_more = muted.cards(visible_cards(reading.more_from(article.card, MORE)))
    publisher = str(article.card.publisher.id)
    briefs = briefs_of(BriefOf.ARTICLE, str(article_id))
    return render(
        request,
        "article.html",
        {
            "visible": visible,
            "article": article,
            "card": article.card,
            "badges": article_badges(visible),
            "in_short": (in_short := _in_short(visible, briefs)),
            "what": What(
                Feature.SUMMARY.value, f"article:{article_id}", (in_short.model if in_short else "") or EMBEDDED
            ),
            "episode": (episode := visible_episode(article.card, reading.episode(article_id))),
            "passages": passages(episode.lines) if episode else (),
            "heading": article.card.title,
            "description": article.standfirst or article.card.excerpt,
            "og_type": "article",
            "canonical_url": outside(article.url) if visible.is_full else "",
            "share_picture": _picture_url(request, article.card.picture),
            "json_ld": _json_ld(request, article),
            "beside": replace(aside, others=others, related=related),
            "more": more,
            # Of a muted publisher's own page, its other articles are no news.
            "hidden_cards": (*hidden_others, *hidden_related, *(() if muted.hides(article.card) else hidden_more)),
            "follow": Follow(FollowKind.PUBLISHER, publisher, article.card.publisher.name),
            "mute": Mute(MuteKind.PUBLISHER, publisher, article.card.publisher.name),
            **asking(
                request, About.ARTICLE, article_id, suggested(briefs, languages_of(request)), article.card.language
            ),
            **article_talk(request, article.card),
        },
    )


def _in_short(visible: VisibleArticle, kept: Mapping[Feature, KeptBrief]) -> Summary | None:
    return article_summary(kept, visible.article.card, upheld()) if kept and visible.is_full else None


def _picture_url(request: HttpRequest, picture: PictureView | None) -> str:
    return absolute(request, picture_path(picture, middle_width(picture))) if picture else ""


def _json_ld(request: HttpRequest, article: ArticleView) -> SafeString:
    """schema.org's NewsArticle."""
    card = article.card
    facts = {
        "@type": "NewsArticle",
        "headline": card.title,
        "description": article.standfirst or card.excerpt,
        "url": absolute(request, article_path(card)),
        "isBasedOn": outside(article.url),
        "inLanguage": card.language,
        "datePublished": (article.published_at or article.seen_at).isoformat(),
        "dateModified": (article.updated_at or article.published_at or article.seen_at).isoformat(),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": card.publisher.name, "url": outside(card.publisher.home_url)},
        "image": _picture_url(request, card.picture),
        "keywords": [tag.label for tag in article.hashtags],
    }
    return json_ld(facts)


@require_safe
def original(_request: HttpRequest, token: str) -> HttpResponse:
    """The address that an original is known by, which leads to its page."""
    article_id = _original_at(f"/original/{token}/")
    if article_id is None:
        raise Http404(_("This article does not exist, or is kept no longer."))
    return redirect("article-by-id", article_id)


def _original_at(path: str) -> int | None:
    """By the end of its address: the host may have changed since it was written."""
    return Original.objects.filter(article__url__endswith=path).values_list("article_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A piece of a diff; `op` may also be "skipped" for unchanged text left out."""

    op: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the title's diff where it changed, and the paragraphs around each changed place."""

    changed_at: datetime
    title: tuple[ShownPart, ...]
    text: tuple[tuple[ShownPart, ...], ...]


@require_safe
@conditional
def revisions(request: HttpRequest, article_id: int) -> HttpResponse:
    visible = found_article(article_id)
    earlier = visible_revisions(visible, reading.revisions(article_id))
    card = visible.article.card
    context = {
        "article": visible.article,
        "card": card,
        "changes": list(_changes(visible.article, earlier)),
        "heading": _("Versions"),
        "hidden": True,
    }
    return render(request, "revisions.html", context)


def _changes(article: ArticleView, earlier: tuple[RevisionView, ...]) -> Iterator[Change]:
    """Each revision against what replaced it, the newest change first."""
    title, text = article.card.title, article.text
    for revision in earlier:
        title_diff = word_diff(revision.title, title) if revision.title != title else ()
        text_diff = word_diff(revision.text, text) if revision.text != text else ()
        shown_title = tuple(ShownPart(part.op, part.text) for part in title_diff)
        yield Change(revision.replaced_at, shown_title, tuple(_paragraphs(text_diff)))
        title, text = revision.title, revision.text


def _paragraphs(parts: tuple[DiffPart, ...]) -> Iterator[tuple[ShownPart, ...]]:
    """A diff cut at paragraph ends, long unchanged stretches shortened, unchanged paragraphs left out."""
    line: list[ShownPart] = []
    skipped = False
    for part in parts:
        for number, piece in enumerate(part.text.split("\n\n")):
            if number:
                if any(shown.op != "same" for shown in line):
                    yield _shortened([ShownPart("skipped"), *line] if skipped else line)
                    skipped = False
                else:
                    skipped = skipped or bool(line)
                line = []
            if piece:
                line.append(ShownPart(part.op, piece))
    if any(shown.op != "same" for shown in line):
        yield _shortened([ShownPart("skipped"), *line] if skipped else line)


def _shortened(line: list[ShownPart]) -> tuple[ShownPart, ...]:
    """Unchanged text keeps its ends: what leads up to a change and what follows it."""
    shown: list[ShownPart] = []
    for part in line:
        if part.op != "same" or len(part.text) <= 2 * CONTEXT_CHARS:
            shown.append(part)
            continue
        head, tail = part.text[:CONTEXT_CHARS], part.text[-CONTEXT_CHARS:]
        before = [ShownPart("same", f"{head.rpartition(' ')[0] or head} ")] if shown else []
        after = [ShownPart("same", f" {tail.partition(' ')[2] or tail}")] if part is not line[-1] else []
        shown += [*before, ShownPart("skipped"), *after]
    return tuple(shown)
