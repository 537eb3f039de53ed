"""How well publishers' pages are read: all of them, the troubled first, and one at a time with its worst examples."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from octavo.core.quality import PublisherQuality
from octavo.extract import templates
from octavo.extract.rules import rules_for
from octavo.store import quality as store
from octavo.store.models import Publisher
from octavo.store.templates import packed_template
from octavo.web.access import operator_only

PUBLISHERS_PER_PAGE = 60
WORST_SHOWN = 12

ORDERS: dict[str, Callable[[PublisherQuality], Any]] = {
    "trouble": lambda found: (-found.trouble, -found.pages),
    "pages": lambda found: -found.pages,
    "failed": lambda found: (-found.failed_share, -found.failed),
    "leaks": lambda found: (-found.leaking_share, -found.leaking),
    "held": lambda found: (-found.held, -found.held_share),
    "confidence": lambda found: (found.confidence is None, found.confidence),
    "name": lambda found: 0,
}


@operator_only
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("sort", "")
    sort = asked if asked in ORDERS else "trouble"
    found = sorted(store.quality_of_all(timezone.now()), key=ORDERS[sort])
    context = {
        "heading": _("How pages are read"),
        "desk_page": "quality",
        "page": Paginator(found, PUBLISHERS_PER_PAGE).get_page(request.GET.get("page")),
        "sort": sort,
        "held": store.held_count(),
    }
    return render(request, "operate/quality.html", context)


@operator_only
@require_safe
def show(request: HttpRequest, publisher_id: int) -> HttpResponse:
    publisher = get_object_or_404(Publisher, pk=publisher_id)
    now = timezone.now()
    template = templates.unpack(packed_template(publisher_id))
    context = {
        "heading": publisher.name,
        "desk_page": "quality",
        "publisher": publisher,
        "quality": store.quality_of(publisher_id, publisher.name, now),
        "median_chars": store.median_chars(publisher_id, now),
        "repeated": len(templates.repeated(template)),
        "learned_from": template.pages,
        "has_rules": rules_for(publisher.home_url) is not None,
        "worst": store.worst_readings(publisher_id, now, WORST_SHOWN),
    }
    return render(request, "operate/publisher_quality.html", context)
