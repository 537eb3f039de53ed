"""Publishers' pages as HTML: home pages and article pages, in six layouts that mark up the same things differently.

A layout is a folder of templates in data/templates: article.html, figure.html, style.css. What they share is made here.
"""

import functools
import html
import json
from datetime import datetime
from string import Template
from typing import Any

from octavo.core.articles import Kind
from octavo.demo.addresses import Addresses
from octavo.demo.content import DATA, DemoArticle, DemoPublisher, Illustration, Newsroom, parse_age
from octavo.demo.markup import render_body, split_blocks
from octavo.demo.words import local_time, words_for, written_time

PICTURE_WIDTH, PICTURE_HEIGHT = 1280, 853
_TEMPLATES = DATA / "templates"


@functools.cache
def template(name: str) -> Template:
    return Template((_TEMPLATES / name).read_text(encoding="utf-8"))


class Pages:
    """Renders one newsroom's pages as they stand at a moment."""

    def __init__(self, newsroom: Newsroom, addresses: Addresses) -> None:
        self.newsroom = newsroom
        self.addresses = addresses
        self._by_slug = {article.slug: article for article in newsroom.articles}

    def listed(self, publisher: DemoPublisher, now: datetime) -> list[DemoArticle]:
        """What the publisher has published by `now`, newest first."""
        articles = self.newsroom.articles_of(publisher.slug)
        return [article for article in articles if self.addresses.published_at(article) <= now]

    def home(self, publisher: DemoPublisher, now: datetime) -> str:
        teasers = "\n".join(self._teaser(article, publisher) for article in self.listed(publisher, now))
        return template("home.html").substitute(self._frame(publisher), teasers=teasers)

    def article(self, article: DemoArticle, publisher: DemoPublisher, now: datetime) -> str:
        values = self._frame(publisher) | self._article_values(article, publisher, now)
        return template(f"{publisher.layout}/article.html").substitute(values)

    def style(self, publisher: DemoPublisher) -> str:
        rules = template("base.css").template + template(f"{publisher.layout}/style.css").template
        return Template(rules).substitute(colour=publisher.colour)

    def body(self, article: DemoArticle, publisher: DemoPublisher, now: datetime) -> str:
        """The article's text as HTML, as far as a passer-by may read it."""
        text = self.title_and_text(article, now)[1]
        if article.free_paragraphs:
            text = "\n\n".join(split_blocks(text)[: article.free_paragraphs])
        return render_body(
            text,
            picture=lambda number: self._figure(article, article.pictures[number - 1], publisher),
            link=self._link,
            heading=(lambda words: self._update_heading(words, article, publisher))
            if article.kind is Kind.LIVE
            else None,
        )

    def title_and_text(self, article: DemoArticle, now: datetime) -> tuple[str, str]:
        correction = article.correction
        if correction and self.addresses.updated_at(article, now) > self.addresses.published_at(article):
            return correction.title, f"{correction.body}\n\n*{correction.note}*"
        return article.title, article.body

    def _link(self, slug: str) -> str:
        target = self._by_slug.get(slug)
        return self.addresses.article(target, self.newsroom.publishers[target.publisher]) if target else slug

    def _frame(self, publisher: DemoPublisher) -> dict[str, str]:
        words = {f"word_{name}": html.escape(text) for name, text in words_for(publisher.language).items()}
        return words | {
            "lang": publisher.language,
            "dir": publisher.direction,
            "charset": publisher.charset,
            "site": html.escape(publisher.name),
            "tagline": html.escape(publisher.tagline),
            "about": html.escape(publisher.about),
            "owner": html.escape(publisher.owner),
            "home": self.addresses.home(publisher.slug),
            "feeds": "\n".join(_feed_link(feed.format, feed.path, feed.title) for feed in publisher.feeds),
            "nav": "".join(f'<li><a href="/#{n}">{html.escape(s)}</a></li>' for n, s in enumerate(publisher.sections)),
        }

    def _article_values(self, article: DemoArticle, publisher: DemoPublisher, now: datetime) -> dict[str, str]:
        title, _ = self.title_and_text(article, now)
        published, updated = self.addresses.published_at(article), self.addresses.updated_at(article, now)
        lead = None if article.kind is Kind.VIDEO or not article.pictures else article.pictures[0]
        return {
            "url": self.addresses.article(article, publisher),
            "headline": html.escape(title),
            "standfirst": html.escape(article.standfirst),
            "section": html.escape(article.section),
            "byline": html.escape(", ".join(article.authors)),
            "authors": "".join(f'<span class="author">{html.escape(name)}</span>' for name in article.authors),
            "published": local_time(published, publisher.zone).isoformat(),
            "updated": local_time(updated, publisher.zone).isoformat(),
            "published_words": written_time(published, publisher.zone, publisher.language),
            "updated_words": written_time(updated, publisher.zone, publisher.language),
            "update_line": self._update_line(article, publisher, now),
            "open_graph": self._open_graph(article, publisher, title),
            "json_ld": json.dumps(self._json_ld(article, publisher, now), ensure_ascii=False, indent=1),
            "lead": self._figure(article, lead, publisher) if lead else "",
            "player": self._player(article),
            "body": self.body(article, publisher, now),
            "paywall": f'<div class="paywall">{html.escape(words_for(publisher.language)["paywall"])}</div>'
            if article.free_paragraphs
            else "",
            "tags": "".join(
                f'<li><a rel="tag" href="/tag/{html.escape(t)}">{html.escape(t)}</a></li>' for t in article.keywords
            ),
            "keywords": html.escape(", ".join(article.keywords)),
            "related": self._related(article, publisher, now),
        }

    def _update_line(self, article: DemoArticle, publisher: DemoPublisher, now: datetime) -> str:
        updated = self.addresses.updated_at(article, now)
        if updated == self.addresses.published_at(article):
            return ""
        words = words_for(publisher.language)["updated"]
        moment = local_time(updated, publisher.zone)
        text = written_time(updated, publisher.zone, publisher.language)
        return f'<span class="updated">{words} <time datetime="{moment.isoformat()}">{text}</time></span>'

    def _figure(self, article: DemoArticle, illustration: Illustration, publisher: DemoPublisher) -> str:
        return template(f"{publisher.layout}/figure.html").substitute(
            url=self.addresses.picture(article, illustration),
            alt=html.escape(illustration.alt),
            caption=html.escape(illustration.caption),
            credit=html.escape(illustration.credit),
            word_photo=words_for(publisher.language)["photo"],
            width=PICTURE_WIDTH,
            height=PICTURE_HEIGHT,
        )

    def _player(self, article: DemoArticle) -> str:
        if article.media is None:
            return ""
        url = self.addresses.media(article, article.media)
        if article.kind is Kind.VIDEO:
            poster = self.addresses.picture(article, article.pictures[0])
            source = f'<source src="{url}" type="{article.media.type}">'
            if article.media.captions:
                words = self.addresses.beside(article, article.media.captions)
                source += f'<track kind="captions" src="{words}" srclang="{article.language}" default>'
            return f'<video controls preload="none" poster="{poster}" width="1280" height="720">{source}</video>'
        return f'<audio controls preload="none"><source src="{url}" type="{article.media.type}"></audio>'

    def _update_heading(self, words: str, article: DemoArticle, publisher: DemoPublisher) -> str:
        """A live report's heading ("2h 5m | What happened") carries its own time, counted like an age."""
        age, _, title = words.partition(" | ")
        moment = self.addresses.anchor.started_at - parse_age(age)
        local = local_time(moment, publisher.zone)
        return f'<h2><time datetime="{local.isoformat()}">{local:%H:%M}</time> {html.escape(title)}</h2>'

    def _related(self, article: DemoArticle, publisher: DemoPublisher, now: datetime) -> str:
        others = [other for other in self.listed(publisher, now) if other is not article][:4]
        return "\n".join(self._teaser(other, publisher) for other in others)

    def _teaser(self, article: DemoArticle, publisher: DemoPublisher) -> str:
        picture = ""
        if article.pictures:
            url = self.addresses.picture(article, article.pictures[0])
            picture = f'<img src="{url}" alt="" width="320" height="213" loading="lazy">'
        return template("teaser.html").substitute(
            url=self.addresses.article(article, publisher),
            picture=picture,
            section=html.escape(article.section),
            headline=html.escape(article.title),
            standfirst=html.escape(article.standfirst),
        )

    def _open_graph(self, article: DemoArticle, publisher: DemoPublisher, title: str) -> str:
        published = local_time(self.addresses.published_at(article), publisher.zone).isoformat()
        properties = [
            ("og:type", "video.other" if article.kind is Kind.VIDEO else "article"),
            ("og:title", title),
            ("og:description", article.standfirst),
            ("og:url", self.addresses.article(article, publisher)),
            ("og:site_name", publisher.name),
            ("og:locale", f"{publisher.language[:2]}_{publisher.country}"),
            ("article:published_time", published),
            ("article:section", article.section),
            *[("article:tag", keyword) for keyword in article.keywords],
        ]
        if article.pictures:
            properties += [
                ("og:image", self.addresses.picture(article, article.pictures[0])),
                ("og:image:width", str(PICTURE_WIDTH)),
                ("og:image:height", str(PICTURE_HEIGHT)),
                ("og:image:alt", article.pictures[0].alt),
            ]
        return "\n".join(f'<meta property="{name}" content="{html.escape(text)}">' for name, text in properties)

    def _json_ld(self, article: DemoArticle, publisher: DemoPublisher, now: datetime) -> dict[str, Any]:
        """schema.org structured data, as search engines ask publishers for it."""
        title, _ = self.title_and_text(article, now)
        said: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": _SCHEMA_TYPES.get(article.kind, "NewsArticle"),
            "mainEntityOfPage": self.addresses.article(article, publisher),
            "headline": title,
            "description": article.standfirst,
            "datePublished": local_time(self.addresses.published_at(article), publisher.zone).isoformat(),
            "dateModified": local_time(self.addresses.updated_at(article, now), publisher.zone).isoformat(),
            "inLanguage": article.language,
            "articleSection": article.section,
            "keywords": list(article.keywords),
            "author": [{"@type": "Person", "name": name} for name in article.authors],
            "publisher": {
                "@type": "NewsMediaOrganization",
                "name": publisher.name,
                "logo": {"@type": "ImageObject", "url": self.addresses.of(publisher.slug, "/logo.png")},
            },
            "image": [self._image_object(article, picture) for picture in article.pictures],
            "isAccessibleForFree": not article.free_paragraphs,
        }
        return said | self._media_properties(article) | self._live_properties(article, publisher)

    def _image_object(self, article: DemoArticle, picture: Illustration) -> dict[str, Any]:
        return {
            "@type": "ImageObject",
            "url": self.addresses.picture(article, picture),
            "width": PICTURE_WIDTH,
            "height": PICTURE_HEIGHT,
            "caption": picture.caption,
            "creditText": picture.credit,
        }

    def _media_properties(self, article: DemoArticle) -> dict[str, Any]:
        if article.media is None:
            return {}
        seconds = article.media.duration_s
        media = {
            "@type": "VideoObject" if article.kind is Kind.VIDEO else "AudioObject",
            "name": article.title,
            "contentUrl": self.addresses.media(article, article.media),
            "encodingFormat": article.media.type,
            "duration": f"PT{seconds // 60}M{seconds % 60}S",
            "uploadDate": self.addresses.published_at(article).isoformat(),
            "thumbnailUrl": [self.addresses.picture(article, picture) for picture in article.pictures[:1]],
        }
        return {"video" if article.kind is Kind.VIDEO else "associatedMedia": media}

    def _live_properties(self, article: DemoArticle, publisher: DemoPublisher) -> dict[str, Any]:
        if article.kind is not Kind.LIVE:
            return {}
        updates = []
        for block in split_blocks(article.body):
            if block.startswith("## "):
                age, _, title = block[3:].partition(" | ")
                moment = local_time(self.addresses.anchor.started_at - parse_age(age), publisher.zone)
                updates.append(
                    {"@type": "BlogPosting", "headline": title, "datePublished": moment.isoformat(), "articleBody": ""}
                )
            elif updates and not block.startswith("!["):
                updates[-1]["articleBody"] = f"{updates[-1]['articleBody']} {block}".strip()
        return {
            "coverageStartTime": updates[-1]["datePublished"],
            "liveBlogUpdate": updates,
        }


_SCHEMA_TYPES = {
    Kind.LIVE: "LiveBlogPosting",
    Kind.GALLERY: "ImageGallery",
    Kind.PODCAST: "PodcastEpisode",
}
_FEED_TYPES = {
    "rss": "application/rss+xml",
    "rdf": "application/rdf+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}


def _feed_link(feed_format: str, path: str, title: str) -> str:
    mime = _FEED_TYPES.get(feed_format)
    return f'<link rel="alternate" type="{mime}" href="{path}" title="{html.escape(title)}">' if mime else ""
