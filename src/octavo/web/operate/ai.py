"""Language models: where they answer, what they may cost, what they did today. The worker asks them, never this."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from octavo.store import ai_reports, assisting
from octavo.web.access import operator_only
from octavo.web.operate.ai_forms import ModelForm


@operator_only
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    chosen = assisting.chosen()
    form = ModelForm(request.POST if request.method == "POST" else None, chosen)
    if request.method == "POST" and form.is_valid():
        assisting.choose(form.said, form.new_key)
        messages.success(request, _("Kept."))
        if form.new_key == "" and chosen.settings.key and "key" not in chosen.fixed:
            messages.info(request, _("The kept key is forgotten."))
        return redirect("operate-ai")
    context = {
        "heading": _("AI"),
        "desk_page": "ai",
        "form": form,
        "chosen": chosen,
        "is_being_tried": assisting.is_being_tried(),
        "use": assisting.use_of(datetime.now(UTC).date()),
        "own": assisting.OWN,
        "open_reports": ai_reports.count_open(),
    }
    return render(request, "operate/ai.html", context, status=422 if form.errors else 200)


@operator_only
@require_POST
def try_model(request: HttpRequest) -> HttpResponse:
    assisting.try_model(datetime.now(UTC))
    return redirect("operate-ai")
