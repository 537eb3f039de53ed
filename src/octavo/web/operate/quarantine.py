"""What is held back from readers: the list, and the operator's word on each."""

import structlog
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from octavo.core.quality import Decision
from octavo.store import quality, readings
from octavo.web.access import operator_only

log = structlog.get_logger()


@operator_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    context = {
        "heading": _("Held back"),
        "desk_page": "quality",
        "waiting": quality.held_readings(),
        "kept_back": quality.held_readings(Decision.KEPT_BACK.value),
    }
    return render(request, "operate/quarantine.html", context)


@operator_only
@require_POST
def act(request: HttpRequest, article_id: int, verb: str) -> HttpResponse:
    """Release one article's text, keep it back, or have its page fetched again."""
    now = timezone.now()
    if verb == "release":
        found, said = readings.release(article_id, now), _("Its text is shown again in a moment.")
    elif verb == "keep-back":
        found, said = readings.keep_back(article_id), _("It stays as its feed has it.")
    elif verb == "read-again":
        found, said = readings.read_again(article_id, now), _("Its page is read again next.")
    else:
        raise Http404
    if not found:
        raise Http404
    log.info("the operator decided on a page", article=article_id, decision=verb)
    messages.success(request, said)
    return redirect("operate-quarantine")
