"""Reporting an AI sentence: a plain form that shows the sentence again, and whom it cites."""

from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from octavo.core.reading import Card
from octavo.store import ai_reports as store
from octavo.store.ai_reports import Reported
from octavo.store.reading.cards import cards
from octavo.web import words
from octavo.web.access import reader_of, reader_only
from octavo.web.ai_report_forms import ReportForm
from octavo.web.ai_reports import back_path, read_token
from octavo.web.briefs import EMBEDDED, seen_of


@reader_only
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    said = read_token(request.GET.get("s", ""))
    sources = _sources(said) if said else []
    if said is None or not sources:
        raise Http404(_("This sentence is not here any more."))
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            store.report(said, reader_of(request), form.cleaned_data["reason"], form.cleaned_data["note"], _now())
        except store.AiReportError as error:
            form.add_error(None, _in_words(error))
            status = 429 if error.code == "too_fast" else 409
        else:
            messages.success(request, _("Thank you. The people who run this newsroom will look at it."))
            return redirect(back_path(said.target))
    context = {"heading": _("Report a sentence"), "form": form, "said": said, "sources": sources}
    return render(request, "ai_report.html", context | {"back": back_path(said.target)}, status=status)


def _now() -> datetime:
    return datetime.now(UTC)


def _sources(said: Reported) -> list[Card]:
    """None of them where an article is gone, or its publisher's terms show the sentence no more."""
    found = list(cards(said.articles))
    if len(found) < len(said.articles):
        return []
    is_quoted = said.provider.startswith(EMBEDDED)
    return found if not is_quoted or any(seen_of(card, said.text) == said.text for card in found) else []


def _in_words(error: store.AiReportError) -> str:
    if error.code == "gone":
        return _("This sentence is not here any more.")
    wait = words.minutes(max(1, -(-int((error.wait or timedelta(0)).total_seconds()) // 60)))
    return _("You have reported a lot just now. Try again in {wait}.").format(wait=wait)
