"""What machines read: pictures from disk, site map, robots, icon, manifest."""

import re
from datetime import datetime
from math import ceil
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import Max
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo.store.models import Article, Story
from octavo.store.settings import SITE, STORE
from octavo.web.paths import absolute, article_slug, story_path
from octavo.web.words import interface_language, is_right_to_left

MONTH_S = 30 * 86_400
IDS_A_SITEMAP = 10_000
_PICTURE = re.compile(r"([0-9a-f]{32})-(\d{1,4})\.webp")


@require_safe
def picture(request: HttpRequest, file: str) -> HttpResponse | FileResponse:
    """A rendition that the worker made. The name is checked letter by letter: nothing else is ever opened."""
    found = _PICTURE.fullmatch(file)
    path = STORE.pictures / file[:2] / file
    if not found or not path.is_file():
        raise Http404(_("There is no such picture."))
    headers = {"Cache-Control": f"public, max-age={MONTH_S}, immutable", "Content-Type": "image/webp"}
    return HttpResponse(path.read_bytes(), headers=headers)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return _static_file("octavo/icon-192.png", "image/png")


def _static_file(name: str, content_type: str) -> HttpResponse:
    body = Path(str(finders.find(name))).read_bytes()
    return HttpResponse(body, content_type=content_type, headers={"Cache-Control": "public, max-age=86400"})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """A private instance is nobody's to index; a public one leaves out what only repeats."""
    if SITE.is_private:
        text = "User-agent: *\nDisallow: /\n"
    else:
        hidden = "".join(
            f"Disallow: {prefix}{path}\n" for prefix in ("", "/*") for path in ("/search/", "/choose/", "/ai/report/")
        )
        text = f"User-agent: *\n{hidden}Disallow: /operate/\nSitemap: {absolute(request, reverse('sitemap'))}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What makes a browser offer to install. One identity for every language: the newsroom is one app."""
    language = interface_language()
    answer: dict[str, Any] = {
        "name": SITE.site_name,
        "short_name": SITE.site_name,
        "description": _("News from publishers worldwide, in an edition that ends."),
        "lang": language,
        "dir": "rtl" if is_right_to_left(language) else "ltr",
        "id": "/",
        "start_url": reverse("front"),
        "scope": "/",
        "display": "standalone",
        "display_override": ["standalone", "minimal-ui"],
        "categories": ["news", "magazines"],
        "background_color": "#fbfaf6",
        "theme_color": "#fbfaf6",
        "icons": [_png("icon", 192), _png("icon", 512), _png("maskable", 192), _png("maskable", 512)],
        "screenshots": [
            _screenshot("narrow", "780x1688", _("The front page on a phone")),
            _screenshot("wide", "1280x800", _("The front page on a computer")),
        ],
        "shortcuts": [
            _shortcut(_("Latest"), reverse("latest"), "latest"),
            _shortcut(_("Saved"), _saved_path(), "saved"),
            _shortcut(_("Search"), reverse("search"), "search"),
            _shortcut(_("Listen"), reverse("listen"), "listen"),
        ],
        "share_target": {
            "action": reverse("share"),
            "method": "GET",
            "enctype": "application/x-www-form-urlencoded",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return JsonResponse(answer, content_type="application/manifest+json", headers={"Cache-Control": "max-age=86400"})


def _png(name: str, size: int) -> dict[str, str]:
    """A maskable icon fills its square, so that a device may cut it to its own shape."""
    url = staticfiles_storage.url(f"octavo/{name}-{size}.png")
    purpose = "maskable" if name == "maskable" else "any"
    return {"src": url, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _screenshot(form: str, sizes: str, label: str) -> dict[str, str]:
    url = staticfiles_storage.url(f"octavo/screenshot-{form}.webp")
    return {"src": url, "sizes": sizes, "type": "image/webp", "form_factor": form, "label": label}


def _shortcut(name: str, url: str, icon: str) -> dict[str, Any]:
    return {"name": name, "url": url, "icons": [_png(f"shortcut-{icon}", 96)]}


def _saved_path() -> str:
    """The reader's list where there is one; what the device keeps is there in any case."""
    try:
        return reverse("saved")
    except NoReverseMatch:
        return reverse("offline")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Site maps by ranges of ids of stories and of articles, which grow with time."""
    pages = [*_maps_of(request, Story, "sitemap-stories"), *_maps_of(request, Article, "sitemap-page")]
    return _xml("sitemap_index.xml", {"pages": pages})


def _maps_of(request: HttpRequest, model: type[Article | Story], name: str) -> list[str]:
    largest = model.objects.aggregate(largest=Max("id"))["largest"] or 0
    return [absolute(request, reverse(name, args=[n])) for n in range(1, ceil(largest / IDS_A_SITEMAP) + 1)]


@require_safe
def sitemap(request: HttpRequest, number: int) -> HttpResponse:
    rows = Article.objects.filter(**_ids(number)).values_list("id", "title", "updated_at", "seen_at")
    pages = [_sitemap_row(request, *row) for row in rows.order_by("id").iterator()]
    return _xml("sitemap.xml", {"pages": pages})


@require_safe
def sitemap_of_stories(request: HttpRequest, number: int) -> HttpResponse:
    """Those of several articles: of a story with one, the article's own page says it all."""
    told = Story.objects.filter(**_ids(number), merged_into=None, articles__gt=1)
    rows = told.values_list("id", "slug", "last_at").order_by("id")
    pages = [
        (absolute(request, story_path(story_id, slug)), last_at.date().isoformat())
        for story_id, slug, last_at in rows.iterator()
    ]
    return _xml("sitemap.xml", {"pages": pages})


def _ids(number: int) -> dict[str, int]:
    """The ids on a page, as a filter. Raises Http404 for a page that cannot be."""
    if not 1 <= number <= 100_000:
        raise Http404(_("There is no such page of the site map."))
    return {"id__gt": (number - 1) * IDS_A_SITEMAP, "id__lte": number * IDS_A_SITEMAP}


def _sitemap_row(
    request: HttpRequest, article_id: int, title: str, updated_at: datetime | None, seen_at: datetime
) -> tuple[str, str]:
    path = reverse("article", args=[article_id, article_slug(title)])
    return absolute(request, path), (updated_at or seen_at).date().isoformat()


def _xml(template: str, context: dict[str, Any]) -> HttpResponse:
    text = render_to_string(template, context)
    return HttpResponse(text, content_type="application/xml", headers={"Cache-Control": "max-age=600"})
