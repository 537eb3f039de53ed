"""Takedowns: an article or a whole publisher that is to go because somebody with a right to it asked, and the log."""

import re
from datetime import UTC, datetime

import structlog
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from octavo.store import takedowns
from octavo.store.models import Publisher, Takedown
from octavo.web.access import operator_only, reader_of
from octavo.web.operate.forms import TakedownForm, TakeoutForm

LOG_SHOWN = 200
_OUR_ADDRESS = re.compile(r"/article/(\d{1,18})/")
log = structlog.get_logger()


@operator_only
@require_http_methods(["GET", "POST"])
def show_all(request: HttpRequest) -> HttpResponse:
    """The log, and the form that takes one article down."""
    form = TakedownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _take_down(request, form):
            messages.success(request, _("It is gone, and no feed brings it back."))
            return redirect("operate-takedowns")
        form.add_error("address", _("No article here has this address."))
    context = {
        "heading": _("Takedowns"),
        "desk_page": "publishers",
        "form": form,
        "log": Takedown.objects.select_related("publisher", "by").order_by("-pk")[:LOG_SHOWN],
    }
    return render(request, "operate/takedowns.html", context, status=422 if form.errors else 200)


def _take_down(request: HttpRequest, form: TakedownForm) -> bool:
    address = form.cleaned_data["address"]
    ours = _OUR_ADDRESS.search(address)
    article_id = takedowns.article_at(address) or (int(ours[1]) if ours else None)
    done = article_id and takedowns.take_down_article(article_id, _request(request, form), datetime.now(UTC))
    if done:
        log.info("an article was taken down", takedown=done, article=article_id)
    return bool(done)


def _request(request: HttpRequest, form: TakedownForm | TakeoutForm) -> takedowns.Request:
    said = form.cleaned_data
    return takedowns.Request(said["asked_by"], said["reason"], reader_of(request).pk)


@operator_only
@require_http_methods(["GET", "POST"])
def take_out(request: HttpRequest, publisher_id: int) -> HttpResponse:
    """Everything of one publisher, after saying what that means."""
    publisher = get_object_or_404(Publisher, pk=publisher_id, is_own=False)
    form = TakeoutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = takedowns.take_out_publisher(publisher_id, _request(request, form), datetime.now(UTC))
        log.info("a publisher was taken out", takedown=done, publisher=publisher_id)
        messages.success(request, _("It is asked no more, and its articles are being forgotten."))
        return redirect("operate-takedowns")
    context = {
        "heading": _("Take {publisher} out").format(publisher=publisher),
        "desk_page": "publishers",
        "form": form,
        "publisher": publisher,
    }
    return render(request, "operate/take_out.html", context, status=422 if form.errors else 200)


@operator_only
@require_POST
def lift(request: HttpRequest, takedown_id: int) -> HttpResponse:
    get_object_or_404(Takedown, pk=takedown_id)
    if takedowns.lift(takedown_id, datetime.now(UTC)):
        log.info("a takedown was taken back", takedown=takedown_id)
        messages.success(request, _("Taken back. What its feeds say from now on is gathered again."))
    return redirect("operate-takedowns")
