"""Cards of sponsors and announcements: the list with its counts, placing one, changing it, taking it away."""

from datetime import UTC, datetime, timedelta

import structlog
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from octavo.store import notices
from octavo.store.models import Notice
from octavo.web.access import operator_only
from octavo.web.operate.forms import NoticeForm

LISTED = 100
USUAL_DAYS = 14
log = structlog.get_logger()


@operator_only
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    context = {
        "heading": _("Cards"),
        "desk_page": "desk",
        "notices": notices.with_counts()[:LISTED],
        "now": datetime.now(UTC),
    }
    return render(request, "operate/notices.html", context)


@operator_only
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    form = NoticeForm(request.POST or None, initial={"starts_at": now, "ends_at": now + timedelta(days=USUAL_DAYS)})
    return _form(request, form, _("Place a card"))


@operator_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, notice_id: int) -> HttpResponse:
    notice = get_object_or_404(Notice, pk=notice_id)
    return _form(request, NoticeForm(request.POST or None, instance=notice), str(notice))


def _form(request: HttpRequest, form: NoticeForm, heading: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        notices.keep(form.save(commit=False))
        log.info("a card was placed", notice=form.instance.pk)
        messages.success(request, _("Kept. Readers see it within five minutes."))
        return redirect("operate-notices")
    context = {"heading": heading, "desk_page": "desk", "form": form}
    return render(request, "operate/notice.html", context, status=422 if form.errors else 200)


@operator_only
@require_POST
def end(request: HttpRequest, notice_id: int) -> HttpResponse:
    get_object_or_404(Notice, pk=notice_id)
    notices.end(notice_id, datetime.now(UTC))
    messages.success(request, _("Taken away."))
    return redirect("operate-notices")
