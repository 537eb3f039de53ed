"""What became of the sentences that models wrote, why some were dropped, and what readers reported."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from octavo.store import ai_records, ai_reports, assisting
from octavo.store.ai_records import DayRate, DroppedSentence, Rate
from octavo.store.models.ai_records import AiReportState
from octavo.store.settings import STORE
from octavo.web.access import operator_only, reader_of
from octavo.web.operate.words import FEATURES

DAYS = 14
SENTENCES = 20
REPORTS = 50
DECIDED = 10
DECISIONS = {
    "uphold": AiReportState.UPHELD,
    "dismiss": AiReportState.DISMISSED,
    "reopen": AiReportState.OPEN,
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the chart. `height` is of the day with most, 0 to 1."""

    day: DayRate
    height: float


@operator_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    feature = request.GET.get("feature", "")
    found = ai_records.rates(datetime.now(UTC).date(), DAYS)
    recent = ai_records.dropped(SENTENCES + 1, feature if feature in FEATURES else "", _before(request))
    context = {
        "heading": _("Checked sentences"),
        "desk_page": "ai",
        "days": DAYS,
        "kept_days": STORE.keep_ai_records_days,
        "rates": found,
        "bars": _bars(found.days),
        "embedded": ai_records.embedded_use(),
        "own": assisting.OWN,
        "at": request.GET.get("at", ""),
        "reports": ai_reports.queue(REPORTS),
        "open_reports": ai_reports.count_open(),
        "decided": ai_reports.decided(DECIDED),
        "feature": feature if feature in FEATURES else "",
        "features": _features(found.features),
        "recent": recent[:SENTENCES],
        "older": _older(recent),
    }
    return render(request, "operate/checker.html", context)


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _older(recent: tuple[DroppedSentence, ...]) -> int | None:
    """The id to go on from; None where there is no more."""
    return recent[SENTENCES - 1].id if len(recent) > SENTENCES else None


def _features(rates: tuple[Rate, ...]) -> list[str]:
    return [rate.name for rate in rates if rate.name in FEATURES and rate.dropped]


def _bars(days: tuple[DayRate, ...]) -> list[Bar]:
    most = max([*(day.rate.all for day in days), 1])
    return [Bar(day, day.rate.all / most) for day in days]


@operator_only
@require_POST
def decide(request: HttpRequest, report_id: int) -> HttpResponse:
    state = DECISIONS.get(request.POST.get("decision", ""))
    if state is None:
        raise Http404(_("There is no such decision."))
    if not ai_reports.decide(report_id, state, reader_of(request).pk, datetime.now(UTC)):
        messages.error(request, _("This report is not here any more."))
    elif state is AiReportState.UPHELD:
        messages.success(request, _("No page shows this sentence any more."))
    else:
        messages.success(request, _("Kept."))
    at = request.POST.get("at", "")
    query = f"?at={at}" if at.isascii() and at.isdigit() and len(at) < 5 else ""
    return redirect(f"{reverse('operate-ai-checker')}{query}#reports")
