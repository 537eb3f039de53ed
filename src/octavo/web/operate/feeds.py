"""Feeds: their health, adding, editing, pausing, polling at once, removing, and the list as OPML."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octavo.pipeline.adding import add_by_url
from octavo.store import desk
from octavo.store import feeds as store
from octavo.store.models import Feed
from octavo.web.access import operator_only
from octavo.web.operate.forms import AddressForm, FeedForm, OpmlForm

FEEDS_PER_PAGE = 50


@operator_only
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    return show_forms(request, AddressForm(), OpmlForm())


def show_forms(request: HttpRequest, address: AddressForm, opml: OpmlForm) -> HttpResponse:
    health = request.GET.get("health", "")
    query = request.GET.get("q", "")[:200]
    page = Paginator(desk.feeds(health, query), FEEDS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": _("Feeds"),
        "desk_page": "feeds",
        "page": page,
        "health": health,
        "query": query,
        "address_form": address,
        "opml_form": opml,
    }
    wrong = address.errors or opml.errors
    return render(request, "operate/feeds.html", context, status=422 if wrong else 200)


@operator_only
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """By any address: the worker looks what is there, and the report page tells how it went."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return show_forms(request, form, OpmlForm())
    return redirect("operate-import", report_id=add_by_url(form.cleaned_data["url"]))


@operator_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, feed_id: int) -> HttpResponse:
    feed = get_object_or_404(Feed.objects.select_related("publisher"), pk=feed_id)
    form = FeedForm(request.POST or None, instance=feed)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Kept."))
        return redirect("operate-feed", feed_id=feed_id)
    context = {
        "heading": str(feed),
        "desk_page": "feeds",
        "feed": feed,
        "form": form,
        "recent": desk.recent_articles(feed_id),
    }
    return render(request, "operate/feed.html", context, status=422 if form.errors else 200)


@operator_only
@require_POST
def act(request: HttpRequest, feed_id: int, verb: str) -> HttpResponse:
    """Poll now, pause, resume or remove one feed."""
    feed = get_object_or_404(Feed, pk=feed_id)
    if verb == "poll":
        store.poll_now([feed_id], timezone.now())
        messages.success(request, _("This feed is polled next."))
    elif verb in {"pause", "resume"}:
        Feed.objects.filter(pk=feed_id).update(is_paused=verb == "pause")
    elif verb == "remove":
        name = str(feed)
        feed.delete()
        messages.success(request, _("%(feed)s is removed. Its articles stay.") % {"feed": name})
        return redirect("operate-feeds")
    else:
        raise Http404
    return redirect("operate-feed", feed_id=feed_id)


@operator_only
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    from octavo.pipeline.exports import opml_of_feeds

    response = HttpResponse(opml_of_feeds(), content_type="text/x-opml; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="octavo.opml"'
    return response
