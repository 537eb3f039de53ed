"""Publishers: their names, countries, and what their terms allow us to show."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from octavo.store import desk
from octavo.store.models import Publisher
from octavo.web.access import operator_only
from octavo.web.operate.forms import PublisherForm

PUBLISHERS_PER_PAGE = 60


@operator_only
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")[:200]
    page = Paginator(desk.publishers(query), PUBLISHERS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"heading": _("Publishers"), "desk_page": "publishers", "page": page, "query": query}
    return render(request, "operate/publishers.html", context)


@operator_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, publisher_id: int) -> HttpResponse:
    publisher = get_object_or_404(Publisher, pk=publisher_id)
    form = PublisherForm(request.POST or None, instance=publisher)
    if request.method == "POST" and form.is_valid():
        desk.save_publisher(form.save(commit=False))
        messages.success(request, _("Kept."))
        return redirect("operate-publisher", publisher_id=publisher_id)
    context = {
        "heading": str(publisher),
        "desk_page": "publishers",
        "publisher": publisher,
        "feeds": desk.feeds().filter(publisher=publisher),
        "form": form,
    }
    return render(request, "operate/publisher.html", context, status=422 if form.errors else 200)
