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
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo.store.models import Article
from octavo.store.settings import SITE, STORE
from octavo.web.paths import absolute, article_slug
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
        hidden = "".join(f"Disallow: {prefix}{path}\n" for prefix in ("", "/*") for path in ("/search/", "/choose/"))
        text = f"User-agent: *\n{hidden}Disallow: /operate/\nSitemap: {absolute(request, reverse('sitemap'))}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    def png(size: int) -> dict[str, str]:
        url = staticfiles_storage.url(f"octavo/icon-{size}.png")
        return {"src": url, "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}

    language = interface_language()
    answer: dict[str, Any] = {
        "name": SITE.site_name,
        "short_name": SITE.site_name,
        "lang": language,
        "dir": "rtl" if is_right_to_left(language) else "ltr",
        "id": "/",
        "start_url": reverse("front"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf6",
        "theme_color": "#fbfaf6",
        "icons": [png(192), png(512)],
    }
    return JsonResponse(answer, content_type="application/manifest+json", headers={"Cache-Control": "max-age=86400"})


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Site maps by ranges of article ids, which grow with time: all but the last never change again."""
    largest = Article.objects.aggregate(largest=Max("id"))["largest"] or 0
    pages = [absolute(request, reverse("sitemap-page", args=[n])) for n in range(1, ceil(largest / IDS_A_SITEMAP) + 1)]
    return _xml("sitemap_index.xml", {"pages": pages})


@require_safe
def sitemap(request: HttpRequest, number: int) -> HttpResponse:
    if not 1 <= number <= 100_000:
        raise Http404(_("There is no such page of the site map."))
    ids = range((number - 1) * IDS_A_SITEMAP + 1, number * IDS_A_SITEMAP + 1)
    rows = Article.objects.filter(id__gte=ids[0], id__lte=ids[-1]).values_list("id", "title", "updated_at", "seen_at")
    pages = [_sitemap_row(request, *row) for row in rows.order_by("id").iterator()]
    return _xml("sitemap.xml", {"pages": pages})


def _sitemap_row(
    request: HttpRequest, article_id: int, title: str, updated_at: datetime | None, seen_at: datetime
) -> tuple[str, str]:
    path = reverse("article", args=[article_id, article_slug(title)])
    return absolute(request, path), (updated_at or seen_at).date().isoformat()


def _xml(template: str, context: dict[str, Any]) -> HttpResponse:
    text = render_to_string(template, context)
    return HttpResponse(text, content_type="application/xml", headers={"Cache-Control": "max-age=600"})
