"""Asking, reading the answer while it is written, stopping it.

All of it works as plain pages; where the page's script asks for JSON or events, it gets the same as those. Nothing
here asks a model: the worker does, and this follows what it keeps.
"""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octavo.core.briefs import BriefOf, Feature, Wrapup
from octavo.core.commissions import LONGEST_QUESTION, About, Commission, CommissionState, NewCommission
from octavo.core.writing import EMBEDDED
from octavo.store import assisting, commissions
from octavo.store.briefs import briefs_of, latest_wrapup, wrapup_of
from octavo.web.ask.answers import GrowingAnswer, Piece, shown_so_far, subject_value
from octavo.web.ask.forms import AskError, Subject, commission_of, subject_of
from octavo.web.ask.offers import offers_for
from octavo.web.ask.tail import Tail
from octavo.web.ask.words import HEADINGS
from octavo.web.briefs import suggested
from octavo.web.editions import edition_of, languages_of
from octavo.web.talk import reader_here
from octavo.web.words import interface_language

TAIL = Tail()
EVENTS = "text/event-stream"
HOUR_S = 3_600
FROM_THE_EDITION = 5


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form, and where it is sent."""
    if request.method == "POST":
        return _commissioned(request)
    return _form(request, subject_of(request.GET.get("about", "")), request.GET.get("q", ""))


def _form(request: HttpRequest, subject: Subject, question: str, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "here": "ask",
        "heading": _("Ask the news"),
        "description": _("Questions answered from what publishers wrote, each sentence with its source."),
        "hidden": bool(request.GET),
        "subject": subject,
        "question": question[: 2 * LONGEST_QUESTION],
        "longest": LONGEST_QUESTION,
        "error": error,
        "offers": offers_for(request),
        "suggested": _suggested(request, subject),
    }
    return render(request, "ask.html", context, status=status)


def _suggested(request: HttpRequest, subject: Subject) -> list[tuple[str, str]]:
    """(what it is about, question): such as the sources answer."""
    if subject.about is not About.NEWS:
        return [(subject.value, question) for question in _questions(request, subject)]
    latest = latest_wrapup(edition_of(request))
    kept = wrapup_of(edition_of(request), *latest) if latest else None
    table = kept.brief.table if kept else None
    items = table.items if isinstance(table, Wrapup) else ()
    stories = (Subject(About.STORY, int(item.story)) for item in items[:FROM_THE_EDITION])
    return [(story.value, question) for story in stories for question in _questions(request, story)[:1]]


def _questions(request: HttpRequest, subject: Subject) -> tuple[str, ...]:
    return suggested(briefs_of(BriefOf(subject.about.value), str(subject.target)), languages_of(request))


def _commissioned(request: HttpRequest) -> HttpResponse:
    wants_json = request.headers.get("Accept", "") == "application/json"
    try:
        wanted, subject = commission_of(request, offers_for(request))
        made = _taken(request, wanted)
    except AskError as error:
        if wants_json:
            return JsonResponse({"error": str(error)}, status=error.status)
        subject = subject_of(request.POST.get("about", ""))
        return _form(request, subject, request.POST.get("q", ""), str(error), error.status)
    if not wants_json:
        return redirect("answer", made.token)
    context = {**_shown(made, subject), "inline": True}
    html = render_to_string("parts/answer.html", context, request)
    return JsonResponse({"html": html, "page": reverse("answer", args=[made.token])}, status=201)


def _taken(request: HttpRequest, wanted: NewCommission) -> Commission:
    """Raises `AskError` for whoever asks too much."""
    per_hour = assisting.chosen().settings.asks_per_hour
    if wanted.reader_id is None and per_hour and _asked_from_here(request) > per_hour:
        raise AskError(_("You have asked much. Please wait a little."), status=429)
    try:
        return commissions.commission(wanted, datetime.now(UTC), per_hour)
    except commissions.TooManyError as error:
        raise AskError(_("You have asked much. Please wait a little."), status=429) from error


def _asked_from_here(request: HttpRequest) -> int:
    """How often strangers asked from the same address in this hour, this time among them."""
    key = f"asked:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, HOUR_S)
    try:
        return cache.incr(key)
    except ValueError:  # it was forgotten just now
        return 1


def _found(request: HttpRequest, token: str) -> Commission:
    """Whoever knows the token; of a signed-in reader's own, that reader alone."""
    commission = commissions.commissioned(token)
    reader = reader_here(request)
    if commission is None or commission.wanted.reader_id not in {None, reader.pk if reader else None}:
        raise Http404(_("This answer is kept no longer."))
    return commission


@never_cache
@require_safe
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What is written so far: a page that looks again by itself where scripts do not run, or JSON."""
    commission = _found(request, token)
    wanted = commission.wanted
    subject = subject_of(f"{wanted.about.value}:{wanted.target}" if wanted.target else "")
    shown = _shown(commission, subject)
    if request.headers.get("Accept", "") == "application/json":
        return JsonResponse(_as_json(shown["answer"], commission))
    heading = wanted.question or str(HEADINGS[wanted.feature])
    context = {**shown, "here": "ask", "heading": heading, "hidden": True, "longest": LONGEST_QUESTION}
    return render(request, "answer.html", context)


def _shown(commission: Commission, subject: Subject) -> dict[str, Any]:
    growing = GrowingAnswer(commission, interface_language())
    events = [event for _, _, event in commissions.parts_after({commission.id: 0})]
    pieces = shown_so_far(growing, events)
    return {
        "commission": commission,
        "answer": growing,
        "subject": subject,
        "answer_heading": HEADINGS[commission.wanted.feature],
        "is_asked": commission.wanted.feature is Feature.ASK,
        "pieces": {slot: mark_safe("".join(found)) for slot, found in pieces.items()},  # noqa: S308 - templates made it
        "is_over": commission.is_over,
        "is_stopped": commission.state is CommissionState.STOPPED,
        "subject_value": subject_value(commission),
    }


def _as_json(growing: GrowingAnswer, commission: Commission) -> dict[str, Any]:
    """For programs: sentences with what they lean on, as far as it may be seen."""
    return {
        "state": commission.state.value,
        "question": commission.wanted.question,
        "sentences": [
            {
                "text": line.text,
                "language": line.language,
                "citations": [
                    {"article": source.card.id, "publisher": source.card.publisher.name, "quote": source.quote}
                    for source in line.sources
                ],
            }
            for line in growing.lines
        ],
        "dropped": growing.dropped,
        "provider": growing.provider or EMBEDDED,
    }


@never_cache
@require_safe
def events(request: HttpRequest, token: str) -> HttpResponseBase:
    """The answer's pieces as server-sent events, from the first; "over" ends it."""
    commission = _found(request, token)
    stream = _stream(commission, interface_language())
    response = StreamingHttpResponse(stream, content_type=f"{EVENTS}; charset=utf-8")
    response.headers["X-Accel-Buffering"] = "no"
    return response


async def _stream(commission: Commission, language: str) -> AsyncGenerator[bytes, None]:
    yield b"retry: 3000\n\n"
    async with aclosing(TAIL.follow(commission, language)) as pieces:
        async for piece in pieces:
            yield _event(piece)
    yield b"event: over\ndata: {}\n\n"


def _event(piece: Piece) -> bytes:
    return f"event: piece\ndata: {json.dumps({'slot': piece.slot, 'html': piece.html})}\n\n".encode()


@require_POST
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Nobody waits for it any more."""
    commission = _found(request, token)
    commissions.stop(commission.token)
    if request.headers.get("Accept", "") == "application/json":
        return JsonResponse({"state": CommissionState.STOPPED.value})
    return redirect("answer", token)
