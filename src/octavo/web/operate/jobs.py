"""Jobs: what waits, what runs, what failed and why; failed ones can be tried again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from octavo.store import desk
from octavo.store import jobs as store
from octavo.web.access import operator_only
from octavo.web.words import number

FAILED_SHOWN = 100


@operator_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    context = {
        "heading": _("Jobs"),
        "desk_page": "jobs",
        "counts": store.counts(),
        "failed": desk.failed_jobs(FAILED_SHOWN),
    }
    return render(request, "operate/jobs.html", context)


@operator_only
@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    ids = [int(text) for text in request.POST.getlist("job") if text.isascii() and text.isdigit()][:FAILED_SHOWN]
    count = store.retry_failed(ids, timezone.now())
    message = ngettext("%(count)s job is tried again.", "%(count)s jobs are tried again.", count)
    messages.success(request, message % {"count": number(count)})
    return redirect("operate-jobs")
