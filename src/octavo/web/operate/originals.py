"""What this newsroom writes itself: the list, writing, editing, withdrawing."""

import uuid
from datetime import UTC, datetime

import structlog
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octavo.store import originals as store
from octavo.store import reading
from octavo.store.models import Original
from octavo.store.settings import SITE
from octavo.web.access import operator_only, reader_of
from octavo.web.markup import ORIGINAL, html_of
from octavo.web.markup_source import paragraphs_of, source_of
from octavo.web.operate.forms import OriginalForm
from octavo.web.paths import absolute

LISTED = 100
log = structlog.get_logger()


@operator_only
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    found = Original.objects.select_related("article", "by").order_by("-created_at")[:LISTED]
    context = {"heading": _("Originals"), "desk_page": "desk", "originals": found}
    return render(request, "operate/originals.html", context)


@operator_only
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    form = OriginalForm(request.POST or None, initial={"language": request.LANGUAGE_CODE, "country": SITE.country})
    if request.method == "POST" and form.is_valid():
        article_id = _keep(request, form, f"/original/{uuid.uuid4().hex}/")
        log.info("an original was written", article=article_id)
        messages.success(request, _("Published. It is sorted into the edition in a moment."))
        return redirect("operate-originals")
    return _form(request, form, _("Write an original"))


@operator_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, article_id: int) -> HttpResponse:
    """The earlier text is kept as a version that readers can look up."""
    original = get_object_or_404(Original.objects.select_related("article__publisher"), pk=article_id)
    article = reading.article(article_id)
    form = OriginalForm(
        request.POST or None,
        initial={
            "title": original.article.title,
            "standfirst": article.standfirst if article else "",
            "text": source_of(article.html) if article else "",
            "authors": ", ".join(article.authors) if article else "",
            "keywords": ", ".join(tag.label for tag in article.hashtags) if article else "",
            "language": original.article.language,
            "country": original.article.publisher.country,
        },
    )
    if request.method == "POST" and form.is_valid():
        _keep(request, form, original.article.url)
        messages.success(request, _("Kept. Readers can see what was changed."))
        return redirect("operate-originals")
    return _form(request, form, original.article.title, article_id)


def _form(request: HttpRequest, form: OriginalForm, heading: str, article_id: int | None = None) -> HttpResponse:
    context = {"heading": heading, "desk_page": "desk", "form": form, "article_id": article_id}
    return render(request, "operate/original.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, form: OriginalForm, address: str) -> int:
    said = form.cleaned_data
    html = html_of(said["text"], ORIGINAL)
    draft = store.OriginalDraft(
        title=said["title"],
        standfirst=said["standfirst"],
        html=html,
        text=paragraphs_of(html),
        language=said["language"],
        address=address if "://" in address else absolute(request, address),
        authors=said["authors"],
        keywords=said["keywords"],
    )
    publisher = store.own_publisher(SITE.site_name, absolute(request, "/"), said["country"])
    return store.write_original(draft, publisher, datetime.now(UTC), reader_of(request).pk)


@operator_only
@require_POST
def withdraw(request: HttpRequest, article_id: int) -> HttpResponse:
    get_object_or_404(Original, pk=article_id)
    if store.forget_original(article_id):
        log.info("an original was withdrawn", article=article_id)
        messages.success(request, _("Withdrawn. Nobody can read it any more."))
    return redirect("operate-originals")
