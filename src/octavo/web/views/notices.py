"""Counting cards of sponsors and announcements: that one was seen or opened, and nothing about who did."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from octavo.store import notices


# Nothing of the reader's is changed, and pages that anonymous readers share have no token to send.
@csrf_exempt
@require_POST
def counted(request: HttpRequest, notice_id: int, what: str) -> HttpResponse:
    """A page's script says so as the card comes into view, and as its link is followed."""
    known = notices.count(notice_id, what, datetime.now(UTC))
    return HttpResponse(status=204 if known else 404, headers={"Cache-Control": "no-store"})
