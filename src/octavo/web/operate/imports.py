"""Imports: an OPML list handed in, and the page that shows how it goes and what was left out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from octavo.core.failures import OctavoError
from octavo.pipeline.imports import import_opml
from octavo.store.models import ImportReport
from octavo.web.access import operator_only
from octavo.web.operate import feeds
from octavo.web.operate.forms import AddressForm, OpmlForm


@operator_only
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    form = OpmlForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            return redirect("operate-import", report_id=import_opml(file.read(), file.name))
        except OctavoError as error:
            form.refuse(error)
    return feeds.show_forms(request, AddressForm(), form)


@operator_only
@require_safe
def show(request: HttpRequest, report_id: int) -> HttpResponse:
    report = get_object_or_404(ImportReport, pk=report_id)
    context = {
        "heading": _("Import"),
        "desk_page": "feeds",
        "report": report,
        "done": report.added + report.known,
    }
    return render(request, "operate/import.html", context)
