"""The moderators' pages: the queue, one reader's history, closing an article's comments; and the log for everybody."""

from datetime import UTC, datetime

import structlog
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from octavo.core.moderation import Decision
from octavo.store import comments, moderating, reading
from octavo.store.reading import moderation
from octavo.web.access import moderator_only, reader_of
from octavo.web.caching import conditional
from octavo.web.comment_forms import DecisionForm
from octavo.web.moderation_words import PICKED

ACTIONS_PER_PAGE = 50
log = structlog.get_logger()


def _part(text: str) -> str:
    return text if text in moderation.PARTS else "held"


@moderator_only
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    part = _part(request.GET.get("show", ""))
    at = request.GET.get("at", "")
    context = {
        "heading": _("Moderation"),
        "part": part,
        "queue": moderation.queue(part, datetime.now(UTC)),
        "reasons": PICKED.items(),
        "latest": moderation.latest_action(reader_of(request).pk),
        "at": at if at.isascii() and at.isdigit() else "0",
    }
    return render(request, "moderate.html", context)


@moderator_only
@require_POST
def decide(request: HttpRequest, comment_id: int) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        errors = [str(error) for found in form.errors.values() for error in found]
        messages.error(request, " ".join(errors))
        return _back(request)
    said = form.cleaned_data
    decision = Decision(said["decision"])
    moderator = reader_of(request)
    action = moderating.decide(
        comment_id, decision, moderator.pk, datetime.now(UTC), reason=said["reason"], words=said["words"]
    )
    if action is None:
        messages.error(request, _("This comment is not here any more."))
    else:
        log.info("a comment was decided", comment=comment_id, decision=decision.value, moderator=moderator.pk)
    return _back(request)


@moderator_only
@require_POST
def undo(request: HttpRequest, action_id: int) -> HttpResponse:
    if moderating.undo(action_id, reader_of(request).pk, datetime.now(UTC)):
        messages.success(request, _("Taken back."))
    else:
        messages.error(request, _("That cannot be taken back: something else was decided since."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    at = request.POST.get("at", "0")
    query = {"show": _part(request.POST.get("show", "")), "at": at if at.isascii() and at.isdigit() else "0"}
    return redirect(f"{reverse('moderate')}?{urlencode(query)}")


@moderator_only
@require_safe
def reader(request: HttpRequest, reader_id: int) -> HttpResponse:
    """What one reader wrote, and what was decided about it."""
    history = moderation.history(reader_id)
    if history is None:
        raise Http404(_("There is no such reader."))
    return render(request, "moderate_reader.html", {"heading": _("A reader's history"), "history": history})


@moderator_only
@require_POST
def switch(request: HttpRequest, article_id: int) -> HttpResponse:
    """Close or open the comments of one article."""
    if reading.article(article_id) is None:
        raise Http404(_("This article does not exist, or is kept no longer."))
    scope = f"article:{article_id}"
    if request.POST.get("close") == "1":
        comments.close(scope, reader_of(request).pk, datetime.now(UTC))
        messages.success(request, _("Comments on this article are closed."))
    else:
        comments.reopen(scope)
        messages.success(request, _("Comments on this article are open again."))
    return redirect(f"{reverse('article-by-id', args=[article_id])}#comments")


@require_safe
@conditional
def public_log(request: HttpRequest) -> HttpResponse:
    """What was decided, when, by which rule. No text that was rejected, and nobody's name."""
    page = Paginator(moderation.log(), ACTIONS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": _("Moderation log"),
        "description": _("What moderators and their programs decided about comments, and why."),
        "page": page,
    }
    return render(request, "moderation_log.html", context)
